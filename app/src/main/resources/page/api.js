// What the page asks the server for.

/** An answer that says no, in a sentence for people. */
export class Refusal extends Error {
  constructor(status, sentence) {
    super(sentence);
    this.status = status;
  }
}

function get(path, parameters = {}, signal = undefined) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    for (const one of [value].flat()) {
      if (one !== undefined && one !== null && one !== '') query.append(name, one);
    }
  }
  return ask(query.size ? `${path}?${query}` : path, { signal });
}

async function ask(path, request) {
  let response;
  try {
    response = await fetch(path, request);
  } catch (problem) {
    if (problem.name === 'AbortError') throw problem;
    throw new Refusal(0, 'Earwitness does not answer; is it still running?');
  }
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refusal(response.status, body.error ?? `The server says ${response.status}.`);
  return body;
}

const feedPath = (feed) => `/api/feeds/${encodeURIComponent(feed)}`;

export const wall = () => get('/api/wall');
export const alerts = () => get('/api/alerts');
export const search = (query, signal) => get('/api/search', query, signal);
export const timeline = (feed, from, to, signal) =>
  get(`${feedPath(feed)}/timeline`, { from: Math.floor(from), to: Math.ceil(to) }, signal);
export const caption = (feed, id, begin) => get(`${feedPath(feed)}/captions/${encodeURIComponent(id)}`, { begin });
export const spectrogram = (feed, from, to, columns) => get(`${feedPath(feed)}/spectrogram`, { from, to, columns });
const sendYaml = (method, path, body) => ask(path, { method, body, headers: { 'Content-Type': 'application/yaml' } });

export const rules = () => get('/api/rules');
export const applyRules = (yaml) => sendYaml('PUT', '/api/rules', yaml);
export const testRules = (yaml, hours) => sendYaml('POST', `/api/rules/test?hours=${hours}`, yaml);
export const deleteRule = (id) => ask(`/api/rules/${encodeURIComponent(id)}`, { method: 'DELETE' });
export const audioAddress = (feed, from, to) =>
  `${feedPath(feed)}/audio.wav?from=${Math.floor(from)}&to=${Math.ceil(to)}`;

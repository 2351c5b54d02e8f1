// Search in captions: by words, kinds of sound, feed and time, or by how near their sound is to a text.

import * as api from './api.js';
import { showCaption } from './detail.js';
import { h, setText } from './dom.js';
import * as format from './format.js';
import { chips, linkTo, notice, playButton, sureness } from './parts.js';
import { store } from './store.js';

const local = (millis) => {
  const date = new Date(millis - new Date(millis).getTimezoneOffset() * 60000);
  return date.toISOString().slice(0, 16);
};

export function searchView(view, parameters) {
  document.title = 'Search – Earwitness';
  const words = h('input', { type: 'search', name: 'words', placeholder: 'dog barking', autocomplete: 'off' });
  const like = h('input', { type: 'search', name: 'like', placeholder: 'someone breaks a window', autocomplete: 'off' });
  const label = h('select', { name: 'label' });
  const feed = h('select', { name: 'feed' });
  const from = h('input', { type: 'datetime-local', name: 'from' });
  const to = h('input', { type: 'datetime-local', name: 'to' });
  const said = h('p', { class: 'quiet', role: 'status' });
  const results = h('ol', { class: 'results', 'aria-label': 'Found captions' });
  const more = h('button', { type: 'button', class: 'button', hidden: true, onclick: () => search(true) }, 'Search further back');
  const field = (name, input, hint) => h('label', { class: 'field' }, h('span', {}, name), input, hint ? h('small', {}, hint) : null);
  const form = h('form', { class: 'search-form', role: 'search', onsubmit: submit },
    field('Words in the caption', words, 'in any form: barks finds barking'),
    store.wall && !store.wall.textSearch ? null : field('Sounds like', like, 'compares the sound itself with your words'),
    field('Kind of sound', label), field('Feed', feed), field('From', from), field('To', to),
    h('button', { class: 'button primary' }, 'Search'));
  view.replaceChildren(h('div', { class: 'view-head' }, h('h1', {}, 'Search')), form, said, results, more);

  function options() {
    fill(label, 'any', store.wall?.labels ?? [], format.labelName, parameters.get('label'));
    fill(feed, 'all', [...store.feeds.keys()], (name) => name, parameters.get('feed'));
  }

  function fill(select, any, values, nameOf, chosen) {
    const kept = select.value || chosen || '';
    const sorted = [...values].sort();
    select.replaceChildren(h('option', { value: '' }, any),
      ...sorted.map((value) => h('option', { value, selected: value === kept }, nameOf(value))));
    select.value = sorted.includes(kept) ? kept : '';
  }

  words.value = parameters.get('words') ?? '';
  like.value = parameters.get('like') ?? '';
  for (const [input, name] of [[from, 'from'], [to, 'to']]) {
    if (parameters.get(name)) input.value = local(Number(parameters.get(name)));
  }
  options();
  store.addEventListener('wall', options);

  const asked = () => ({
    words: words.value.trim(), like: like.value.trim(), label: label.value, feed: feed.value,
    from: from.value ? new Date(from.value).getTime() : '', to: to.value ? new Date(to.value).getTime() : '',
  });

  function submit(event) {
    event.preventDefault();
    const query = new URLSearchParams(Object.entries(asked()).filter(([, value]) => value !== ''));
    const hash = `#/search${query.size ? `?${query}` : ''}`;
    if (location.hash === hash) search(false);
    else location.hash = hash;
  }

  let reached = null;
  let running = null;

  async function search(further) {
    running?.abort();
    const mine = (running = new AbortController());
    const query = asked();
    if (further && reached) query.to = reached;
    setText(said, 'Searching …');
    more.hidden = true;
    try {
      const found = await api.search(query, mine.signal);
      if (!further) results.replaceChildren();
      const ranked = query.like !== '';
      results.append(...found.hits.map((hit) => result(hit, ranked)));
      reached = found.reachedBackTo;
      more.hidden = found.complete;
      setText(said, summary(found, results.children.length, ranked));
    } catch (problem) {
      if (problem.name !== 'AbortError') setText(said, problem.message);
    }
  }

  function summary(found, count, ranked) {
    const where = found.complete ? 'all that is kept' : `back to ${format.when(found.reachedBackTo)}`;
    if (!count) return `Nothing found; looked at ${where}.`;
    return `${count} found${ranked ? ', the most similar first' : ', the newest first'}; looked at ${where}.`;
  }

  function result(hit, ranked) {
    return h('li', { class: 'result' },
      playButton(hit.feed, hit.begin, hit.end),
      h('div', {},
        h('button', { type: 'button', class: 'text-button', onclick: () => showCaption(hit) }, hit.text),
        h('div', { class: 'card-facts' },
          h('a', { href: linkTo(hit.feed, hit.begin) }, `${hit.feed} · ${format.when(hit.begin)}`),
          ranked ? h('span', { class: 'similarity', title: 'Cosine of the sound and your words' }, `similarity ${hit.similarity.toFixed(2)}`) : sureness(hit.confidence),
          chips(hit, 3))));
  }

  if ([...parameters.keys()].length) search(false);
  else words.focus({ preventScroll: true });

  return () => {
    running?.abort();
    store.removeEventListener('wall', options);
  };
}

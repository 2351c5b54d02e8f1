// Everything about one caption or one sound.

import * as api from './api.js';
import { h, icon } from './dom.js';
import * as format from './format.js';
import { chip, linkTo, notice, playButton, sureness } from './parts.js';

const panel = document.getElementById('detail');
let cameFrom = null;
let asked = 0;

export function closeDetail() {
  if (panel.hidden) return false;
  panel.hidden = true;
  panel.replaceChildren();
  asked++;
  cameFrom?.focus?.();
  cameFrom = null;
  return true;
}

function open(title, ...content) {
  if (panel.hidden) cameFrom = document.activeElement;
  const heading = h('h2', { tabindex: '-1' }, title);
  panel.replaceChildren(
    h('div', { class: 'detail-head' }, heading,
      h('button', { type: 'button', class: 'icon-button', 'aria-label': 'Close details', title: 'Close (Esc)', onclick: closeDetail }, icon('close'))),
    ...content);
  panel.hidden = false;
  heading.focus({ preventScroll: true });
}

const row = (name, ...value) => [h('dt', {}, name), h('dd', {}, ...value)];

function copyLink(feed, at) {
  const button = h('button', { type: 'button', class: 'button', onclick: async () => {
    const address = new URL(linkTo(feed, at), location.href).href;
    try {
      await navigator.clipboard.writeText(address);
      button.lastChild.textContent = 'Copied';
    } catch {
      button.replaceWith(h('input', { class: 'copied', readonly: true, value: address, 'aria-label': 'Link to this moment' }));
    }
  } }, icon('link'), h('span', {}, 'Copy link'));
  return button;
}

export async function showCaption(caption) {
  const mine = ++asked;
  const head = [
    h('p', { class: 'detail-caption' }, caption.text),
    h('p', { class: 'quiet' }, h('a', { href: linkTo(caption.feed, caption.begin) }, caption.feed), ' · ', format.span(caption.begin, caption.end)),
    h('div', { class: 'buttons' }, playButton(caption.feed, caption.begin, caption.end), copyLink(caption.feed, caption.begin)),
  ];
  open('Caption', ...head, notice('…', 'quiet'));
  try {
    const full = await api.caption(caption.feed, caption.id, caption.begin);
    if (mine === asked) open('Caption', ...head, ...facts(full));
  } catch (problem) {
    if (mine === asked) open('Caption', ...head, notice(problem.message, 'problem'));
  }
}

function facts(full) {
  const best = full.hypotheses[0].score;
  return [
    h('h3', {}, 'What else it might be'),
    h('ol', { class: 'alternatives' }, full.hypotheses.map((hypothesis, i) => {
      const item = h('li', {}, h('span', {}, hypothesis.text),
        h('span', { class: 'quiet', title: 'How sure the model is of it, compared with the first' }, i ? `× ${ratio(hypothesis.score - best)}` : 'best'));
      item.style.setProperty('--share', Math.max(0.02, Math.exp(hypothesis.score - best)));
      return item;
    })),
    h('h3', {}, 'Sounds'),
    full.sounds.length ? soundLanes(full) : notice('No kind of sound reached its threshold.', 'quiet'),
    h('h3', {}, 'Evidence'),
    h('dl', {},
      row('Sure', sureness(full.confidence)),
      full.agreement === undefined ? [] : row('Sound and text agree', `${full.agreement.toFixed(2)} (cosine)`),
      row('Level', `${format.decibels(full.rms)}, peak ${format.decibels(full.peak)}`),
      row('Missing', full.missingSamples ? `${format.percent(full.missing)} (${full.missingSamples} samples)` : 'nothing'),
      row('Closed by', full.closedBy.toLowerCase().replaceAll('_', ' ')),
      row('Captioned', `${Math.max(0, full.inferenceEnded - full.closedAt)} ms after the window was complete, ${full.inferenceEnded - full.inferenceBegan} ms of it inference in a batch of ${full.batchSize}`),
      row('Model', full.model, h('code', { title: full.modelSha256 }, ` ${full.modelSha256.slice(0, 12)}`), ` on ${full.executionProvider}, ${full.beams} beams`),
      row('Sound', `${full.rate} Hz, ${full.topic}-${full.partition} at ${full.firstOffset}–${full.lastOffset}`),
      row('Window', `${full.window} of session `, h('code', {}, full.session)),
      row('Caption id', h('code', {}, full.id))),
  ];
}

function ratio(difference) {
  const share = Math.exp(difference);
  return share >= 0.01 ? share.toFixed(2) : share.toExponential(0);
}

/** When each kind is heard within the window. */
function soundLanes(full) {
  const length = full.end - full.begin;
  const lanes = new Map();
  for (const sound of full.sounds) {
    if (!lanes.has(sound.label)) lanes.set(sound.label, []);
    lanes.get(sound.label).push(sound);
  }
  return h('ul', { class: 'lanes' }, [...lanes].map(([label, spans]) => {
    const track = h('span', { class: 'lane' }, spans.map((sound) => {
      const mark = h('i', { title: `${format.duration(sound.from / 1000)}–${format.duration(sound.to / 1000)} ${format.percent(sound.score)}` });
      mark.style.left = `${(sound.from / length) * 100}%`;
      mark.style.width = `${((sound.to - sound.from) / length) * 100}%`;
      return mark;
    }));
    track.style.setProperty('--hue', format.hueOf(label));
    return h('li', {}, chip(label, Math.max(...spans.map((sound) => sound.score))), track);
  }));
}

export function showSound(sound, captions) {
  asked++;
  const within = captions.filter((caption) =>
    caption.begin < sound.end && caption.end > sound.begin && caption.sounds.some((one) => one.label === sound.label));
  open('Sound',
    h('p', { class: 'detail-caption' }, chip(sound.label, sound.confidence)),
    h('p', { class: 'quiet' }, h('a', { href: linkTo(sound.feed, sound.begin) }, sound.feed), ` · ${format.span(sound.begin, sound.end)}`,
      sound.open ? ', going on' : `, ${format.length(sound.end - sound.begin)}`),
    h('div', { class: 'buttons' }, playButton(sound.feed, sound.begin, sound.end), copyLink(sound.feed, sound.begin)),
    h('h3', {}, 'Captions behind it'),
    within.length
      ? h('ul', { class: 'evidence' }, within.map((caption) => h('li', {},
        h('button', { type: 'button', class: 'text-button', onclick: () => showCaption(caption) },
          h('span', { class: 'quiet' }, format.clock(caption.begin)), ' ', caption.text))))
      : notice(`${sound.captions} captions, none of them on the screen.`, 'quiet'));
}

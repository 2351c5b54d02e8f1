// What several views show in the same way.

import { h, icon } from './dom.js';
import * as format from './format.js';
import { play } from './player.js';
import { store } from './store.js';

/** A kind of sound, in its colour. */
export function chip(label, score) {
  const element = h('span', { class: 'chip' }, h('i', { class: 'dot' }), format.labelName(label),
    score === undefined ? null : h('b', {}, format.percent(score)));
  element.style.setProperty('--hue', format.hueOf(label));
  return element;
}

/** Each kind once, the surest first. */
export function soundsOf(caption) {
  const best = new Map();
  for (const sound of caption.sounds) {
    best.set(sound.label, Math.max(best.get(sound.label) ?? 0, sound.score));
  }
  return [...best].sort((one, other) => other[1] - one[1]);
}

export const chips = (caption, most = 4) =>
  soundsOf(caption).slice(0, most).map(([label, score]) => chip(label, score));

/** How sure the model is, as a bar and a number. */
export function sureness(confidence) {
  const bar = h('span', { class: 'bar' }, h('i'));
  bar.firstChild.style.width = `${Math.round(confidence * 100)}%`;
  return h('span', { class: 'sureness', title: 'How sure the model is of the caption' },
    bar, h('span', {}, format.percent(confidence)));
}

export function statusMark(status) {
  return h('span', { class: 'status', data: { status } }, h('i', { class: 'lamp' }), format.statusName(status));
}

/** Why nothing is heard of a feed, as far as it is known; otherwise empty. */
export function silenceOf(feed) {
  if (!feed.since) return '';
  const since = `since ${format.clock(feed.since)}`;
  const reason = feed.reason ? `: ${feed.reason}` : '.';
  return feed.status === 'waiting' ? `Waiting for its first sound ${since}${reason}` : `No sound ${since}${reason}`;
}

/** Nothing where sound may not be played. */
export function playButton(feed, begin, end, name = 'Play') {
  if (!store.wall?.audio) return null;
  return h('button', {
    type: 'button', class: 'icon-button', 'aria-label': `${name} ${feed} ${format.span(begin, end)}`, title: name,
    onclick: (event) => {
      event.stopPropagation();
      play(feed, begin, end);
    },
  }, icon('play'));
}

export const linkTo = (feed, at) => `#/feed/${encodeURIComponent(feed)}${at ? `?at=${Math.round(at)}` : ''}`;

export function notice(text, kind = 'notice') {
  return h('p', { class: kind, role: kind === 'problem' ? 'alert' : null }, text);
}

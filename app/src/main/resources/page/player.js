// Plays the sound of a feed, piece by piece, for as long as there is some.

import * as api from './api.js';
import { h, icon, setText } from './dom.js';
import * as format from './format.js';
import { edgeOf, store } from './store.js';

const PIECE_MILLIS = 60000;

export const player = new EventTarget();
player.feed = null;

const bar = document.getElementById('player');
const audio = new Audio();
let piece = null;
let stopAt = null;

const name = h('a', { class: 'player-feed' });
const time = h('span', { class: 'player-time' });
const problem = h('span', { class: 'problem', role: 'alert' });
const toggle = h('button', { type: 'button', class: 'icon-button primary', onclick: () => pauseOrGoOn() });
const close = h('button', { type: 'button', class: 'icon-button', 'aria-label': 'Close the player', title: 'Close', onclick: () => stop() }, icon('close'));
bar.append(toggle, name, time, problem, close);

/** Plays from `begin`; to `end`, or on and on. Times are the feed's own. */
export function play(feed, begin, end = null) {
  player.feed = feed;
  stopAt = end;
  setText(problem, '');
  bar.hidden = false;
  load(begin);
}

function load(begin) {
  const edge = edgeOf(player.feed) || begin + PIECE_MILLIS;
  const limit = Math.min(begin + PIECE_MILLIS, stopAt ?? Infinity, Math.max(edge, begin + 1000));
  piece = { begin, end: limit };
  audio.src = api.audioAddress(player.feed, begin, limit);
  audio.play().catch(() => {});
  show();
}

export function stop() {
  audio.removeAttribute('src');
  audio.load();
  player.feed = null;
  piece = null;
  bar.hidden = true;
  player.dispatchEvent(new Event('moved'));
}

export function pauseOrGoOn() {
  if (!player.feed) return false;
  if (audio.paused) audio.play().catch(() => {});
  else audio.pause();
  return true;
}

/** Where it plays, by the feed's clock; null while nothing is played. */
export const position = () => (piece ? piece.begin + audio.currentTime * 1000 : null);

function show() {
  if (!player.feed) return;
  setText(name, player.feed);
  name.href = `#/feed/${encodeURIComponent(player.feed)}?at=${Math.round(position())}`;
  setText(time, format.when(position()));
  const label = audio.paused ? 'Play' : 'Pause';
  if (toggle.getAttribute('aria-label') !== label) {
    toggle.setAttribute('aria-label', label);
    toggle.title = label;
    toggle.replaceChildren(icon(audio.paused ? 'play' : 'pause'));
  }
  player.dispatchEvent(new Event('moved'));
}

for (const kind of ['timeupdate', 'play', 'pause']) audio.addEventListener(kind, show);

audio.addEventListener('ended', () => {
  if (!piece) return;
  const next = piece.end;
  const more = stopAt === null ? edgeOf(player.feed) > next + 500 : next < stopAt - 10;
  if (more) load(next);
  else show();
});

audio.addEventListener('error', async () => {
  if (!piece || !audio.getAttribute('src')) return;
  // The element does not say why; the server does.
  const answer = await fetch(audio.src, { headers: { Range: 'bytes=0-1' } }).catch(() => null);
  const body = answer && !answer.ok ? await answer.json().catch(() => ({})) : {};
  setText(problem, body.error ?? 'The sound can’t be played.');
});

store.addEventListener('wall', () => {
  if (!store.wall.audio) stop();
});

// One feed: now, back then, and everything between.

import * as api from './api.js';
import { Chart } from './chart.js';
import { showCaption, showSound } from './detail.js';
import { h, icon, setText } from './dom.js';
import * as format from './format.js';
import { chips, notice, playButton, silenceOf, statusMark, sureness } from './parts.js';
import { pauseOrGoOn, play, player } from './player.js';
import { store } from './store.js';

const LENGTHS = [[30000, '30 s'], [60000, '1 min'], [300000, '5 min'], [600000, '10 min'], [3600000, '1 h'], [21600000, '6 h'], [86400000, '24 h']];
const LISTED = 200;
const WAIT_MILLIS = 150;

/** Captions, sounds and events of one feed as far as they were asked for or came. */
class Past {
  constructor(feed, changed) {
    this.feed = feed;
    this.changed = changed;
    this.byId = new Map();
    this.sorted = null;
    this.soundById = new Map();
    this.eventById = new Map();
    this.loaded = [];
  }

  captions() {
    this.sorted ??= [...this.byId.values()].sort((one, other) => one.begin - other.begin);
    return this.sorted;
  }

  sounds() {
    return [...this.soundById.values()];
  }

  events() {
    return [...this.eventById.values()];
  }

  addCaption(caption) {
    this.byId.set(caption.id, caption);
    this.sorted = null;
  }

  addSound(sound) {
    const known = this.soundById.get(sound.id);
    if (!known || known.revision < sound.revision) this.soundById.set(sound.id, sound);
  }

  addEvent(event) {
    this.eventById.set(event.id, event);
  }

  has(from, to) {
    return this.loaded.some(([begin, end]) => begin <= from && end >= to);
  }

  async load(from, to, signal) {
    const answer = await api.timeline(this.feed, from, to, signal);
    answer.captions.forEach((caption) => this.addCaption(caption));
    answer.sounds.forEach((sound) => this.addSound(sound));
    answer.events.forEach((event) => this.addEvent(event));
    this.loaded.push([from, Math.min(to, answer.newest ?? to)]);
    this.changed();
    return answer;
  }

  forget() {
    this.loaded = [];
  }
}

export function feedView(view, name, parameters) {
  document.title = `${name} – Earwitness`;
  const past = new Past(name, () => draw());
  const status = h('span', {});
  const hero = h('section', { class: 'hero', 'aria-label': 'Newest caption' });
  const span = h('span', { class: 'span', role: 'status' });
  const problem = h('p', { class: 'problem', role: 'alert', hidden: true });
  const list = h('ol', { class: 'captions', 'aria-label': 'Captions, the newest first' });
  const none = notice('No caption in this span.', 'quiet');

  const chart = new Chart(name, past, {
    range: () => rangeChanged(),
    caption: (caption) => select(caption),
    sound: (sound) => showSound(sound, past.captions()),
    listen: (at) => store.wall.audio && play(name, Math.round(at)),
  });
  const live = h('button', { type: 'button', class: 'button live', onclick: () => chart.follow(!chart.follows) },
    h('i', { class: 'lamp' }), 'Live');
  const lengths = h('select', { 'aria-label': 'Length of the timeline', onchange: () => {
    const length = Number(lengths.value);
    const middle = chart.to - chart.length / 2;
    if (chart.follows) chart.show(chart.to - length, chart.to, true);
    else chart.show(middle - length / 2, middle + length / 2);
  } }, LENGTHS.map(([millis, words]) => h('option', { value: millis }, words)), h('option', { value: '', hidden: true }, ''));
  const small = (picture, words, action) =>
    h('button', { type: 'button', class: 'icon-button', 'aria-label': words, title: words, onclick: action }, icon(picture));

  view.replaceChildren(
    h('div', { class: 'view-head' }, h('a', { href: '#/', class: 'crumb' }, 'Feeds'), h('h1', {}, name), status),
    hero,
    h('section', { class: 'timeline', 'aria-label': 'Timeline' },
      h('div', { class: 'tools' },
        live, small('back', 'Earlier', () => chart.pan(-0.5)), small('forward', 'Later', () => chart.pan(0.5)),
        small('minus', 'Zoom out', () => chart.zoom(2)), small('plus', 'Zoom in', () => chart.zoom(0.5)), lengths, span),
      problem, chart.canvas,
      h('p', { class: 'quiet keys', id: 'chart-keys' },
        store.wall.audio ? 'Click into the spectrogram to hear it. ' : '',
        'Drag to move, Ctrl + wheel to zoom. Keys: ← → move, + − zoom, Home live, Space plays or pauses, J K through the captions.')),
    h('section', { 'aria-label': 'List of captions' }, none, list));

  let shown = '';
  let timer;
  let running;

  function rangeChanged() {
    live.setAttribute('aria-pressed', String(chart.follows));
    const fitting = LENGTHS.find(([millis]) => Math.abs(millis - chart.length) < 500);
    lengths.lastChild.textContent = format.length(chart.length);
    lengths.value = fitting ? String(fitting[0]) : '';
    clearTimeout(timer);
    timer = setTimeout(ensureLoaded, WAIT_MILLIS);
    draw();
  }

  async function ensureLoaded() {
    const { from, to, length } = chart;
    if (past.has(from, Math.min(to, chart.edge()))) return;
    running?.abort();
    running = new AbortController();
    const margin = Math.min(length, (86400000 - length) / 2);
    try {
      const answer = await past.load(Math.max(0, from - margin), to + margin, running.signal);
      problem.hidden = !answer.skipped;
      setText(problem, answer.skipped ? `The ${answer.skipped} oldest captions of this span are left out; zoom in to see them.` : '');
    } catch (failure) {
      if (failure.name === 'AbortError') return;
      problem.hidden = false;
      setText(problem, failure.message);
      if (failure.status === 503 || failure.status === 0) timer = setTimeout(ensureLoaded, 2000);
    }
  }

  function select(caption, open = true) {
    chart.selected = caption.id;
    chart.touch();
    for (const item of list.children) item.toggleAttribute('data-selected', item.dataset.id === caption.id);
    if (open) showCaption(caption);
  }

  function step(by) {
    const captions = past.captions();
    const at = captions.findIndex((caption) => caption.id === chart.selected);
    const next = captions[at < 0 ? captions.length - 1 : at + by];
    if (!next) return;
    if (next.begin < chart.from || next.end > chart.to) chart.show((next.begin + next.end - chart.length) / 2, (next.begin + next.end + chart.length) / 2);
    select(next);
  }

  function draw() {
    chart.touch();
    setText(span, format.span(chart.from, chart.to));
    const captions = past.captions().filter((caption) => caption.end > chart.from && caption.begin < chart.to).slice(-LISTED).reverse();
    const key = captions.map((caption) => caption.id).join();
    if (key === shown) return;
    shown = key;
    none.hidden = captions.length > 0;
    const kept = new Map([...list.children].map((item) => [item.dataset.id, item]));
    list.replaceChildren(...captions.map((caption) => kept.get(caption.id) ?? entry(caption)));
  }

  function entry(caption) {
    return h('li', { class: 'caption', data: { id: caption.id } },
      playButton(name, caption.begin, caption.end) ?? h('span'),
      h('time', { datetime: new Date(caption.begin).toISOString() }, format.clock(caption.begin)),
      h('div', {},
        h('button', { type: 'button', class: 'text-button', onclick: () => select(caption) }, caption.text),
        h('div', { class: 'card-facts' }, sureness(caption.confidence), chips(caption))));
  }

  function showNow() {
    const feed = store.feeds.get(name);
    status.replaceChildren(feed ? statusMark(feed.status) : '');
    const caption = feed?.caption;
    const silence = feed ? silenceOf(feed) : '';
    if (!caption) {
      hero.replaceChildren(notice(feed ? silence || 'Nothing heard yet.' : `There is no feed ${name}.`, 'quiet'));
      return;
    }
    hero.replaceChildren(
      silence ? notice(silence, 'quiet') : '',
      h('p', { class: 'hero-text' }, caption.text),
      h('div', { class: 'card-facts' }, h('span', { class: 'quiet' }, format.span(caption.begin, caption.end)), sureness(caption.confidence), chips(caption)));
  }

  function go(next) {
    const at = Number(next.get('at'));
    if (at) {
      const length = Math.min(chart.length, 60000);
      chart.show(at - length / 3, at + (length * 2) / 3);
    } else {
      chart.show(chart.to - chart.length, chart.to, true);
    }
    return true;
  }

  const handlers = {
    caption: (event) => {
      if (event.detail.feed !== name) return;
      past.addCaption(event.detail);
      showNow();
      draw();
    },
    sound: (event) => {
      if (event.detail.feed !== name) return;
      past.addSound(event.detail);
      chart.touch();
    },
    event: (event) => {
      if (event.detail.feed !== name) return;
      past.addEvent(event.detail);
      chart.touch();
    },
    strips: (event) => {
      for (const strip of event.detail) {
        if (strip.feed === name) chart.tiles?.add(strip);
      }
      if (chart.follows) draw();
      else chart.touch();
    },
    status: showNow,
    theme: () => {
      chart.tiles?.recolour();
      chart.touch();
    },
    wall: () => {
      past.forget();
      showNow();
      ensureLoaded();
    },
  };
  for (const [kind, handler] of Object.entries(handlers)) store.addEventListener(kind, handler);
  const moved = () => chart.touch();
  player.addEventListener('moved', moved);

  function key(event) {
    if (event.target.closest('input, select, textarea') || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === ' ' && !event.target.closest('button, a')) {
      event.preventDefault();
      if (!pauseOrGoOn() && store.wall.audio) play(name, Math.round(chart.follows ? chart.to - 10000 : chart.from));
    } else if (event.key === 'j') step(-1);
    else if (event.key === 'k') step(1);
  }
  addEventListener('keydown', key);

  const feed = store.feeds.get(name);
  feed?.strips.forEach((strip) => chart.tiles?.add(strip));
  showNow();
  go(parameters);

  return {
    name,
    go,
    leave() {
      clearTimeout(timer);
      running?.abort();
      chart.close();
      removeEventListener('keydown', key);
      player.removeEventListener('moved', moved);
      for (const [kind, handler] of Object.entries(handlers)) store.removeEventListener(kind, handler);
    },
  };
}

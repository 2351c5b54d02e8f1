// All feeds at a glance.

import { h, setText } from './dom.js';
import * as format from './format.js';
import { chip, linkTo, notice, silenceOf, soundsOf, statusMark, sureness } from './parts.js';
import { store } from './store.js';
import { MovingStrip } from './strip.js';

const ORDER = { waiting: 0, live: 0, silent: 0, lost: 0, ended: 1, asleep: 2 };
const MANY = 9;
const FLOOR_DB = -60;

class Card {
  constructor(feed, watcher) {
    this.name = feed.feed;
    this.status = h('span', { class: 'status' });
    this.canvas = h('canvas', { class: 'strip', 'aria-hidden': 'true' });
    this.meter = h('i');
    this.peak = h('b');
    this.text = h('p', { class: 'card-text' });
    this.silence = h('p', { class: 'card-silence quiet', hidden: true });
    this.facts = h('div', { class: 'card-facts' });
    this.link = h('a', { href: linkTo(this.name) }, this.name);
    this.element = h('li', { class: 'card', data: { feed: this.name } },
      h('div', { class: 'card-head' }, h('h2', {}, this.link), this.status),
      store.wall.audio
        ? h('div', { class: 'scope' },
          h('div', { class: 'strip-frame' }, this.canvas),
          h('div', { class: 'meter', 'aria-hidden': 'true' }, this.meter, this.peak))
        : h('div', { class: 'meter flat', 'aria-hidden': 'true' }, this.meter, this.peak),
      this.text, this.silence, this.facts);
    this.strip = new MovingStrip(this.canvas);
    watcher?.observe(this.canvas);
    this.draw(feed);
  }

  draw(feed) {
    this.strip.reset(feed.strips);
    this.showLevel(feed.strips.at(-1));
    this.showCaption(feed);
    this.showStatus(feed);
  }

  showStatus(feed) {
    const { status } = feed;
    const silence = silenceOf(feed);
    setText(this.silence, silence);
    this.silence.hidden = !silence;
    this.text.hidden = Boolean(silence) && !feed.caption;
    this.element.dataset.status = status;
    this.status.replaceWith((this.status = statusMark(status)));
    if (status !== 'live' && status !== 'silent') this.showLevel(null);
  }

  showLevel(strip) {
    const height = (level) => Math.max(0, Math.min(1, 1 - level / FLOOR_DB));
    this.meter.style.setProperty('--level', strip ? height(strip.rms) : 0);
    this.peak.style.setProperty('--level', strip ? height(strip.peak) : 0);
  }

  hear(strip) {
    this.strip.add(strip);
    this.showLevel(strip);
  }

  showCaption(feed) {
    const caption = feed.caption;
    if (caption) this.text.hidden = false;
    if (!caption) {
      setText(this.text, 'Nothing heard yet.');
      this.text.classList.add('quiet');
      return;
    }
    this.text.classList.remove('quiet');
    setText(this.text, caption.text);
    this.age = h('time', { datetime: new Date(caption.end).toISOString(), title: format.span(caption.begin, caption.end) });
    this.facts.replaceChildren(
      sureness(caption.confidence),
      h('span', { class: 'chips' }, soundsOf(caption).slice(0, 2).map(([label]) => chip(label))), this.age);
    this.showAge(feed);
  }

  /** Sound played faster than it was heard runs ahead of the clock. */
  showAge(feed) {
    if (this.age) setText(this.age, format.ago(Math.min(feed.caption.end, Date.now())));
  }
}

export function wallView(view) {
  document.title = 'Earwitness';
  const cards = new Map();
  const list = h('ul', { class: 'wall', 'aria-label': 'Feeds' });
  const empty = notice('No feed yet. Start one with ./earwitness up --feed demo');
  const filter = h('input', { type: 'search', placeholder: 'Filter feeds', 'aria-label': 'Filter feeds', oninput: () => arrange() });
  const summary = h('p', { class: 'quiet', role: 'status' });
  view.replaceChildren(
    h('div', { class: 'view-head' }, h('h1', {}, 'What is heard now'), summary, filter), empty, list);

  const watcher = new IntersectionObserver((entries) => {
    for (const entry of entries) entry.target.dataset.visible = entry.isIntersecting ? 'yes' : 'no';
  });

  function arrange() {
    const wanted = filter.value.trim().toLowerCase();
    const feeds = [...store.feeds.values()]
      .filter((feed) => !wanted || feed.feed.toLowerCase().includes(wanted))
      .sort((one, other) => (ORDER[one.status] ?? 0) - (ORDER[other.status] ?? 0));
    for (const feed of feeds) {
      if (!cards.has(feed.feed)) cards.set(feed.feed, new Card(feed, watcher));
    }
    const wantedCards = feeds.map((feed) => cards.get(feed.feed).element);
    const same = wantedCards.length === list.children.length && wantedCards.every((card, i) => list.children[i] === card);
    if (!same) list.replaceChildren(...wantedCards);
    filter.hidden = store.feeds.size <= MANY;
    empty.hidden = store.feeds.size > 0 || !store.wall;
    count();
  }

  function count() {
    const counts = {};
    for (const feed of store.feeds.values()) counts[feed.status] = (counts[feed.status] ?? 0) + 1;
    setText(summary, Object.entries(counts).map(([status, n]) => `${n} ${format.statusName(status)}`).join(' · '));
  }

  const redraw = () => {
    arrange();
    for (const [name, card] of cards) card.draw(store.feeds.get(name));
  };
  const onCaption = (event) => cards.get(event.detail.feed)?.showCaption(store.feeds.get(event.detail.feed));
  const onStrips = (event) => event.detail.forEach((strip) => cards.get(strip.feed)?.hear(strip));
  const onStatus = (event) => {
    for (const name of Object.keys(event.detail)) cards.get(name)?.showStatus(store.feeds.get(name));
    arrange();
  };
  store.addEventListener('wall', redraw);
  store.addEventListener('theme', redraw);
  store.addEventListener('caption', onCaption);
  store.addEventListener('strips', onStrips);
  store.addEventListener('status', onStatus);
  const ages = setInterval(() => {
    for (const [name, card] of cards) card.showAge(store.feeds.get(name));
  }, 1000);
  if (store.wall) arrange();

  return () => {
    clearInterval(ages);
    watcher.disconnect();
    store.removeEventListener('wall', redraw);
    store.removeEventListener('theme', redraw);
    store.removeEventListener('caption', onCaption);
    store.removeEventListener('strips', onStrips);
    store.removeEventListener('status', onStatus);
  };
}

// What is known of all feeds, kept up to date. Views listen for 'wall', 'caption', 'sound', 'event',
// 'strips', 'status', 'alert' and 'link'.

import * as api from './api.js';
import { listen } from './connection.js';
import { bytesOf } from './palette.js';

const STRIP_MILLIS = 40000;

export const store = new EventTarget();
store.feeds = new Map();
store.alerts = new Map();
store.wall = null;
store.link = 'opening';

const tell = (kind, detail) => store.dispatchEvent(new CustomEvent(kind, { detail }));

export function start() {
  const held = [];
  let ready = false;
  const take = (message) => {
    if (['hello', 'cut', 'full'].includes(message.kind)) {
      linkChanged(message);
    } else if (ready) {
      apply(message);
    } else {
      held.push(message);
    }
  };
  connect(take);
  return load().then(() => {
    ready = true;
    held.splice(0).forEach(apply);
  });
}

function connect(take) {
  if (!('SharedWorker' in window)) {
    listen(take);
    return;
  }
  const worker = new SharedWorker('live-worker.js', { type: 'module', name: 'earwitness' });
  worker.port.onmessage = (event) => take(event.data);
  worker.onerror = () => listen(take);
  addEventListener('pagehide', (event) => {
    if (!event.persisted) worker.port.postMessage('bye');
  });
}

/** Until it succeeds: the page may be opened before all has started. */
async function load() {
  for (;;) {
    try {
      const [wall, alerts] = await Promise.all([api.wall(), api.alerts()]);
      store.wall = wall;
      for (const feed of wall.feeds) {
        feed.strips = feed.strips.map(readStrip);
        store.feeds.set(feed.feed, feed);
      }
      alerts.alerts.reverse().forEach((alert) => store.alerts.set(alert.id, alert));
      tell('wall');
      tell('alert');
      return;
    } catch (problem) {
      tell('problem', problem.message);
      if (problem.status === 403) throw problem;
      await new Promise((done) => setTimeout(done, 1500));
    }
  }
}

let opened = false;

function linkChanged(message) {
  if (message.kind === 'hello') {
    // What came while nobody listened is lost to the stream, but not to the server.
    if (opened && !message.data.resumed) load();
    opened = true;
  }
  store.link = { hello: 'open', cut: 'cut', full: 'full' }[message.kind];
  tell('link');
}

const readStrip = (strip) => ({ ...strip, picture: bytesOf(strip.picture) });

function feedOf(name) {
  if (!store.feeds.has(name)) {
    store.feeds.set(name, { feed: name, status: 'live', since: null, reason: '', caption: null, strips: [], sounds: [] });
    store.feeds = new Map([...store.feeds].sort(([one], [other]) => (one < other ? -1 : 1)));
    tell('wall');
  }
  return store.feeds.get(name);
}

const appliers = {
  caption(caption) {
    const feed = feedOf(caption.feed);
    if (!feed.caption || feed.caption.begin < caption.begin) {
      feed.caption = caption;
      tell('caption', caption);
    }
  },
  sound(sound) {
    const feed = feedOf(sound.feed);
    feed.sounds = feed.sounds.filter((known) => known.id !== sound.id);
    if (sound.open) feed.sounds.push(sound);
    tell('sound', sound);
  },
  event(event) {
    feedOf(event.feed);
    tell('event', event);
  },
  alert(alert) {
    const known = store.alerts.get(alert.id);
    if (known && known.revision >= alert.revision) return;
    store.alerts.set(alert.id, alert);
    tell('alert', alert);
  },
  status(changes) {
    for (const [name, standing] of Object.entries(changes)) Object.assign(feedOf(name), standing);
    tell('status', changes);
  },
  strips(strips) {
    const read = strips.map(readStrip);
    for (const strip of read) {
      const feed = feedOf(strip.feed);
      feed.heardAt = Date.now();
      feed.strips.push(strip);
      while (feed.strips.length && feed.strips[0].end < strip.end - STRIP_MILLIS) feed.strips.shift();
    }
    tell('strips', read);
  },
};

function apply(message) {
  appliers[message.kind]?.(message.data);
}

/** Up to where a feed was heard, by its own clock. */
export function edgeOf(name) {
  const feed = store.feeds.get(name);
  return Math.max(feed?.strips.at(-1)?.end ?? 0, feed?.caption?.end ?? 0);
}

// Puts the page together: which view is shown, what is announced, how the connection is.

import { alertsView } from './alerts.js';
import { closeDetail } from './detail.js';
import { h, icon, setText } from './dom.js';
import { feedView } from './feed.js';
import { isDark } from './palette.js';
import { notice, silenceOf } from './parts.js';
import { rulesView } from './rules.js';
import { searchView } from './search.js';
import { start, store } from './store.js';
import { wallView } from './wall.js';

const view = document.getElementById('view');
const announcer = document.getElementById('announcer');
const linkState = document.getElementById('link-state');
const ANNOUNCEMENTS = 30;
const ANNOUNCE_EVERY_MILLIS = 3000;

let leave = () => {};
let shownFeed = null;

function route() {
  const [path, query] = location.hash.slice(1).split('?');
  const parts = path.split('/').filter(Boolean).map(decodeURIComponent);
  const parameters = new URLSearchParams(query);
  const name = parts[0] ?? 'wall';
  // A view may only have changed what its own address says.
  if (name === 'feed' && shownFeed?.name === parts[1] && shownFeed.go(parameters)) return;
  leave();
  closeDetail();
  shownFeed = null;
  for (const link of document.querySelectorAll('nav a')) {
    if (link.dataset.view === name || (name === 'feed' && link.dataset.view === 'wall')) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  if (name === 'feed' && parts[1]) {
    shownFeed = feedView(view, parts[1], parameters);
    leave = shownFeed.leave;
  } else {
    leave = ({ wall: wallView, search: searchView, alerts: alertsView, rules: rulesView }[name] ?? lostView)(view, parameters);
  }
  window.scrollTo(0, 0);
}

function lostView() {
  view.replaceChildren(h('h1', {}, 'There is nothing here'), h('a', { href: '#/' }, 'All feeds'));
  return () => {};
}

function showLink() {
  const words = { opening: 'connecting …', open: '', cut: 'connection lost; trying again …', full: 'too many open pages; not live for now' };
  linkState.dataset.state = store.link;
  setText(linkState, words[store.link]);
}

/** For screen readers: captions of the feed that is looked at, or of all while they are few. */
let lastAnnounced = 0;
function announce(name, text) {
  const feed = shownFeed?.name;
  if (feed ? name !== feed : store.feeds.size > 3 && Date.now() - lastAnnounced < ANNOUNCE_EVERY_MILLIS) return;
  lastAnnounced = Date.now();
  announcer.append(h('p', {}, `${name}: ${text}`));
  while (announcer.children.length > ANNOUNCEMENTS) announcer.firstChild.remove();
}

/** Once for each time that a feed falls away, not for each new reason. */
const fallenAway = new Map();
function announceSilence() {
  for (const [name, feed] of store.feeds) {
    const silence = silenceOf(feed);
    if (silence && fallenAway.get(name) !== feed.status && (feed.reason || feed.status !== 'waiting')) {
      fallenAway.set(name, feed.status);
      announce(name, silence);
    } else if (!silence) {
      fallenAway.delete(name);
    }
  }
}

function countAlerts() {
  const open = [...store.alerts.values()].filter((alert) => alert.status === 'FIRING').length;
  const badge = document.getElementById('alert-count');
  badge.hidden = open === 0;
  setText(badge, String(open));
}

function theme() {
  const button = document.getElementById('theme');
  button.append(icon('theme'));
  button.addEventListener('click', () => {
    document.documentElement.dataset.theme = isDark() ? 'light' : 'dark';
    remember('theme', document.documentElement.dataset.theme);
    store.dispatchEvent(new Event('theme'));
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => store.dispatchEvent(new Event('theme')));
}

/** A browser may forbid to keep anything. */
function remember(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Then it is forgotten with the page.
  }
}

try {
  const chosen = localStorage.getItem('theme');
  if (chosen) document.documentElement.dataset.theme = chosen;
} catch {
  // As the system has it.
}

addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && closeDetail()) event.preventDefault();
  const typing = event.target.closest('input, select, textarea');
  if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    location.hash = '#/search';
  }
});
addEventListener('hashchange', route);
store.addEventListener('link', showLink);
store.addEventListener('caption', (event) => announce(event.detail.feed, event.detail.text));
store.addEventListener('status', announceSilence);
store.addEventListener('wall', announceSilence);
store.addEventListener('alert', countAlerts);
store.addEventListener('problem', (event) => {
  if (!store.wall) view.replaceChildren(notice(event.detail, 'problem'));
});
theme();
showLink();
view.replaceChildren(notice('Listening …', 'quiet'));
start().then(route, () => {});

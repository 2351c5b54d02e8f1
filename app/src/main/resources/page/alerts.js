// Alerts: what goes on, and what is over.

import { h, setText } from './dom.js';
import * as format from './format.js';
import { chip, linkTo, notice, playButton } from './parts.js';
import { store } from './store.js';

const MOST = 300;
const RESOLVED = {
  CONDITION_ENDED: 'it ended', FEED_ENDED: 'the feed ended', RULE_CHANGED: 'the rule was changed', RULE_DELETED: 'the rule was deleted',
};

/** One alert, with what speaks for it. */
export function alertItem(alert) {
  const firing = alert.status === 'FIRING';
  return h('li', { class: 'alert', data: { status: alert.status, severity: alert.severity } },
    h('div', { class: 'alert-head' },
      h('span', { class: 'severity' }, alert.severity),
      h('h2', {}, alert.summary),
      h('span', { class: 'quiet' }, firing ? `since ${format.when(alert.begin)}` : `${format.span(alert.begin, alert.end ?? alert.begin)}, ${RESOLVED[alert.resolvedBy] ?? 'over'}`)),
    alert.description ? h('p', {}, alert.description) : null,
    h('p', { class: 'quiet' }, 'Rule ', h('code', {}, alert.rule), ' on ',
      alert.feeds.map((feed, i) => [i ? ', ' : '', h('a', { href: linkTo(feed, alert.begin) }, feed)]).flat()),
    h('ul', { class: 'evidence' }, alert.evidence.map((one) => h('li', {},
      playButton(one.feed, one.begin, Math.max(one.end, one.begin + 1000)),
      h('a', { href: linkTo(one.feed, one.begin) }, format.when(one.begin)), ' ', one.text,
      one.label ? chip(one.label, one.score) : null,
      one.similarity === undefined ? null : h('span', { class: 'quiet' }, ` similarity ${one.similarity.toFixed(2)}`),
      one.level === undefined ? null : h('span', { class: 'quiet' }, ` ${format.decibels(one.level)}`)))));
}

export function alertsView(view, parameters) {
  document.title = 'Alerts – Earwitness';
  const list = h('ul', { class: 'alerts', 'aria-label': 'Alerts' });
  const none = notice('');
  const only = h('input', { type: 'checkbox', checked: parameters.get('open') === 'yes', onchange: () => draw() });
  view.replaceChildren(
    h('div', { class: 'view-head' }, h('h1', {}, 'Alerts'), h('label', { class: 'check' }, only, 'only those that go on')), none, list);

  function draw() {
    const all = [...store.alerts.values()]
      .filter((alert) => !only.checked || alert.status === 'FIRING')
      .sort((one, other) => (one.status === other.status ? other.begin - one.begin : one.status === 'FIRING' ? -1 : 1))
      .slice(0, MOST);
    list.replaceChildren(...all.map(alertItem));
    none.hidden = all.length > 0;
    setText(none, only.checked ? 'Nothing goes on.' : 'No alert so far. Rules say what to watch for.');
  }

  draw();
  store.addEventListener('alert', draw);
  store.addEventListener('wall', draw);
  return () => {
    store.removeEventListener('alert', draw);
    store.removeEventListener('wall', draw);
  };
}

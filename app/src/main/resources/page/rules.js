// Alert rules: what holds, its text in YAML, which alerts it would have told of what was heard, and changing it.

import { alertItem } from './alerts.js';
import * as api from './api.js';
import { h, setText } from './dom.js';
import { notice } from './parts.js';

const SPANS = [[1, 'the last hour'], [24, 'the last day'], [168, 'the last week']];
const NEW = `rules:
  my-rule:
    feeds: "*"
    any:
      - sound: dog bark
        threshold: 0.6
    severity: warning
    summary: "{label} on {feed}"
`;
const count = (number, one) => `${number} ${one}${number === 1 ? '' : 's'}`;

export function rulesView(view) {
  document.title = 'Rules – Earwitness';
  let left = false;
  const list = h('ul', { class: 'rules', 'aria-label': 'Rules that hold' });
  const none = notice('Reading the rules …', 'quiet');
  const text = h('textarea', {
    id: 'rule-text', rows: '14', spellcheck: 'false', autocapitalize: 'off', autocomplete: 'off', wrap: 'off',
    onkeydown: (event) => (event.ctrlKey || event.metaKey) && event.key === 'Enter' && test(),
  });
  const span = h('select', { 'aria-label': 'What to test on' },
    SPANS.map(([hours, name]) => h('option', { value: String(hours), selected: hours === 24 }, name)));
  const tryIt = h('button', { type: 'button', class: 'button', onclick: () => test() }, 'Test');
  const apply = h('button', { type: 'button', class: 'button primary', onclick: () => change() }, 'Apply');
  const said = h('p', { class: 'said', role: 'status' });
  const alerts = h('ul', { class: 'alerts', 'aria-label': 'Alerts that the rules would have told' });
  view.replaceChildren(
    h('div', { class: 'view-head' }, h('h1', {}, 'Rules'),
      h('button', { type: 'button', class: 'button', onclick: () => edit(NEW) }, 'New rule')),
    none, list,
    h('section', { class: 'rule-editor', 'aria-label': 'Editor' },
      h('label', { class: 'field', for: 'rule-text' }, h('span', {}, 'Rules, in YAML'), text,
        h('small', {}, 'docs/alerts.md has all keys. Testing tells nobody; what you apply holds within a second.')),
      h('div', { class: 'tools' }, tryIt, h('span', { class: 'quiet' }, 'on'), span, apply),
      said),
    alerts);
  text.value = NEW;

  function edit(yaml) {
    text.value = yaml;
    say('');
    alerts.replaceChildren();
    text.focus();
  }

  function say(sentence, bad = false) {
    setText(said, sentence);
    said.classList.toggle('problem', bad);
  }

  function row(rule) {
    const remove = h('button', { type: 'button', class: 'button' }, 'Delete');
    remove.addEventListener('click', () => {
      if (remove.dataset.sure) return work(() => api.deleteRule(rule.id), () => `The rule ${rule.id} is deleted.`);
      remove.dataset.sure = 'asked';
      return setText(remove, 'Really delete?');
    });
    remove.addEventListener('blur', () => {
      delete remove.dataset.sure;
      setText(remove, 'Delete');
    });
    return h('li', { class: 'rule', data: { rule: rule.id, enabled: String(rule.enabled) } },
      h('div', {},
        h('h2', {}, rule.id, rule.enabled ? null : h('span', { class: 'quiet' }, ' (off)')),
        h('p', { class: 'quiet' }, `${rule.conditions} on ${rule.feeds} · ${rule.severity} · version ${rule.version}`)),
      h('div', { class: 'tools' },
        h('button', { type: 'button', class: 'button', onclick: () => edit(rule.yaml) }, 'Edit'),
        apply.hidden ? null : remove));
  }

  async function load() {
    try {
      const found = await api.rules();
      if (left) return;
      apply.hidden = !found.mayChange;
      list.replaceChildren(...found.rules.map(row));
      none.hidden = found.rules.length > 0;
      setText(none, 'No rule holds yet.');
    } catch (problem) {
      none.hidden = false;
      setText(none, problem.message);
    }
  }

  /** One thing after the other; what went wrong is said. */
  async function work(ask, sentence) {
    tryIt.disabled = apply.disabled = true;
    try {
      const answer = await ask();
      if (left) return;
      say(sentence(answer));
      await load();
    } catch (problem) {
      say(problem.message, true);
    } finally {
      tryIt.disabled = apply.disabled = false;
    }
  }

  const change = () => work(() => api.applyRules(text.value), (answer) => answer.changes.join('\n'));

  function test() {
    say('Testing …');
    alerts.replaceChildren();
    return work(() => api.testRules(text.value, span.value), (tried) => {
      alerts.replaceChildren(...tried.alerts.map((alert) => alertItem(alert)).reverse());
      const shown = tried.alerts.length < tried.count ? `, the newest ${tried.alerts.length} of them below` : '';
      const misfits = tried.misfits.length ? ` The texts of ${tried.misfits.join(', ')} could not be compared with all captions: another model made them.` : '';
      return `${count(tried.captions, 'caption')}: ${count(tried.count, 'alert')}${shown}.${misfits}`;
    });
  }

  load();
  return () => {
    left = true;
  };
}

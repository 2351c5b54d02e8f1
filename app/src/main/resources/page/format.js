// Times, shares and names as people read them.

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const MINUTE = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const DAY = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric', month: 'short' });

export const clock = (millis) => CLOCK.format(millis);
export const minute = (millis) => MINUTE.format(millis);
export const day = (millis) => DAY.format(millis);

/** With the day where it isn't today. */
export function when(millis) {
  const today = new Date().toDateString() === new Date(millis).toDateString();
  return today ? clock(millis) : `${day(millis)} ${clock(millis)}`;
}

export const span = (begin, end) => `${when(begin)}–${clock(end)}`;

export function ago(millis, now = Date.now()) {
  const seconds = Math.max(0, Math.round((now - millis) / 1000));
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} h ago`;
  return `${Math.floor(seconds / 86400)} d ago`;
}

/** 90 → 1:30. */
export function duration(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const rest = String(whole % 60).padStart(2, '0');
  const minutes = Math.floor(whole / 60) % 60;
  const hours = Math.floor(whole / 3600);
  return hours ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** 5000 → "5 s", 90000 → "1.5 min", 7200000 → "2 h". */
export function length(millis) {
  if (millis < 60000) return `${trimmed(millis / 1000)} s`;
  if (millis < 3600000) return `${trimmed(millis / 60000)} min`;
  return `${trimmed(millis / 3600000)} h`;
}

const trimmed = (number) => String(Math.round(number * 10) / 10);

export const percent = (share) => `${Math.round(share * 100)} %`;
export const decibels = (level) => (level <= -119 ? '−∞ dBFS' : `${level.toFixed(1).replace('-', '−')} dBFS`);
export const labelName = (label) => label.replaceAll('_', ' ');

const STATUS = { waiting: 'waiting', live: 'live', silent: 'silent', lost: 'lost', ended: 'ended', asleep: 'not playing' };
export const statusName = (status) => STATUS[status] ?? status;

const EVENTS = {
  SESSION_BEGAN: 'began', SESSION_ENDED: 'ended', GAP: 'gap', LATE: 'late', STALLED: 'stalled',
  SILENT: 'silent', STUTTERING: 'stuttering', OVERLOAD_STEP: 'overload', RULE_MISFIT: 'rule does not fit', LEFT_OUT: 'left out',
};
export const eventName = (kind) => EVENTS[kind] ?? kind.toLowerCase().replaceAll('_', ' ');

/** A hue for each kind of sound, far from that of its neighbours. */
export function hueOf(label) {
  let hash = 0;
  for (const letter of label) hash = (hash * 31 + letter.codePointAt(0)) >>> 0;
  return Math.round((hash * 137.508) % 360);
}

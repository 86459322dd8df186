const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A length of time to two units, as `6 min 40 s`; under a second it is `0 s`. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  const parts: Array<[number, string]> = [
    [Math.floor(seconds / DAY), 'd'],
    [Math.floor((seconds % DAY) / HOUR), 'h'],
    [Math.floor((seconds % HOUR) / MINUTE), 'min'],
    [seconds % MINUTE, 's'],
  ];
  const first = parts.findIndex(([count]) => count > 0);
  if (first < 0) {
    return '0 s';
  }
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
}

/** How long ago, in one unit: `12 min ago`; the future is `in 3 min`. */
export function formatRelative(iso: string, now: number): string {
  const time = Date.parse(iso);
  if (Number.isNaN(time)) {
    return 'at an unknown time';
  }
  const seconds = Math.round((now - time) / 1000);
  const size = Math.abs(seconds);
  // Clocks of servers and browsers differ a little: that is still "now".
  if (size < 5) {
    return 'just now';
  }
  let text: string;
  if (size < MINUTE) {
    text = `${size} s`;
  } else if (size < HOUR) {
    text = `${Math.floor(size / MINUTE)} min`;
  } else if (size < DAY) {
    text = `${Math.floor(size / HOUR)} h`;
  } else {
    text = `${Math.floor(size / DAY)} d`;
  }
  return seconds < 0 ? `in ${text}` : `${text} ago`;
}

const exact = new Intl.DateTimeFormat(undefined, {
  dateStyle: 'medium',
  timeStyle: 'long',
});
const dayAndTime = new Intl.DateTimeFormat(undefined, {
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const timeOfDay = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const timeWithSeconds = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

const formatWith = (format: Intl.DateTimeFormat) => (iso: string) => {
  const time = Date.parse(iso);
  return Number.isNaN(time) ? iso : format.format(time);
};

/** Date and time with its zone, for the tooltip. */
export const formatExactTime = formatWith(exact);
/** `Tue 10:42`. */
export const formatDayAndTime = formatWith(dayAndTime);
/** `10:42`. */
export const formatTimeOfDay = formatWith(timeOfDay);
/** `10:42:07`. */
export const formatTimeWithSeconds = formatWith(timeWithSeconds);

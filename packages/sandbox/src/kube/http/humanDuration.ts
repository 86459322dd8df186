const UNITS = { second: 1, minute: 60, hour: 3600, day: 86400, year: 31536000 };

/** `42s`, `3m10s`, `5h`, `2d3h`: as kubectl says ages. */
export function humanDuration(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  if (seconds < -1) {
    return '<invalid>';
  }
  const { minute, hour, day, year } = UNITS;
  const two = (
    big: number,
    bigName: string,
    small: number,
    smallName: string,
  ) => {
    const rest = Math.floor((seconds % big) / small);
    const whole = `${Math.floor(seconds / big)}${bigName}`;
    return rest ? `${whole}${rest}${smallName}` : whole;
  };
  if (seconds < 2 * minute) {
    return `${Math.max(0, seconds)}s`;
  }
  if (seconds < 10 * minute) {
    return two(minute, 'm', 1, 's');
  }
  if (seconds < 3 * hour) {
    return `${Math.floor(seconds / minute)}m`;
  }
  if (seconds < 8 * hour) {
    return two(hour, 'h', minute, 'm');
  }
  if (seconds < 2 * day) {
    return `${Math.floor(seconds / hour)}h`;
  }
  if (seconds < 8 * day) {
    return two(day, 'd', hour, 'h');
  }
  if (seconds < 2 * year) {
    return `${Math.floor(seconds / day)}d`;
  }
  return seconds < 8 * year
    ? two(year, 'y', day, 'd')
    : `${Math.floor(seconds / year)}y`;
}

/** How long ago a timestamp is; `<unknown>` without one. */
export function ageOf(timestamp: unknown, now: number): string {
  const time = typeof timestamp === 'string' ? Date.parse(timestamp) : NaN;
  return Number.isNaN(time) ? '<unknown>' : humanDuration(now - time);
}

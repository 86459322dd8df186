/**
 * The pause before the next attempt: doubling from the first to the longest,
 * and half of it random, so that many clients do not come back in step.
 */
export function backoffPause(options: {
  /** 0 for the first failure in a row. */
  attempt: number;
  initialMs: number;
  maxMs: number;
  /** In [0, 1). */
  random: number;
}): number {
  const { attempt, initialMs, maxMs, random } = options;
  // The exponent is bounded: 2 ** 1024 is Infinity, and Infinity * 0 is NaN.
  const full = Math.min(maxMs, initialMs * 2 ** Math.min(attempt, 30));
  return Math.round(full / 2 + (full / 2) * random);
}

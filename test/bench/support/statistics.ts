/** The value below which so many of a hundred lie: the nearest rank, never one in between. */
export function percentile(values: readonly number[], of: number): number {
  if (values.length === 0) throw new Error('nothing was measured');
  const sorted = [...values].sort((a, b) => a - b);
  const rank = Math.ceil((of / 100) * sorted.length);
  return sorted[Math.max(0, rank - 1)];
}

export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/** How long something took, in milliseconds. */
export async function timed<T>(
  work: () => Promise<T> | T,
): Promise<{ ms: number; result: T }> {
  const startedAt = performance.now();
  const result = await work();
  return { ms: performance.now() - startedAt, result };
}

/**
 * Measures two ways of the same in turn, so that what the machine does
 * meanwhile meets both, and gives the median of each.
 */
export async function alternate(
  rounds: number,
  ways: { baseline: () => Promise<number>; ours: () => Promise<number> },
): Promise<{ baseline: number; ours: number }> {
  const baseline: number[] = [];
  const ours: number[] = [];
  for (let round = 0; round < rounds; round++) {
    baseline.push(await ways.baseline());
    ours.push(await ways.ours());
  }
  return { baseline: median(baseline), ours: median(ours) };
}

const UNITS: Record<string, number> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/** A Go duration (`1m30s`) in milliseconds; undefined where it is none. */
export function parseDuration(text: string | undefined): number | undefined {
  const parts = [...(text ?? '').matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
  if (parts.length === 0) return undefined;
  return parts.reduce(
    (total, [, count, unit]) => total + Number(count) * UNITS[unit],
    0,
  );
}

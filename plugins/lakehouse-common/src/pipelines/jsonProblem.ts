/** How deeply maps and lists may be nested. Compiled pipelines need some fifteen. */
export const MAX_DEPTH = 64;

/** Why a value can't be a value of JSON of a sane shape, or nothing. */
export function jsonProblem(value: unknown): string | undefined {
  // Own stack: what is nested too deeply would overflow the engine's.
  const waiting: Array<{ value: unknown; depth: number }> = [
    { value, depth: 1 },
  ];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { depth } = next;
    if (typeof next.value === 'object' && next.value !== null) {
      if (depth > MAX_DEPTH) {
        return `maps and lists may be nested ${MAX_DEPTH} deep`;
      }
      for (const child of Object.values(next.value)) {
        waiting.push({ value: child, depth: depth + 1 });
      }
    } else if (!isJsonScalar(next.value)) {
      return 'a value that JSON does not have';
    }
  }
  return undefined;
}

function isJsonScalar(value: unknown): boolean {
  return (
    value === null ||
    typeof value === 'string' ||
    typeof value === 'boolean' ||
    (typeof value === 'number' && Number.isFinite(value))
  );
}

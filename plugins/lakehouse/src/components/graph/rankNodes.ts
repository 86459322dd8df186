import { firstToLast } from './firstToLast';

/**
 * In which row each node stands, from 0: as high as what it waits for lets it,
 * but what waits for nothing stands right above what waits for it. Nothing
 * where nodes wait for each other in a circle.
 */
export function rankNodes(
  ids: readonly string[],
  arrows: ReadonlyArray<{ from: string; to: string }>,
): Map<string, number> | undefined {
  const numbers = new Map(ids.map((id, index) => [id, index]));
  const next = ids.map((): number[] => []);
  const hasBefore = ids.map(() => false);
  for (const { from, to } of arrows) {
    const [start, end] = [numbers.get(from), numbers.get(to)];
    if (start !== undefined && end !== undefined) {
      next[start].push(end);
      hasBefore[end] = true;
    }
  }
  const order = firstToLast(next);
  if (!order) {
    return undefined;
  }
  const rows = ids.map(() => 0);
  for (const node of order) {
    for (const other of next[node]) {
      rows[other] = Math.max(rows[other], rows[node] + 1);
    }
  }
  return new Map(
    ids.map((id, node) => [
      id,
      !hasBefore[node] && next[node].length > 0
        ? Math.min(...next[node].map(other => rows[other])) - 1
        : rows[node],
    ]),
  );
}

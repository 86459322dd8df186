/**
 * The numbers of nodes so that none stands before one that leads to it; nothing
 * where they go in a circle. `next` has what each of them leads to.
 */
export function firstToLast(
  next: ReadonlyArray<readonly number[]>,
): number[] | undefined {
  const waiting = next.map(() => 0);
  next.forEach(others =>
    others.forEach(other => {
      waiting[other] += 1;
    }),
  );
  const free = waiting.flatMap((count, node) => (count === 0 ? [node] : []));
  const order: number[] = [];
  for (let node = free.pop(); node !== undefined; node = free.pop()) {
    order.push(node);
    for (const other of next[node]) {
      waiting[other] -= 1;
      if (waiting[other] === 0) {
        free.push(other);
      }
    }
  }
  return order.length === next.length ? order : undefined;
}

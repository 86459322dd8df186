/* eslint-disable no-bitwise */
interface Arrow {
  from: string;
  to: string;
}

/**
 * The arrows that are not implied by others: of `a -> b -> c` and `a -> c` the
 * last is left out. What a layout makes of both is alike, and much faster of
 * fewer. Arrows that go in a circle all stay.
 */
export function withoutDetours<T extends Arrow>(arrows: readonly T[]): T[] {
  const numbers = new Map<string, number>();
  const numberOf = (id: string) => {
    const number = numbers.get(id) ?? numbers.size;
    numbers.set(id, number);
    return number;
  };
  const numbered = arrows.map(arrow => ({
    arrow,
    from: numberOf(arrow.from),
    to: numberOf(arrow.to),
  }));
  const next = Array.from({ length: numbers.size }, (): number[] => []);
  numbered.forEach(({ from, to }) => next[from].push(to));
  const order = lastFirst(next);
  if (!order) {
    return [...arrows];
  }
  // One bit for each node that can be reached.
  const words = Math.ceil(numbers.size / 32);
  const reached = next.map(() => new Uint32Array(words));
  const has = (bits: Uint32Array, at: number) =>
    ((bits[at >>> 5] >>> (at & 31)) & 1) === 1;
  for (const node of order) {
    for (const other of next[node]) {
      reached[node][other >>> 5] |= 1 << (other & 31);
      reached[other].forEach((word, index) => {
        reached[node][index] |= word;
      });
    }
  }
  return numbered
    .filter(
      ({ from, to }) =>
        !next[from].some(other => other !== to && has(reached[other], to)),
    )
    .map(({ arrow }) => arrow);
}

/** Nodes so that none stands before one that it leads to; nothing where they go in a circle. */
function lastFirst(next: number[][]): number[] | undefined {
  const waiting = next.map(() => 0);
  next.forEach(others => others.forEach(other => (waiting[other] += 1)));
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
  return order.length === next.length ? order.reverse() : undefined;
}

/* eslint-disable no-bitwise */
import { firstToLast } from './firstToLast';

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
  const order = firstToLast(next)?.reverse();
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

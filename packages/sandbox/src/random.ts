import { Random } from './types';

/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
export function seededRandom(seed: number): Random {
  let state = Math.trunc(seed) % 0x100000000;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A version 4 UUID made of these numbers. */
export function randomUuid(random: Random): string {
  return 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replace(/[xy]/g, place =>
    Math.floor(place === 'x' ? random() * 16 : 8 + random() * 4).toString(16),
  );
}

/** The letters that Kubernetes puts after a `generateName`. */
export function randomSuffix(random: Random, length = 5): string {
  const letters = 'bcdfghjklmnpqrstvwxz2456789';
  return Array.from(
    { length },
    () => letters[Math.floor(random() * letters.length)],
  ).join('');
}

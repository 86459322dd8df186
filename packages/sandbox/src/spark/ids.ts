import type { Random } from '../types';

/** `length` hexadecimal digits. */
export function hex(random: Random, length: number): string {
  let text = '';
  for (let i = 0; i < length; i++) {
    text += Math.floor(random() * 16).toString(16);
  }
  return text;
}

/** A number between two bounds, the upper one left out. */
export function between(random: Random, low: number, high: number): number {
  return low + random() * (high - low);
}

/**
 * Whether a pattern with `*` (any characters) and `?` (one) is a name. Without
 * a regular expression: as many stars in one can take for ever.
 */
export function matchesGlob(pattern: string, name: string): boolean {
  let [at, read] = [0, 0];
  /** Where to go on when what follows the last star does not match. */
  let back: { at: number; read: number } | undefined;
  while (read < name.length) {
    if (pattern[at] === '*') {
      at += 1;
      back = { at, read };
    } else if (pattern[at] === '?' || pattern[at] === name[read]) {
      at += 1;
      read += 1;
    } else if (back) {
      back = { at: back.at, read: back.read + 1 };
      ({ at, read } = back);
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(at));
}

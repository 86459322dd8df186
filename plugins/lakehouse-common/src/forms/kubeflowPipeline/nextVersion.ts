/** What people end the name of a version with: `v12`, `2026-3`. */
const NUMBER = /^(.*?)(\d{1,9})$/;

/**
 * What the version after `last` may be called, so that it is none of `taken`:
 * `v3` after `v2`; `v1` where there is none. Pure.
 * @public
 */
export function nextVersion(
  last: string | undefined,
  taken: readonly string[] = [],
): string {
  const [, stem, number] = NUMBER.exec(last ?? 'v0') ?? [];
  const [before, count] =
    stem === undefined ? [`${last}-`, 1] : [stem, Number(number)];
  let next = count + 1;
  while (taken.includes(`${before}${next}`)) {
    next += 1;
  }
  return `${before}${next}`;
}

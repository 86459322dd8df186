/** A path whose last parts are names, each escaped. */
export function pathOf(start: string, ...names: string[]): string {
  return [start, ...names.map(encodeURIComponent)].join('/');
}

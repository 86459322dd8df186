import type {
  LakeFSChange,
  LakeFSTableChange,
} from '@lakefront/backstage-plugin-lakehouse-common';

const number = (count: number) => count.toLocaleString('en');

/** The last part of a path; a folder keeps its `/`. */
export function lastPart(path: string, prefix: string): string {
  return path.startsWith(prefix) ? path.slice(prefix.length) || path : path;
}

/** `12`, or `12+` where there are more than were counted; nothing where there is none. */
export function countWords(count: number, more?: boolean): string {
  return count === 0 ? '' : `${number(count)}${more ? '+' : ''}`;
}

/** The folders above a path and what each of them is called: `a/b/` is in `a/`. */
export function crumbsOf(
  prefix: string,
): Array<{ prefix: string; title: string }> {
  const parts = prefix.split('/').filter(Boolean);
  return parts.map((title, index) => ({
    title,
    prefix: `${parts.slice(0, index + 1).join('/')}/`,
  }));
}

/** How many objects differ below a line, for whoever can't see columns. */
export function differs(change: LakeFSChange): number {
  return change.added + change.removed + change.changed + change.conflicts;
}

/** `1,000 → 1,250`, or what is known of it. */
export function rowWords(rows: LakeFSTableChange['rows']): string {
  const { before, after } = rows ?? {};
  if (before === undefined && after === undefined) {
    return 'not told';
  }
  if (before === undefined || after === undefined) {
    return number(after ?? before ?? 0);
  }
  return before === after
    ? number(after)
    : `${number(before)} → ${number(after)}`;
}

/** Files of a table that differ: `+4 −1`. */
export function fileWords(files: LakeFSTableChange['files']): string {
  const { added, removed, changed, more } = files;
  const words = [
    ...(added ? [`+${number(added)}`] : []),
    ...(removed ? [`−${number(removed)}`] : []),
    ...(changed ? [`~${number(changed)}`] : []),
  ].join(' ');
  return `${words || 'none'}${more ? ' or more' : ''}`;
}

/** What became of the columns of a table, one each: `+discount double`. */
export function columnWords(columns: LakeFSTableChange['columns']): string[] {
  return (columns ?? []).map(({ name, before, after }) => {
    if (before === undefined) {
      return `+${name} ${after ?? ''}`.trim();
    }
    return after === undefined
      ? `−${name} ${before}`
      : `${name} ${before} → ${after}`;
  });
}

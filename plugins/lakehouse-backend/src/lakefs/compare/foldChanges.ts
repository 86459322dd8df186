import type { LakeFSChange } from '@lakefront/backstage-plugin-lakehouse-common';
import type { Change } from '@lakefront/lakefs-client';
import { compareText } from '../readBook';
import { findMarks } from '../tables/findTables';

type Counts = Pick<
  LakeFSChange,
  'added' | 'removed' | 'changed' | 'conflicts' | 'bytes'
>;

/** Counts what is below something; removed bytes are none. */
export function countChanges(changes: readonly Change[]): Counts {
  const counts = { added: 0, removed: 0, changed: 0, conflicts: 0, bytes: 0 };
  for (const { type, size } of changes) {
    if (type === 'prefix_changed') {
      continue;
    }
    counts[type === 'conflict' ? 'conflicts' : type] += 1;
    counts.bytes += type === 'removed' ? 0 : size ?? 0;
  }
  return counts;
}

/** Objects right below a prefix as they are, all else as the folders they are in; in the order of their paths. */
export function foldChanges(
  changes: readonly Change[],
  prefix: string,
): LakeFSChange[] {
  const marks = findMarks(changes);
  const lines = new Map<string, Change[]>();
  for (const change of changes) {
    if (!change.path.startsWith(prefix)) {
      continue;
    }
    const slash = change.path.indexOf('/', prefix.length);
    const path = slash < 0 ? change.path : change.path.slice(0, slash + 1);
    const line = lines.get(path);
    if (line) {
      line.push(change);
    } else {
      lines.set(path, [change]);
    }
  }
  return [...lines]
    .sort(([a], [b]) => compareText(a, b))
    .map(([path, below]) => {
      const [{ path: first, type }] = below;
      if (first === path && type !== 'prefix_changed') {
        return { path, isFolder: false, type, ...countChanges(below) };
      }
      const table = marks.get(path.replace(/\/$/, ''));
      return {
        ...{ path, isFolder: true, ...countChanges(below) },
        ...(table && { table }),
      };
    });
}

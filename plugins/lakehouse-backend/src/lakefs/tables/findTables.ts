import type { LakeFSTableChange } from '@lakefront/backstage-plugin-lakehouse-common';
import type { Change } from '@lakefront/lakefs-client';

export type TableFormat = LakeFSTableChange['format'];

const DELTA = /^(?:(.*?)\/)?_delta_log\//;
const ICEBERG = /^(?:(.*)\/)?metadata\/[^/]+\.metadata\.json$/;
const PARQUET = /\.parquet$/;
/** A folder of Hive's partitions, as `day=2026-11-20`. */
const PARTITION = /^[^/=]+=[^/]*$/;
/** A folder that writers keep their own things in, as `_temporary`. */
const HIDDEN = /^[_.]/;

/**
 * Folders that are tables, by what changed in them: those with metadata of
 * Iceberg or a log of Delta, and those that hold Parquet files and neither.
 * `''` is the whole repository.
 */
export function findTables(
  changes: readonly Pick<Change, 'path'>[],
): Map<string, TableFormat> {
  const tables = new Map<string, TableFormat>();
  for (const { path } of changes) {
    const delta = DELTA.exec(path);
    const iceberg = delta ? null : ICEBERG.exec(path);
    if (delta) {
      tables.set(delta[1] ?? '', 'delta');
    } else if (iceberg) {
      tables.set(iceberg[1] ?? '', 'iceberg');
    }
  }
  // Those without metadata are told by their files alone: one in a folder says
  // nothing of the folders below it, which may be tables themselves.
  const plain = changes.flatMap(({ path }) =>
    PARQUET.test(path) && tableOf(path, tables) === undefined
      ? [folderOfTable(path)]
      : [],
  );
  plain.forEach(folder => tables.set(folder, 'parquet'));
  return tables;
}

/**
 * The folders that are marked as tables. One that holds other tables, too, is
 * a folder of tables with Parquet files beside them.
 */
export function findMarks(
  changes: readonly Pick<Change, 'path'>[],
): Map<string, TableFormat> {
  const tables = findTables(changes);
  const above = new Set<string>();
  for (const folder of tables.keys()) {
    for (
      let at = folder.lastIndexOf('/');
      at >= 0;
      at = folder.lastIndexOf('/', at - 1)
    ) {
      above.add(folder.slice(0, at));
      if (at === 0) {
        break;
      }
    }
  }
  return new Map(
    [...tables].filter(
      ([folder, format]) => format !== 'parquet' || !above.has(folder),
    ),
  );
}

/** Whether a path is a Parquet file right in a folder. */
export function isLooseParquet(path: string, folder: string): boolean {
  const at = path.lastIndexOf('/');
  return PARQUET.test(path) && path.slice(0, Math.max(at, 0)) === folder;
}

/** Whether a folder within another may be a table: none of its partitions, and nothing hidden. */
export function mayBeTable(folder: string): boolean {
  const name = folder.replace(/\/$/, '').split('/').at(-1) ?? '';
  return !PARTITION.test(name) && !HIDDEN.test(name);
}

/** What all paths in a folder begin with. */
export function prefixOf(folder: string): string {
  return folder === '' ? '' : `${folder}/`;
}

/** The innermost table that a path is in. */
export function tableOf(
  path: string,
  tables: ReadonlyMap<string, TableFormat>,
): string | undefined {
  for (
    let at = path.lastIndexOf('/');
    at >= 0;
    at = path.lastIndexOf('/', at - 1)
  ) {
    const folder = path.slice(0, at);
    if (tables.has(folder)) {
      return folder;
    }
    if (at === 0) {
      break;
    }
  }
  return tables.has('') ? '' : undefined;
}

/** Without partitions, and without what is hidden in a table while it is written. */
function folderOfTable(path: string): string {
  const all = path.split('/').slice(0, -1);
  const hidden = all.findIndex((name, at) => at > 0 && HIDDEN.test(name));
  const folders = hidden < 0 ? all : all.slice(0, hidden);
  while (folders.length > 0 && PARTITION.test(folders[folders.length - 1])) {
    folders.pop();
  }
  return folders.join('/');
}

import type { FoundRepository } from '../LakeFSBooks';
import {
  isLooseParquet,
  mayBeTable,
  prefixOf,
  type TableFormat,
} from './findTables';

/** What is in a folder at a commit. */
export interface FolderLook {
  isThere: boolean;
  /** Told by the metadata in it, also where none of that changed. */
  format?: TableFormat;
  /** Parquet files lie right in it. */
  hasLoose: boolean;
  /** Other tables are in it, so that it is none itself. */
  hasTables: boolean;
}

/** Folders in which a table keeps its metadata. */
const METADATA: ReadonlyArray<[string, TableFormat]> = [
  ['_delta_log', 'delta'],
  ['metadata', 'iceberg'],
];

/** Entries of a folder that are looked at. */
const LOOKED_AT = 1_000;

/** Looks into a folder that is taken for a table; one request. `ref` is a commit or a branch. */
export async function lookInto(
  { server, repository }: FoundRepository,
  taken: { folder: string; format: TableFormat },
  ref: string,
): Promise<FolderLook> {
  const prefix = prefixOf(taken.folder);
  // Whoever keeps metadata says where a table is.
  const isPlain = taken.format === 'parquet';
  const { items } = await server.askSoon(client =>
    client.objects.list(
      repository.id,
      ref,
      isPlain
        ? { prefix, delimiter: '/', amount: LOOKED_AT }
        : { prefix, amount: 1 },
    ),
  );
  return readFolder(taken, items);
}

/** What the entries right in a folder tell of it. */
export function readFolder(
  { folder, format }: { folder: string; format: TableFormat },
  entries: ReadonlyArray<{ path: string; isPrefix: boolean }>,
): FolderLook {
  const prefix = prefixOf(folder);
  const folders = new Set(
    entries.filter(({ isPrefix }) => isPrefix).map(({ path }) => path),
  );
  const kept = METADATA.find(([name]) => folders.has(`${prefix}${name}/`));
  return {
    isThere: entries.length > 0,
    ...(kept && { format: kept[1] }),
    hasLoose: entries.some(({ path }) => isLooseParquet(path, folder)),
    hasTables: format === 'parquet' && !kept && [...folders].some(mayBeTable),
  };
}

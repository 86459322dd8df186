import type { Column } from './columns';
import { below, jsonFile, parquetFile, type Files } from './files';

export interface IcebergSnapshot {
  /** Milliseconds since the epoch. */
  at: number;
  operation: 'append' | 'overwrite' | 'delete';
  addedRecords: number;
  /** Bytes of the one data file that came with it. */
  bytes: number;
}

export interface IcebergTable {
  name: string;
  /** The schemas it had, the present one last. */
  schemas: Column[][];
  /** The snapshots it has, the present one last. */
  snapshots: IcebergSnapshot[];
}

/**
 * What the newest version of a table adds: its metadata file and hint, and
 * manifest list and data of its newest snapshot. Format version 2.
 */
export function icebergFiles(folder: string, table: IcebergTable): Files {
  const version = table.snapshots.length;
  const newest = table.snapshots[version - 1];
  return below(folder, {
    [`metadata/v${version}.metadata.json`]: jsonFile(metadataOf(folder, table)),
    'metadata/version-hint.text': Buffer.from(`${version}`),
    [manifestList(version)]: Buffer.from(`Obj\u0001 snapshot ${version}`),
    [dataFile(version)]: parquetFile(newest.bytes, String(version % 10)),
  });
}

/** The data file that came with a snapshot, counted from 1. */
export function dataFile(version: number): string {
  return `data/part-${String(version).padStart(5, '0')}.parquet`;
}

function manifestList(version: number): string {
  return `metadata/snap-${snapshotId(version)}.avro`;
}

function snapshotId(version: number): number {
  return 7_100_000_000_000 + version;
}

function metadataOf(
  folder: string,
  { name, schemas, snapshots }: IcebergTable,
) {
  const newest = snapshots.length;
  let records = 0;
  const told = snapshots.map((snapshot, index) => {
    records += snapshot.addedRecords;
    return {
      'snapshot-id': snapshotId(index + 1),
      ...(index > 0 && { 'parent-snapshot-id': snapshotId(index) }),
      'sequence-number': index + 1,
      'timestamp-ms': snapshot.at,
      summary: {
        operation: snapshot.operation,
        'added-data-files': '1',
        'added-records': String(snapshot.addedRecords),
        'total-data-files': String(index + 1),
        'total-records': String(records),
      },
      'manifest-list': `${folder}/${manifestList(index + 1)}`,
      'schema-id': schemas.length - 1,
    };
  });
  return {
    'format-version': 2,
    'table-uuid': uuidOf(name),
    location: folder,
    'last-sequence-number': newest,
    'last-updated-ms': snapshots[newest - 1].at,
    'last-column-id': Math.max(...schemas.map(schema => schema.length)),
    'current-schema-id': schemas.length - 1,
    schemas: schemas.map((columns, id) => ({
      type: 'struct',
      'schema-id': id,
      fields: columns.map((column, index) => ({
        id: index + 1,
        name: column.name,
        required: column.required ?? false,
        type: column.type,
      })),
    })),
    'default-spec-id': 0,
    'partition-specs': [{ 'spec-id': 0, fields: [] }],
    'last-partition-id': 999,
    'default-sort-order-id': 0,
    'sort-orders': [{ 'order-id': 0, fields: [] }],
    properties: { 'write.format.default': 'parquet' },
    'current-snapshot-id': snapshotId(newest),
    refs: {
      main: { 'snapshot-id': snapshotId(newest), type: 'branch' },
    },
    snapshots: told,
    'snapshot-log': told.map(snapshot => ({
      'timestamp-ms': snapshot['timestamp-ms'],
      'snapshot-id': snapshot['snapshot-id'],
    })),
    'metadata-log': [],
  };
}

/** Of a table by its name: the same in every sandbox. */
function uuidOf(name: string): string {
  const digits = Buffer.from(name.padEnd(16, '.')).toString('hex').slice(0, 32);
  return digits.replace(
    /^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/,
    '$1-$2-4$3-8$4-$5',
  );
}

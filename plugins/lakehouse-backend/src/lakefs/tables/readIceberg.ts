import { isRecord } from '@lakefront/backstage-plugin-lakehouse-common';
import {
  parseJson,
  type TableFiles,
  TableProblem,
  type TableState,
  toColumns,
} from './TableState';
import { typeText, type TypeWords } from './typeText';

/** `v3.metadata.json`, `00003-<uuid>.metadata.json`; packed ones end with `.gz.metadata.json`. */
const VERSION = /\/(?:v(\d+)|(\d+)-[^/]*)\.metadata\.json$/;
const TYPES: TypeWords = {
  list: 'list',
  element: 'element',
  key: 'key',
  value: 'value',
};

/** Rows and columns of an Iceberg table, from its newest metadata file. */
export async function readIceberg(
  files: TableFiles,
  folder: string,
): Promise<TableState> {
  const found = await files.list(`${folder}metadata/`);
  const metadata = found
    .filter(({ path }) => path.endsWith('.metadata.json'))
    .map(file => ({ ...file, version: versionOf(file.path) }))
    .sort((a, b) => a.version - b.version || a.modifiedAt - b.modifiedAt);
  const newest = metadata[metadata.length - 1];
  if (!newest) {
    return {};
  }
  if (newest.path.endsWith('.gz.metadata.json')) {
    throw new TableProblem(`${newest.path} is packed`);
  }
  return toState(
    parseJson(await files.read(newest.path), newest.path),
    newest.path,
  );
}

function versionOf(path: string): number {
  const [, hadoop, catalog] = VERSION.exec(path) ?? [];
  return Number(hadoop ?? catalog ?? -1);
}

function toState(metadata: unknown, path: string): TableState {
  if (!isRecord(metadata)) {
    throw new TableProblem(`${path} is no metadata of Iceberg`);
  }
  const schema = schemaOf(metadata);
  if (!isRecord(schema) || !Array.isArray(schema.fields)) {
    throw new TableProblem(`${path} names no schema of its own`);
  }
  return {
    rows: rowsOf(metadata),
    columns: toColumns(schema.fields, type => typeText(type, TYPES)),
  };
}

/** Version 1 of the format has `schema`, later ones a list. */
function schemaOf(metadata: Record<string, unknown>): unknown {
  const { schemas, schema } = metadata;
  return Array.isArray(schemas)
    ? schemas.find(
        one =>
          isRecord(one) && one['schema-id'] === metadata['current-schema-id'],
      )
    : schema;
}

/** Without a snapshot nothing was ever written. */
function rowsOf(metadata: Record<string, unknown>): number | undefined {
  const current = metadata['current-snapshot-id'];
  if (current === undefined || current === null || current === -1) {
    return 0;
  }
  const snapshots = Array.isArray(metadata.snapshots) ? metadata.snapshots : [];
  const snapshot = snapshots.find(
    one => isRecord(one) && one['snapshot-id'] === current,
  );
  const summary = isRecord(snapshot?.summary) ? snapshot.summary : {};
  const rows = Number(summary['total-records'] ?? NaN);
  return Number.isSafeInteger(rows) && rows >= 0 ? rows : undefined;
}

import type { Column } from './columns';
import { below, parquetFile, type Files } from './files';

export interface DeltaVersion {
  /** Milliseconds since the epoch. */
  at: number;
  operation: 'CREATE TABLE' | 'WRITE' | 'MERGE';
  /** Rows and bytes of the one file that came with it. */
  records: number;
  bytes: number;
  /** Where the schema is another from here on. */
  columns?: Column[];
}

/** What one version of a Delta table adds: its log entry and its data. */
export function deltaFiles(
  folder: string,
  version: number,
  delta: DeltaVersion,
): Files {
  const { at, operation, records, bytes, columns } = delta;
  const data = `part-${String(version).padStart(5, '0')}.snappy.parquet`;
  const actions = [
    { commitInfo: { timestamp: at, operation, operationParameters: {} } },
    ...(version === 0
      ? [{ protocol: { minReaderVersion: 1, minWriterVersion: 2 } }]
      : []),
    ...(columns ? [{ metaData: metaDataOf(columns, at) }] : []),
    {
      add: {
        path: data,
        partitionValues: {},
        size: bytes,
        modificationTime: at,
        dataChange: true,
        stats: JSON.stringify({ numRecords: records }),
      },
    },
  ];
  return below(folder, {
    [`_delta_log/${String(version).padStart(20, '0')}.json`]: Buffer.from(
      actions.map(action => `${JSON.stringify(action)}\n`).join(''),
    ),
    [data]: parquetFile(bytes, String(version % 10)),
  });
}

function metaDataOf(columns: Column[], at: number) {
  return {
    id: 'c2f1c6b4-0000-4000-8000-000000000001',
    format: { provider: 'parquet', options: {} },
    schemaString: JSON.stringify({
      type: 'struct',
      fields: columns.map(({ name, type, required }) => ({
        name,
        type,
        nullable: !required,
        metadata: {},
      })),
    }),
    partitionColumns: [],
    configuration: {},
    createdTime: at,
  };
}

import { parquetMetadataAsync, parquetReadObjects } from 'hyparquet';

/**
 * Reads a checkpoint of Delta, a Parquet file, from its input, and writes as
 * JSON what it tells: see `readCheckpoint.ts`, which runs this in a process
 * that can be ended. Argument: the most actions that are read.
 */
const [most] = process.argv.slice(2);

const wanted = ['add', 'metaData', 'sidecar'];

const toNumber = value => (typeof value === 'bigint' ? Number(value) : value);

const toFile = ({ path, stats, stats_parsed, deletionVector: vector }) => ({
  path,
  stats:
    typeof stats === 'string'
      ? { numRecords: JSON.parse(stats).numRecords }
      : { numRecords: toNumber(stats_parsed?.numRecords) },
  deletionVector: vector && {
    storageType: vector.storageType,
    pathOrInlineDv: vector.pathOrInlineDv,
    offset: vector.offset,
    cardinality: toNumber(vector.cardinality),
  },
});

async function read() {
  const chunks = [];
  for await (const chunk of process.stdin) {
    chunks.push(chunk);
  }
  const file = new Uint8Array(Buffer.concat(chunks)).buffer;
  const metadata = await parquetMetadataAsync(file);
  if (metadata.num_rows > Number(most)) {
    return { tooMany: Number(metadata.num_rows) };
  }
  const there = metadata.schema.map(({ name }) => name);
  const columns = wanted.filter(name => there.includes(name));
  const rows = await parquetReadObjects({ file, metadata, columns });
  return {
    files: rows.flatMap(({ add }) => (add ? [toFile(add)] : [])),
    schema: rows.filter(({ metaData }) => metaData).pop()?.metaData
      .schemaString,
    hasSidecars: rows.some(({ sidecar }) => sidecar),
  };
}

read()
  .catch(error => ({ failed: String(error?.message) }))
  .then(answer => process.stdout.write(JSON.stringify(answer)));

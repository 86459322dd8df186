/** Path to bytes; null where a file is taken away. */
export type Files = Record<string, Buffer | null>;

const MAGIC = Buffer.from('PAR1');

/** A file that begins and ends as Parquet does, of about this size; there are no rows in it. */
export function parquetFile(size: number, letter: string): Buffer {
  const filling = Buffer.alloc(Math.max(0, size - 2 * MAGIC.length), letter);
  return Buffer.concat([MAGIC, filling, MAGIC]);
}

export function jsonFile(value: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
}

/** The same files below a folder. */
export function below(folder: string, files: Files): Files {
  return Object.fromEntries(
    Object.entries(files).map(([path, bytes]) => [`${folder}/${path}`, bytes]),
  );
}

import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';

const TABLE = 'lakehouse_keys';
const NAME = 'version';

/** The key that seals versions: made by whichever replica is first, and kept over restarts. */
export async function readVersionKey(database: Knex): Promise<Buffer> {
  await database(TABLE)
    .insert({ name: NAME, value: randomBytes(32).toString('base64') })
    .onConflict('name')
    .ignore();
  const row = await database(TABLE).where({ name: NAME }).first('value');
  return Buffer.from(row.value, 'base64');
}

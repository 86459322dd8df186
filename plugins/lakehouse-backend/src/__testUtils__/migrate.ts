import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';

/** The plugin's tables in a test database. */
export async function migrate(knex: Knex): Promise<void> {
  await knex.migrate.latest({
    directory: resolvePackagePath(
      '@lakefront/backstage-plugin-lakehouse-backend',
      'migrations',
    ),
  });
}

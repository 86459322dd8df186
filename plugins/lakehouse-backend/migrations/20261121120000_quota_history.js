/**
 * How quotas were used over time: what a series is about once, and a narrow
 * row per step, as there are many of them.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('lakehouse_quota_series', table => {
    table.comment(
      'One resource of one quota while its namespace is of one domain',
    );
    table.increments('id');
    table
      .string('scope')
      .notNullable()
      .comment('<kubernetesCluster>/<domain>: what permissions select by');
    table.string('kubernetes_cluster').notNullable();
    table.string('namespace').notNullable();
    table.string('quota').notNullable();
    table.string('resource').notNullable();
    table.string('unit', 16).notNullable();
    table.unique(
      ['scope', 'kubernetes_cluster', 'namespace', 'quota', 'resource'],
      { indexName: 'lakehouse_quota_series_key' },
    );
  });
  await knex.schema.createTable('lakehouse_quota_samples', table => {
    table.comment('The highest use of each step');
    table.integer('series').notNullable();
    table.bigInteger('at').notNullable().comment('Begin of the step, seconds');
    table.double('used').notNullable();
    table.double('hard').notNullable();
    table.primary(['series', 'at']);
    table.index(['at'], 'lakehouse_quota_samples_at');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('lakehouse_quota_samples');
  await knex.schema.dropTable('lakehouse_quota_series');
};

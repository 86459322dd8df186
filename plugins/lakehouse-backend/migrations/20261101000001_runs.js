/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('lakehouse_runs', table => {
    table.comment(
      'One row per execution of a job, kept after its pods are gone',
    );
    table.string('kubernetes_cluster').notNullable();
    table.string('kind').notNullable();
    table.string('run_key').notNullable().comment("The kind's run key");
    table
      .string('scope')
      .notNullable()
      .comment('<kubernetesCluster>/<domain>: what permissions select by');
    table.string('domain').notNullable();
    table.string('namespace').notNullable();
    table.string('name').notNullable();
    // ISO 8601 in UTC with milliseconds: sorts as text on every database.
    table.string('started_at', 24).notNullable();
    table.string('ended_at', 24);
    table.integer('seconds').comment('How long it took, once it has ended');
    table.string('state', 16).notNullable();
    table.text('reason').comment('JSON');
    table.text('footprint').comment('JSON');
    table.primary(['kubernetes_cluster', 'kind', 'run_key']);
    table.index(['scope', 'started_at'], 'lakehouse_runs_scope');
    table.index(
      ['kubernetes_cluster', 'namespace', 'kind', 'name', 'started_at'],
      'lakehouse_runs_workload',
    );
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('lakehouse_runs');
};

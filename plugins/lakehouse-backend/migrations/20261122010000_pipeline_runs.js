/**
 * Runs of Kubeflow Pipelines, kept after their Workflows are gone, and how far
 * Kubeflow's own history of them has been read.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  const isPostgres = knex.client.config.client === 'pg';
  await knex.schema.createTable('pipeline_runs', table => {
    table.comment('One row per run of a pipeline, from watches and from KFP');
    table.string('kubernetes_cluster').notNullable();
    table.string('namespace').notNullable();
    table.string('run_id').notNullable();
    table
      .string('scope')
      .notNullable()
      .comment('<kubernetesCluster>/<domain>: what permissions select by');
    table.string('domain').notNullable();
    table.text('name').notNullable();
    table.text('search').notNullable().comment('The name in lower case');
    table
      .text('stem')
      .notNullable()
      .comment('The same without what may be a time at its end');
    // Ranges of it are found in its index only where it is sorted by bytes.
    table
      .specificType('tail', isPostgres ? 'text collate "C"' : 'text')
      .notNullable()
      .comment('What may be a time at the end of the name');
    table.string('pipeline').comment('Name of its Pipeline, where it is known');
    table.string('version').comment('The same of its PipelineVersion');
    table.string('pipeline_id');
    table.string('version_id');
    table.string('schedule').comment('Name of what started it by the clock');
    table.string('workflow').comment('Name of its Workflow');
    table.integer('attempt').notNullable().defaultTo(0);
    table.string('state', 16).notNullable();
    table.string('detail', 64).notNullable();
    table.text('reason').comment('JSON');
    table.string('requested_by');
    // ISO 8601 in UTC with milliseconds: sorts as text on every database.
    table.string('created_at', 24).notNullable();
    table.string('scheduled_at', 24);
    table.string('started_at', 24);
    table.string('ended_at', 24);
    table.string('at', 24).notNullable().comment('Started, or else created');
    table.integer('seconds').notNullable().comment('-1 until it has ended');
    table.boolean('archived').notNullable().defaultTo(false);
    table
      .boolean('counts')
      .notNullable()
      .comment('It ended, and was not cancelled');
    table
      .bigInteger('ask_at')
      .comment('When to ask KFP about it; nothing where nothing is missing');
    table.integer('asked').notNullable().defaultTo(0).comment('How often');
    table.primary(['kubernetes_cluster', 'namespace', 'run_id']);
    table.index(['scope', 'archived', 'at', 'run_id'], 'pipeline_runs_scope');
    table.index(['archived', 'at', 'run_id'], 'pipeline_runs_at');
    table.index(
      ['scope', 'archived', 'state', 'at', 'run_id'],
      'pipeline_runs_state',
    );
    table.index(['archived', 'seconds', 'run_id'], 'pipeline_runs_seconds');
    // Holds all that a search by a part of the name looks at.
    table.index(
      ['archived', 'search', 'run_id', 'scope', 'at', 'seconds'],
      'pipeline_runs_name',
    );
    table.index(
      ['archived', 'stem', 'scope', 'tail', 'run_id', 'at', 'seconds'],
      'pipeline_runs_stem',
    );
    table.index(
      ['scope', 'pipeline', 'archived', 'at', 'run_id'],
      'pipeline_runs_pipeline',
    );
    table.index(
      ['scope', 'schedule', 'archived', 'at', 'run_id'],
      'pipeline_runs_schedule',
    );
    table.index(['run_id'], 'pipeline_runs_id');
    table.index(['ask_at'], 'pipeline_runs_ask');
    // Few: those whose objects were not seen yet, or never will be.
    for (const what of ['pipeline', 'version']) {
      table.index(
        ['kubernetes_cluster', 'namespace', `${what}_id`],
        `pipeline_runs_no_${what}`,
        { predicate: knex.whereNull(what).whereNotNull(`${what}_id`) },
      );
    }
  });

  await knex.schema.createTable('pipeline_history', table => {
    // knex escapes no apostrophe in the comment of a table.
    table.comment('How far the history of runs of a domain has been read');
    table.string('kubernetes_cluster').notNullable();
    table.string('namespace').notNullable();
    table.string('scope').notNullable().comment('<kubernetesCluster>/<domain>');
    table.string('state', 16).notNullable();
    table.text('page_token').comment('Of the page to read next');
    table.string('read_until', 24).comment('When the oldest run read was made');
    table
      .string('begins_at', 24)
      .comment('Runs made later were read before the page token was lost');
    table.integer('read').notNullable().defaultTo(0);
    table.integer('total');
    table.text('message').comment('Why it failed');
    table.integer('failures').notNullable().defaultTo(0).comment('In a row');
    table.bigInteger('next_at').notNullable().comment('When to go on');
    table.primary(['kubernetes_cluster', 'namespace']);
    table.index(['scope'], 'pipeline_history_scope');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('pipeline_history');
  await knex.schema.dropTable('pipeline_runs');
};

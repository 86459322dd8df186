/**
 * What a change request needs to be found again after a restart, and what must
 * happen once: one row per change, one open change per file, one status per
 * head, one look at a repository's open pull requests at a time.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('changes', table => {
    table.comment('Pull requests that the portal opened, or is about to');
    table.string('id', 64).primary().comment('Hash of the user and their key');
    table.string('content_hash', 64).notNullable();
    table.string('phase', 16).notNullable();
    table.text('blocked_reason');
    table.text('blocked_who');
    table.string('scope').notNullable().comment('<kubernetesCluster>/<domain>');
    table.string('kubernetes_cluster').notNullable();
    table.string('domain').notNullable();
    table.string('namespace').notNullable();
    table.text('repository').notNullable().comment('Web address');
    table.string('branch').notNullable();
    table.integer('number').comment('Of the pull request');
    table.text('url');
    table.string('requested_by').notNullable();
    table.text('title').notNullable();
    table.text('body').notNullable();
    table.text('files', 'longtext').notNullable().comment('JSON');
    table.text('details', 'longtext').notNullable().comment('JSON');
    table.string('head_sha', 64);
    table.string('merge_sha', 64);
    table.text('message').comment('Why it ended');
    table.bigInteger('created_at').notNullable();
    table.bigInteger('updated_at').notNullable();
    table.bigInteger('started_at').notNullable().comment('Of this attempt');
    table.bigInteger('opened_at');
    table.bigInteger('approved_at');
    table.bigInteger('merged_at');
    table.bigInteger('synced_at');
    table.bigInteger('live_at');
    table.bigInteger('ended_at').comment('Closed or failed');
    table.string('lease_owner', 64);
    table.bigInteger('lease_until').notNullable().defaultTo(0);
    table.integer('attempts').notNullable().defaultTo(0);
    table.text('last_error');
    table.bigInteger('poll_at').notNullable().comment('When to look again');
    table.bigInteger('polled_at').notNullable().defaultTo(0);
    table.index(['scope', 'created_at', 'id'], 'changes_scope_idx');
    table.index(['phase', 'poll_at'], 'changes_due_idx');
    table.index(['branch'], 'changes_branch_idx');
    table.index(['updated_at'], 'changes_updated_idx');
  });

  await knex.schema.createTable('change_files', table => {
    table.string('change_id', 64).notNullable();
    table.integer('position').notNullable();
    table.text('path').notNullable();
    table.string('kind').notNullable();
    table.string('name').notNullable();
    table.string('action', 16).notNullable();
    table
      .string('open_key', 64)
      .unique()
      .comment('Hash of repository and path while the change is open');
    table.primary(['change_id', 'position']);
    table.index(['kind', 'name'], 'change_files_object_idx');
    table.foreign('change_id').references('changes.id').onDelete('CASCADE');
  });

  await knex.schema.createTable('change_statuses', table => {
    table.string('key', 64).primary().comment('Hash of repository and head');
    table.string('state', 16).notNullable();
    table.text('description').notNullable();
    table.bigInteger('posted_at').notNullable();
  });

  await knex.schema.createTable('change_repositories', table => {
    table.string('key', 64).primary().comment('Hash of the web address');
    table.bigInteger('guarded_at').notNullable();
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('change_repositories');
  await knex.schema.dropTable('change_statuses');
  await knex.schema.dropTable('change_files');
  await knex.schema.dropTable('changes');
};

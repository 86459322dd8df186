/**
 * What a requester is told of a change, once: the key is what makes it once,
 * over restarts and replicas.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('change_notices', table => {
    table.comment('Notifications about changes, to be sent and sent');
    table.string('change_id', 64).notNullable();
    table.string('event', 32).notNullable().comment('E.g. live');
    table.bigInteger('due_at').comment('When to send it; null when done');
    table.integer('attempts').notNullable().defaultTo(0);
    table.primary(['change_id', 'event']);
    table.index(['due_at'], 'change_notices_due_idx');
    table.foreign('change_id').references('changes.id').onDelete('CASCADE');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('change_notices');
};

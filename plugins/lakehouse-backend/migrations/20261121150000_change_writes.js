/**
 * What a change commits, file by file: an object's file may hold others, and a
 * kustomization that lists it is changed with it.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('changes', table => {
    table.text('writes', 'longtext').comment('JSON: files as committed');
  });
  const rows = await knex('changes').select('id', 'files');
  for (const { id, files } of rows) {
    const writes = JSON.parse(files).map(({ action, path, text, baseSha }) => ({
      action,
      path,
      text,
      baseSha,
    }));
    await knex('changes')
      .where({ id })
      .update({ writes: JSON.stringify(writes) });
  }
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('changes', table => {
    table.dropColumn('writes');
  });
};

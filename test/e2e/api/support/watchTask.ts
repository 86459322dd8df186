import type { Client } from 'pg';

const TASKS = 'backstage_backend_tasks__tasks';
const LOG = 'lakefront_test_claims';

export interface Claim {
  /** When the task was due, as the database says. */
  slot: string;
  replica: string;
}

/** Has the database itself write down who takes up a scheduled task, and for which time. */
export async function watchTasks(database: Client) {
  await database.query(
    `CREATE TABLE ${LOG} (task text, slot text, replica text)`,
  );
  await database.query(`
    CREATE FUNCTION ${LOG}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO ${LOG} VALUES
        (NEW.id, OLD.next_run_start_at::text, current_setting('application_name'));
      RETURN NULL;
    END $$`);
  await database.query(`
    CREATE TRIGGER ${LOG} AFTER UPDATE ON ${TASKS} FOR EACH ROW
    WHEN (OLD.current_run_ticket IS NULL AND NEW.current_run_ticket IS NOT NULL)
    EXECUTE FUNCTION ${LOG}()`);
}

/** Who took it up, in order. */
export async function claimsOf(
  database: Client,
  task: string,
): Promise<Claim[]> {
  const { rows } = await database.query<Claim>(
    `SELECT slot, replica FROM ${LOG} WHERE task = $1`,
    [task],
  );
  return rows;
}

/** How many rows of the schedule a task has: one, whoever registered it. */
export async function countTask(
  database: Client,
  task: string,
): Promise<number> {
  const { rows } = await database.query(
    `SELECT id FROM ${TASKS} WHERE id = $1`,
    [task],
  );
  return rows.length;
}

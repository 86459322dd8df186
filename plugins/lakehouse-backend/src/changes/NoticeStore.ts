import type { Knex } from 'knex';
import type { NoticeEvent } from './notices';

export interface DueNotice {
  changeId: string;
  event: NoticeEvent;
  dueAt: number;
  attempts: number;
}

/** Remembers what is to be told of a change; a second time is nothing new. */
export async function rememberNotice(
  knex: Knex,
  notice: { changeId: string; event: NoticeEvent; dueAt: number },
): Promise<void> {
  await knex('change_notices')
    .insert({
      change_id: notice.changeId,
      event: notice.event,
      due_at: notice.dueAt,
    })
    .onConflict(['change_id', 'event'])
    .ignore();
}

/** What was told of changes and what is to be told; shared by all replicas. */
export class NoticeStore {
  constructor(private readonly knex: Knex) {}

  async due(now: number, limit: number): Promise<DueNotice[]> {
    const rows = await this.knex('change_notices')
      .where('due_at', '<=', now)
      .orderBy('due_at')
      .limit(limit)
      .select('change_id', 'event', 'due_at', 'attempts');
    return rows.map(row => ({
      changeId: row.change_id,
      event: row.event,
      dueAt: Number(row.due_at),
      attempts: Number(row.attempts),
    }));
  }

  /** Takes one for sending; false where another replica did. It is due again at `until`, should its sender die. */
  async take(notice: DueNotice, until: number): Promise<boolean> {
    const count = await this.#row(notice)
      .where({ due_at: notice.dueAt })
      .update({ due_at: until, attempts: notice.attempts + 1 });
    return count === 1;
  }

  /** Sent, or given up: never again. */
  async finish(notice: DueNotice): Promise<void> {
    await this.#row(notice).update({ due_at: null });
  }

  async tryAgain(notice: DueNotice, at: number): Promise<void> {
    await this.#row(notice).update({ due_at: at });
  }

  /** It was over before it was told; should it come again, it is told then. */
  async forget(notice: DueNotice): Promise<void> {
    await this.#row(notice).delete();
  }

  #row({ changeId, event }: DueNotice) {
    return this.knex('change_notices').where({ change_id: changeId, event });
  }
}

import type { Knex } from 'knex';
import { hashKeyOf } from './changeIds';

export interface PostedStatus {
  state: string;
  description: string;
}

/** Which commit statuses were posted, and whose turn it is to look; shared by all replicas. */
export class StatusStore {
  constructor(private readonly knex: Knex) {}

  async posted(
    repository: string,
    sha: string,
  ): Promise<PostedStatus | undefined> {
    return this.knex('change_statuses')
      .where({ key: hashKeyOf(repository, sha) })
      .first('state', 'description');
  }

  async remember(
    repository: string,
    sha: string,
    status: PostedStatus,
    now: number,
  ): Promise<void> {
    await this.knex('change_statuses')
      .insert({
        key: hashKeyOf(repository, sha),
        state: status.state,
        description: status.description,
        posted_at: now,
      })
      .onConflict('key')
      .merge();
  }

  /** True for one caller per interval. */
  async takeTurn(
    repository: string,
    now: number,
    intervalMs: number,
  ): Promise<boolean> {
    const key = hashKeyOf(repository);
    await this.knex('change_repositories')
      .insert({ key, guarded_at: 0 })
      .onConflict('key')
      .ignore();
    const count = await this.knex('change_repositories')
      .where({ key })
      .where('guarded_at', '<=', now - intervalMs)
      .update({ guarded_at: now });
    return count === 1;
  }
}

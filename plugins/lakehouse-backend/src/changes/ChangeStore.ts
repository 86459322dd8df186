import type { Knex } from 'knex';
import type { ChangeQuery, DomainKey } from '../types';
import { FOLLOWED_PHASES, type ChangePatch, type ChangeRow } from './ChangeRow';
import { toColumns, toRow, type ChangeColumns } from './changeColumns';
import { writeCursor } from './changeCursor';
import { isMove } from './isMove';
import { noticeOf } from './notices';
import { rememberNotice } from './NoticeStore';
import { hashKeyOf } from './changeIds';
import { selectChanges } from './selectChanges';

/** A file that is in another open change. */
export interface TakenFile {
  path: string;
  change: ChangeRow;
}

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;

/**
 * A row for each object of a change, and one for each file besides. Each file is
 * held once, though it may have several of the objects.
 */
function heldFiles({ repository, files, writes }: ChangeRow) {
  const objects = files.map(({ path, kind, name, action }) => ({
    ...{ path, kind, name, action },
  }));
  const paths = new Set(files.map(({ path }) => path));
  const others = writes
    .filter(({ path }) => !paths.has(path))
    .map(({ path, action }) => ({ path, action, kind: '', name: '' }));
  const all = [...objects, ...others];
  return all.map((file, position) => ({
    ...file,
    position,
    open_key:
      all.findIndex(({ path }) => path === file.path) === position
        ? hashKeyOf(repository, file.path)
        : null,
  }));
}

/** The changes in the plugin's database, on SQLite and PostgreSQL. */
export class ChangeStore {
  constructor(private readonly knex: Knex) {}

  /**
   * Writes a new change and holds its files, in one transaction. Answers what
   * stands in the way instead: the same change, or another on one of its files.
   */
  async insert(
    row: ChangeRow,
    lease: { owner: string; until: number },
  ): Promise<{ existing?: ChangeRow; taken?: TakenFile }> {
    try {
      await this.knex.transaction(async trx => {
        await trx('changes').insert({
          ...toColumns(row),
          scope: `${row.kubernetesCluster}/${row.domain}`,
          lease_owner: lease.owner,
          lease_until: lease.until,
        });
        await trx('change_files').insert(
          heldFiles(row).map(file => ({ change_id: row.id, ...file })),
        );
      });
      return {};
    } catch (error) {
      return this.#explain(row, error);
    }
  }

  /** Takes up a failed change again; its files may be in another by now. */
  async reopen(
    row: ChangeRow,
    now: number,
    lease: { owner: string; until: number },
  ): Promise<{ reopened: boolean; taken?: TakenFile }> {
    try {
      const reopened = await this.knex.transaction(async trx => {
        const count = await trx('changes')
          .where({ id: row.id, phase: 'failed' })
          .update({
            ...toColumns({
              phase: 'open',
              message: undefined,
              endedAt: undefined,
              lastError: undefined,
              blocked: undefined,
              attempts: 0,
              startedAt: now,
              pollAt: lease.until,
            }),
            updated_at: now,
            lease_owner: lease.owner,
            lease_until: lease.until,
          });
        if (count === 1) {
          for (const { position, open_key } of heldFiles(row)) {
            await trx('change_files')
              .where({ change_id: row.id, position })
              .update({ open_key });
          }
        }
        return count === 1;
      });
      return { reopened };
    } catch (error) {
      const { taken } = await this.#explain(row, error, row.id);
      return { reopened: false, taken };
    }
  }

  async get(id: string): Promise<ChangeRow | undefined> {
    const columns = await this.knex<ChangeColumns>('changes')
      .where({ id })
      .first();
    return columns && toRow(columns);
  }

  async list(
    scope: ReadonlySet<DomainKey>,
    query: ChangeQuery,
  ): Promise<{ rows: ChangeRow[]; nextCursor?: string }> {
    const limit = Math.min(
      Math.max(1, query.limit ?? DEFAULT_LIMIT),
      MAX_LIMIT,
    );
    const select = selectChanges(this.knex, scope, query).limit(limit + 1);
    const rows = (await select).map(toRow);
    const last = rows[limit - 1];
    return {
      rows: rows.slice(0, limit),
      nextCursor: rows.length > limit ? writeCursor(last) : undefined,
    };
  }

  /** Open changes, of any domain, that hold one of these files. */
  async openChangesOf(
    repository: string,
    paths: string[],
  ): Promise<TakenFile[]> {
    const keys = paths.map(path => hashKeyOf(repository, path));
    const files: Array<{ path: string; change_id: string }> = await this.knex(
      'change_files',
    )
      .whereIn('open_key', keys)
      .select('path', 'change_id');
    const taken = await Promise.all(
      files.map(async file => ({
        path: file.path,
        change: await this.get(file.change_id),
      })),
    );
    return taken.flatMap(({ path, change }) =>
      change ? [{ path, change }] : [],
    );
  }

  async findByBranch(
    repository: string,
    branch: string,
  ): Promise<ChangeRow | undefined> {
    const columns = await this.knex<ChangeColumns>('changes')
      .where({ repository, branch })
      .first();
    return columns && toRow(columns);
  }

  /** Ids of changes that are due and nobody's at the moment, longest due first. */
  async due(now: number, limit: number): Promise<string[]> {
    const rows: Array<{ id: string }> = await this.knex('changes')
      .whereIn('phase', FOLLOWED_PHASES)
      .where('poll_at', '<=', now)
      .where('lease_until', '<=', now)
      .orderBy('poll_at')
      .limit(limit)
      .select('id');
    return rows.map(({ id }) => id);
  }

  /** How many pull requests of a repository are followed until their merge. */
  async countOpen(repository: string): Promise<number> {
    const [{ count }] = await this.knex('changes')
      .where({ repository, phase: 'open' })
      .count({ count: '*' });
    return Number(count);
  }

  /** What a list of a repository's open pull requests is compared with. */
  async openPulls(
    repository: string,
  ): Promise<
    Array<{ id: string; number: number; openedAt: number; version?: string }>
  > {
    const rows = await this.knex('changes')
      .where({ repository, phase: 'open' })
      .whereNotNull('number')
      .select('id', 'number', 'opened_at', 'pull_version');
    return rows.map(row => ({
      id: row.id,
      number: Number(row.number),
      openedAt: Number(row.opened_at),
      version: row.pull_version ?? undefined,
    }));
  }

  async rememberPullVersion(id: string, version: string): Promise<void> {
    await this.knex('changes').where({ id }).update({ pull_version: version });
  }

  /** Brings a look forward; never nearer than `spacing` to the one before. */
  async lookSooner(
    select: {
      id?: string;
      repository?: string;
      number?: number;
      scope?: string;
    },
    options: { now: number; spacing: number; merged?: boolean },
  ): Promise<void> {
    const { now, spacing } = options;
    const rows = () =>
      this.knex('changes')
        .whereIn(
          'phase',
          options.merged ? ['merged', 'synced'] : FOLLOWED_PHASES,
        )
        .where(select);
    await rows()
      .where('polled_at', '<=', now - spacing)
      .where('poll_at', '>', now)
      .update({ poll_at: now });
    await rows()
      .where('polled_at', '>', now - spacing)
      .whereRaw('poll_at > polled_at + ?', [spacing])
      .update({ poll_at: this.knex.raw('polled_at + ?', [spacing]) });
  }

  /** Takes a row's lease where it is free. */
  async acquire(
    id: string,
    lease: { owner: string; until: number },
    now: number,
  ): Promise<boolean> {
    const count = await this.knex('changes')
      .where({ id })
      .whereIn('phase', FOLLOWED_PHASES)
      .where('lease_until', '<=', now)
      .update({
        lease_owner: lease.owner,
        lease_until: lease.until,
        // Should its holder be gone by then, it is due; a hint meanwhile is earlier.
        poll_at: lease.until,
      });
    return count === 1;
  }

  /** False where the lease went to somebody else meanwhile. */
  async renew(
    id: string,
    lease: { owner: string; until: number },
  ): Promise<boolean> {
    const count = await this.knex('changes')
      .where({ id, lease_owner: lease.owner })
      .update({ lease_until: lease.until });
    return count === 1;
  }

  /**
   * Gives the lease back, and says when to look again; sooner where a hint came
   * while the row was held, whose `poll_at` was `heldPollAt` then.
   */
  async release(
    id: string,
    owner: string,
    options: { pollAt: number; heldPollAt: number },
  ): Promise<void> {
    const { pollAt, heldPollAt } = options;
    await this.knex('changes')
      .where({ id, lease_owner: owner })
      .update({
        lease_owner: null,
        lease_until: 0,
        poll_at: this.knex.raw(
          'CASE WHEN poll_at < ? THEN poll_at ELSE ? END',
          [heldPollAt, pollAt],
        ),
      });
  }

  /**
   * Writes what the holder of the lease found out, and what is to be told of
   * it; its files are free for others as soon as it is no longer open. Looking and finding nothing new is
   * no update for those who read the list. False where the lease is lost.
   */
  async update(
    row: ChangeRow,
    owner: string,
    patch: ChangePatch,
    now: number,
  ): Promise<boolean> {
    const { id } = row;
    return this.knex.transaction(async trx => {
      const count = await trx('changes')
        .where({ id, lease_owner: owner })
        .update({
          ...toColumns(patch),
          ...(isMove(row, patch) && { updated_at: now }),
        });
      if (count === 1 && patch.phase && patch.phase !== 'open') {
        await trx('change_files')
          .where({ change_id: id })
          .update({ open_key: null });
      }
      const notice = count === 1 && noticeOf(row, patch, now);
      if (notice) {
        await rememberNotice(trx, { changeId: id, ...notice });
      }
      return count === 1;
    });
  }

  async #explain(row: ChangeRow, error: unknown, except?: string) {
    const existing = except ? undefined : await this.get(row.id);
    if (existing) {
      return { existing };
    }
    const [taken] = await this.openChangesOf(
      row.repository,
      row.writes.map(({ path }) => path),
    );
    if (taken) {
      return { taken };
    }
    throw error;
  }
}

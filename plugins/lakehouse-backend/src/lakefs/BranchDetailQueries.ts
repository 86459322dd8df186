import { NotFoundError } from '@backstage/errors';
import type {
  LakeFSAddress,
  LakeFSBranchDetail,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { divergentCommits, type Ref } from '@lakefront/lakefs-client';
import { askLakeFS } from './askLakeFS';
import { BoundedMap } from './BoundedMap';
import type { BranchQueries } from './BranchQueries';
import { type ResolvedRef, resolveRef } from './compare/CompareQueries';
import { matchesGlob } from './hooks/matchesGlob';
import type { KeptBranches } from './KeptBranches';
import type { LakeFSAsker } from './LakeFSAsker';
import {
  type FoundRepository,
  type LakeFSBooks,
  repositoryKey,
} from './LakeFSBooks';
import type { LakeFSPermits } from './LakeFSPermits';
import { lakeFSUrls } from './lakeFSUrls';
import type { RepositoryQueries } from './RepositoryQueries';

/** Further than this nobody counts. */
const COUNTED = 1_000;
const COUNTS_KEPT = 5_000;

type Counts = Pick<LakeFSBranchDetail['against'], 'ahead' | 'behind'>;

/** Where one branch stands, asked for when it is looked at. */
export class BranchDetailQueries {
  /** By pair of commits, of which nothing changes. */
  readonly #counts = new BoundedMap<string, Counts>({ most: COUNTS_KEPT });

  constructor(
    private readonly options: {
      books: LakeFSBooks;
      permits: LakeFSPermits;
      branches: BranchQueries;
      repositories: RepositoryQueries;
      kept: KeptBranches;
      now: () => number;
    },
  ) {}

  /**
   * Throws `NotFoundError` where there is no such branch, and
   * `ServiceUnavailableError` where lakeFS does not tell.
   */
  async detail(
    asker: LakeFSAsker,
    address: LakeFSAddress,
    branch: string,
  ): Promise<LakeFSBranchDetail> {
    const { books, permits, branches, repositories, kept, now } = this.options;
    const places = permits.require(asker.scope, address);
    const found = await books.find(address);
    const { server, repository } = found;
    const what = `branch ${branch} in ${repositoryKey(address)}`;
    const head = await askLakeFS(server, what, client =>
      client.branches.get(repository.id, branch),
    );
    // What claims it is told by the book.
    await books.look(address);
    const [row, rules] = await Promise.all([
      branches.row(asker, found, head),
      kept.rules(server, repository.id),
    ]);
    const source = row.declaredBy?.standing.source;
    return {
      row,
      against: await this.#against(found, head, source),
      repository: repositories.describe(asker, found, places),
      protected: (rules.value?.protection ?? []).some(pattern =>
        matchesGlob(pattern, branch),
      ),
      url: lakeFSUrls(server, repository.id).branch(branch),
      freshness: [
        { ...address, state: 'live', readAt: new Date(now()).toISOString() },
      ],
    };
  }

  async #against(
    found: FoundRepository,
    head: Ref,
    source: string | undefined,
  ): Promise<LakeFSBranchDetail['against']> {
    const { server, repository } = found;
    const what = `branch ${head.id} in ${server.name}/${repository.id}`;
    const [other, { items }] = await Promise.all([
      this.#other(found, source),
      askLakeFS(server, what, client =>
        client.branches.uncommitted(repository.id, head.id, {
          amount: COUNTED,
        }),
      ),
    ]);
    const counts = await this.#count(found, head.commitId, other.commitId);
    return { ...other, ...counts, uncommitted: items.length };
  }

  /** Its source; the default branch where it has none, or where that is gone. */
  async #other(
    found: FoundRepository,
    source: string | undefined,
  ): Promise<ResolvedRef> {
    const { defaultBranch } = found.repository;
    try {
      return await resolveRef(found, source ?? defaultBranch);
    } catch (error) {
      if (error instanceof NotFoundError && source !== undefined) {
        return resolveRef(found, defaultBranch);
      }
      throw error;
    }
  }

  async #count(
    { server, repository }: FoundRepository,
    left: string,
    right: string,
  ): Promise<Counts> {
    const address = { server: server.name, repository: repository.id };
    const pair = `${repositoryKey(address)} ${left} ${right}`;
    const known = this.#counts.get(pair);
    if (known || left === right) {
      return known ?? { ahead: 0, behind: 0 };
    }
    const commits = await askLakeFS(server, 'common commit', client =>
      divergentCommits(
        client,
        repository.id,
        { left, right },
        { most: COUNTED },
      ),
    );
    const counts = {
      ahead: commits.left.length,
      behind: commits.right.length,
    };
    this.#counts.set(pair, counts);
    return counts;
  }
}

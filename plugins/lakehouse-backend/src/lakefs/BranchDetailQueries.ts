import { NotFoundError } from '@backstage/errors';
import type {
  BranchStanding,
  LakeFSAddress,
  LakeFSBranchDetail,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { divergentCommits, type Ref } from '@lakefront/lakefs-client';
import { askLakeFS } from './askLakeFS';
import { BoundedMap } from '../BoundedMap';
import type { BranchQueries } from './BranchQueries';
import { type ResolvedRef, resolveRef } from './compare/CompareQueries';
import { matchesGlob } from './hooks/matchesGlob';
import type { KeptBranches, RepositoryRules } from './KeptBranches';
import type { LakeFSAsker } from './LakeFSAsker';
import {
  type FoundRepository,
  type LakeFSBooks,
  repositoryKey,
  type SoughtRepository,
} from './LakeFSBooks';
import type { LakeFSPermits, LakePlace } from './LakeFSPermits';
import { LakeFSUnavailable } from './LakeFSUnavailable';
import { lakeFSUrls } from './lakeFSUrls';
import type { RepositoryQueries } from './RepositoryQueries';
import { sinceOf } from './toLakeFSFreshness';

/** Further than this nobody counts. */
const COUNTED = 1_000;
const COUNTS_KEPT = 5_000;

type Against = LakeFSBranchDetail['against'];
type Counts = Pick<Against, 'ahead' | 'behind'>;

/** What lakeFS said of a branch. */
interface Reading {
  commitId: string;
  against: Against;
  /** Epoch ms. */
  at: number;
  /** What its object told then; another text: the object knows something newer. */
  told: string;
}

/** Where one branch stands, asked for when it is looked at. */
export class BranchDetailQueries {
  /** By pair of commits, of which nothing changes. */
  readonly #counts = new BoundedMap<string, Counts>({ most: COUNTS_KEPT });
  readonly #readings = new BoundedMap<string, Reading>({ most: COUNTS_KEPT });

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
   * What lakeFS says now; where it does not tell, what is known from before,
   * which `freshness` says. Throws `NotFoundError` where there is no such
   * branch, and `LakeFSUnavailable` where nothing is known of it.
   */
  async detail(
    asker: LakeFSAsker,
    address: LakeFSAddress,
    branch: string,
  ): Promise<LakeFSBranchDetail> {
    const { books, permits } = this.options;
    const places = permits.require(asker.scope, address);
    try {
      return await this.#read(asker, address, { branch, places });
    } catch (error) {
      if (!(error instanceof LakeFSUnavailable)) {
        throw error;
      }
      const sought = await books.seek(address);
      const known = this.#recall(asker, sought, { branch, places, error });
      if (!known) {
        throw error;
      }
      return known;
    }
  }

  async #read(
    asker: LakeFSAsker,
    address: LakeFSAddress,
    { branch, places }: { branch: string; places: readonly LakePlace[] },
  ): Promise<LakeFSBranchDetail> {
    const { books, branches, repositories, kept, now } = this.options;
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
    const standing = row.declaredBy?.standing;
    const against = await this.#against(found, head, standing?.source);
    const at = now();
    this.#readings.set(keyOf(address, branch), {
      ...{ commitId: head.commitId, against, at, told: toldBy(standing) },
    });
    return {
      ...{ row, against },
      repository: repositories.describe(asker, found, places),
      ...protectedBy(rules.value, branch),
      url: lakeFSUrls(server, repository.id).branch(branch),
      freshness: [
        { ...address, state: 'live', readAt: new Date(at).toISOString() },
      ],
    };
  }

  /**
   * What lakeFS told last, or its object where that knows something newer;
   * undefined where neither told anything.
   */
  #recall(
    asker: LakeFSAsker,
    sought: SoughtRepository,
    asked: {
      branch: string;
      places: readonly LakePlace[];
      error: LakeFSUnavailable;
    },
  ): LakeFSBranchDetail | undefined {
    const { books, branches, repositories, kept } = this.options;
    const { branch, places, error } = asked;
    const { address, server, repository } = sought;
    const row = branches.remembered(asker, sought, branch);
    const standing = row?.declaredBy?.standing;
    const ref = standing?.source ?? repository?.defaultBranch;
    if (!row || ref === undefined) {
      return undefined;
    }
    const reading = this.#readings.get(keyOf(address, branch));
    const isNewest = reading?.told === toldBy(standing);
    const commitId = isNewest
      ? reading?.commitId
      : standing?.commitId ?? row.commitId;
    const readAt = isNewest ? reading?.at : books.peek(address).readAt;
    const { failure } = error;
    return {
      row: { ...row, ...(commitId !== undefined && { commitId }) },
      against:
        isNewest && reading ? reading.against : standingOf(ref, standing),
      repository: repositories.describe(asker, sought, places),
      ...protectedBy(kept.knownRules(address), branch),
      url: lakeFSUrls(server, address.repository).branch(branch),
      freshness: [
        {
          ...{ ...address, state: failure.state, message: failure.message },
          ...sinceOf(failure),
          ...(standing && !isNewest
            ? { fromObjects: true }
            : readAt !== undefined && {
                readAt: new Date(readAt).toISOString(),
              }),
        },
      ],
    };
  }

  async #against(
    found: FoundRepository,
    head: Ref,
    source: string | undefined,
  ): Promise<Against> {
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

function keyOf(address: LakeFSAddress, branch: string): string {
  return `${repositoryKey(address)} ${branch}`;
}

/** What an object tells of a branch that changes when the branch does. */
function toldBy(standing: BranchStanding | undefined): string {
  const { commitId, source, ahead, behind, uncommitted } = standing ?? {};
  return JSON.stringify([commitId, source, ahead, behind, uncommitted]);
}

/** Where an object says that its branch stands. */
function standingOf(
  ref: string,
  standing: BranchStanding | undefined,
): Against {
  const { ahead, behind, uncommitted } = standing ?? {};
  return { ref, ahead, behind, uncommitted };
}

/** Nothing where the rules were never read. */
function protectedBy(
  rules: RepositoryRules | undefined,
  branch: string,
): Pick<LakeFSBranchDetail, 'protected'> {
  return rules
    ? {
        protected: rules.protection.some(pattern =>
          matchesGlob(pattern, branch),
        ),
      }
    : {};
}

import type {
  LakeFSAddress,
  LakeFSBranchList,
  LakeFSBranchRow,
  LakeFSFreshness,
  LakeFSRef,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { takePage } from '../queries/pageSize';
import { BranchCounts } from './BranchCounts';
import type { DeclaredBranches } from './DeclaredBranches';
import type { HeadMemory } from './HeadMemory';
import type { LakeFSAsker } from './LakeFSAsker';
import type { LakeFSBooks, SoughtRepository } from './LakeFSBooks';
import type { LakeFSPermits } from './LakeFSPermits';
import {
  type BranchFacts,
  type BranchQuestion,
  pickBranches,
  writeCursor,
} from './pickBranches';
import type { LakeFSBook } from './readBook';
import { LakeFSUnavailable } from './LakeFSUnavailable';
import type { Known } from './Refreshed';
import type { SeenBranch, SeenBranches } from './SeenBranches';
import { toLakeFSFreshness, unreadFreshness } from './toLakeFSFreshness';

/** Heads that are asked for in one interval, for questions about all of them. */
const HEADS_AT_ONCE = 500;

const NO_BOOK: LakeFSBook = {
  ...{ branches: [], byName: new Map(), tags: [], marks: new Map() },
};

export interface BranchQueriesOptions {
  books: LakeFSBooks;
  permits: LakeFSPermits;
  declared: DeclaredBranches;
  seen: SeenBranches;
  heads: HeadMemory;
  now: () => number;
}

/** Branches of a repository, from what is known of it. */
export class BranchQueries {
  readonly #counts = new BranchCounts();

  constructor(private readonly options: BranchQueriesOptions) {}

  /**
   * Also where lakeFS is away: what it told last, and branches that objects
   * declare which it never told of.
   */
  async list(
    asker: LakeFSAsker,
    address: LakeFSAddress,
    question: BranchQuestion & { limit: number },
  ): Promise<LakeFSBranchList> {
    const { sought, known, branches } = await this.#look(asker, address);
    const facts = this.factsOf(asker, sought);
    await this.#learnFor(sought, branches, question, facts);
    const { rows, total } = pickBranches(branches, question, facts);
    await this.#learn(sought, commitsOf(rows.slice(0, question.limit)));
    const { items, last, more } = takePage(rows, {
      limit: question.limit,
      toItem: branch => toRow(address, branch, facts),
    });
    const { counts, headsUnread } = this.#counts.of(branches, facts);
    return {
      ...{ items, total },
      ...(more && last && { nextCursor: writeCursor(last, question, facts) }),
      counts,
      ...(headsUnread > 0 && { headsUnread }),
      freshness: [freshnessOf(sought, known)],
    };
  }

  /**
   * Branches and tags whose names hold a text; branches first. Throws
   * `LakeFSUnavailable` where they were never read.
   */
  async refs(
    asker: LakeFSAsker,
    address: LakeFSAddress,
    question: { q?: string; limit: number },
  ): Promise<{ items: LakeFSRef[]; freshness: LakeFSFreshness[] }> {
    const { books, permits } = this.options;
    permits.require(asker.scope, address);
    const found = await books.find(address);
    const known = await books.look(address);
    if (!known.value) {
      throw neverRead(address, known);
    }
    const q = question.q?.toLocaleLowerCase('en-US') ?? '';
    const { branches, tags } = known.value;
    const { defaultBranch } = found.repository;
    const matching = (refs: LakeFSBook['branches'], type: LakeFSRef['type']) =>
      refs
        .filter(({ id }) => id.toLocaleLowerCase('en-US').includes(q))
        .map(ref => ({ ...ref, type }));
    const all = [...matching(branches, 'branch'), ...matching(tags, 'tag')];
    // What is asked for by its whole name comes first, then what most compare with.
    const rank = ({ id }: LakeFSRef) => {
      if (id.toLocaleLowerCase('en-US') === q) return 0;
      return id === defaultBranch ? 1 : 2;
    };
    const { items } = takePage(
      all.sort((a, b) => rank(a) - rank(b)),
      { limit: question.limit, toItem: ref => ref },
    );
    return { items, freshness: [freshnessOf(found, known)] };
  }

  /** What a row of one branch says; undefined where no such branch is known. */
  async row(
    asker: LakeFSAsker,
    sought: SoughtRepository,
    ref: SeenBranch['ref'],
  ): Promise<LakeFSBranchRow> {
    await this.#learn(sought, commitsOf([{ ref }]));
    return this.#rowOf(asker, sought, ref);
  }

  /** The same without asking lakeFS; undefined where neither it nor an object told of such a branch. */
  remembered(
    asker: LakeFSAsker,
    sought: SoughtRepository,
    branch: string,
  ): LakeFSBranchRow | undefined {
    const told = this.options.books.peek(sought.address).value?.byName;
    const ref = told?.get(branch) ?? { id: branch };
    const row = this.#rowOf(asker, sought, ref);
    const { declaredBy } = row;
    if (declaredBy && !declaredBy.standing.deleted) {
      return row;
    }
    return told?.has(branch) ? row : undefined;
  }

  #rowOf(
    asker: LakeFSAsker,
    sought: SoughtRepository,
    ref: SeenBranch['ref'],
  ): LakeFSBranchRow {
    const { books, declared, seen } = this.options;
    const { address } = sought;
    const branch = seen.see(asker.scope, ref, {
      book: books.peek(address).value ?? NO_BOOK,
      declared: declared.of(address),
    });
    return toRow(address, branch, this.factsOf(asker, sought));
  }

  factsOf(
    asker: LakeFSAsker,
    { repository, address }: SoughtRepository,
  ): BranchFacts {
    const { heads, now } = this.options;
    return {
      defaultBranch: repository?.defaultBranch,
      now: now(),
      claims: asker.claims,
      headOf: branch => {
        const { commitId } = branch.ref;
        branch.head ??=
          commitId === undefined ? undefined : heads.get(address, commitId);
        return branch.head;
      },
    };
  }

  async #look(asker: LakeFSAsker, address: LakeFSAddress) {
    const { books, permits, declared, seen } = this.options;
    permits.require(asker.scope, address);
    const sought = await books.seek(address);
    // What never told which repositories it has is not waited for twice.
    const known = sought.repository ? await books.look(address) : {};
    const branches = seen.of(asker.scope, address, {
      book: known.value ?? NO_BOOK,
      declared: declared.of(address),
      // lakeFS says itself which are there, when it does.
      isWhole: known.value !== undefined && !known.failure,
    });
    return { sought, known, branches };
  }

  /** A question about how old heads are needs all of them: some at a time. */
  async #learnFor(
    sought: SoughtRepository,
    branches: readonly SeenBranch[],
    { view, sort }: BranchQuestion,
    { headOf }: BranchFacts,
  ): Promise<void> {
    if (view === 'stale' || sort === 'committedAt') {
      const unread = commitsOf(branches.filter(branch => !headOf(branch)));
      await this.#learn(sought, unread.slice(0, HEADS_AT_ONCE));
    }
  }

  async #learn(
    { server, repository }: SoughtRepository,
    commitIds: readonly string[],
  ): Promise<void> {
    if (repository) {
      await this.options.heads.learn(server, repository.id, commitIds);
    }
  }
}

function commitsOf(branches: ReadonlyArray<Pick<SeenBranch, 'ref'>>): string[] {
  return branches.flatMap(({ ref }) => ref.commitId ?? []);
}

function neverRead(
  { server, repository }: LakeFSAddress,
  { failure }: Known<LakeFSBook>,
): LakeFSUnavailable {
  const message = `lakeFS ${server} takes long to answer`;
  const why = failure ?? { state: 'unreachable', message, detail: message };
  return new LakeFSUnavailable(
    why,
    `${why.message}. Branches of ${repository} were not read yet`,
  );
}

/** Of the branches; and of whether the repository is there, where that is not known for sure. */
function freshnessOf(
  sought: SoughtRepository,
  known: Known<LakeFSBook>,
): LakeFSFreshness {
  const { address, listed, repository } = sought;
  if (!repository) {
    return unreadFreshness(sought);
  }
  const { failure } = known.failure ? known : listed;
  return {
    ...toLakeFSFreshness(address, { ...known, ...(failure && { failure }) }),
    ...(!known.value && { fromObjects: true as const }),
  };
}

function toRow(
  address: LakeFSAddress,
  branch: SeenBranch,
  { defaultBranch, headOf }: BranchFacts,
): LakeFSBranchRow {
  const { ref, declaredBy, claimedByAnother } = branch;
  const head = headOf(branch);
  return {
    ...address,
    branch: ref.id,
    ...(ref.commitId !== undefined && { commitId: ref.commitId }),
    isDefault: ref.id === defaultBranch,
    ...(head && {
      committedAt: new Date(head.committedAt).toISOString(),
      committer: head.committer,
      message: head.message,
    }),
    ...(declaredBy && { declaredBy }),
    ...(claimedByAnother && { claimedByAnother }),
  };
}

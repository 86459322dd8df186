import type {
  LakeFSAddress,
  LakeFSBranchList,
  LakeFSBranchRow,
  LakeFSFreshness,
  LakeFSRef,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { takePage } from '../queries/pageSize';
import type { DeclaredBranches } from './DeclaredBranches';
import type { HeadMemory } from './HeadMemory';
import type { LakeFSAsker } from './LakeFSAsker';
import type { FoundRepository, LakeFSBooks } from './LakeFSBooks';
import type { LakeFSPermits } from './LakeFSPermits';
import {
  type BranchFacts,
  type BranchQuestion,
  countBranches,
  pickBranches,
  writeCursor,
} from './pickBranches';
import type { LakeFSBook } from './readBook';
import type { SeenBranch, SeenBranches } from './SeenBranches';
import type { Known } from './Refreshed';
import { toLakeFSFreshness } from './toLakeFSFreshness';

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
  constructor(private readonly options: BranchQueriesOptions) {}

  async list(
    asker: LakeFSAsker,
    address: LakeFSAddress,
    question: BranchQuestion & { limit: number },
  ): Promise<LakeFSBranchList> {
    const { found, known, branches } = await this.#look(asker, address);
    const facts = this.factsOf(asker, found);
    await this.#learnFor(found, branches, question, facts);
    const { rows, total } = pickBranches(branches, question, facts);
    await this.#learn(
      found,
      rows.slice(0, question.limit).map(({ ref }) => ref.commitId),
    );
    const { items, last, more } = takePage(rows, {
      limit: question.limit,
      toItem: branch => toRow(address, branch, facts),
    });
    const unread = branches.filter(branch => !facts.headOf(branch)).length;
    return {
      ...{ items, total },
      ...(more && last && { nextCursor: writeCursor(last, question, facts) }),
      counts: countBranches(branches, facts),
      ...(unread > 0 && { headsUnread: unread }),
      freshness: [freshnessOf(address, found, known)],
    };
  }

  /** Branches and tags whose names hold a text; branches first. */
  async refs(
    asker: LakeFSAsker,
    address: LakeFSAddress,
    question: { q?: string; limit: number },
  ): Promise<{ items: LakeFSRef[]; freshness: LakeFSFreshness[] }> {
    const { found, known } = await this.#look(asker, address);
    const q = question.q?.toLocaleLowerCase('en-US') ?? '';
    const { branches, tags } = known.value ?? NO_BOOK;
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
    return { items, freshness: [freshnessOf(address, found, known)] };
  }

  /** What a row of one branch says; undefined where no such branch is known. */
  async row(
    asker: LakeFSAsker,
    found: FoundRepository,
    ref: { id: string; commitId: string },
  ): Promise<LakeFSBranchRow> {
    const { books, declared, seen } = this.options;
    const address = addressOf(found);
    await this.#learn(found, [ref.commitId]);
    const branch = seen.see(asker.scope, ref, {
      book: books.peek(address) ?? NO_BOOK,
      declared: declared.of(address),
    });
    return toRow(address, branch, this.factsOf(asker, found));
  }

  factsOf(asker: LakeFSAsker, { repository, server }: FoundRepository) {
    const { heads, now } = this.options;
    const address = { server: server.name, repository: repository.id };
    const facts: BranchFacts = {
      defaultBranch: repository.defaultBranch,
      now: now(),
      claims: asker.claims,
      headOf: branch =>
        (branch.head ??= heads.get(address, branch.ref.commitId)),
    };
    return facts;
  }

  async #look(asker: LakeFSAsker, address: LakeFSAddress) {
    const { books, permits, declared, seen } = this.options;
    permits.require(asker.scope, address);
    const found = await books.find(address);
    const known = await books.look(address);
    const branches = seen.of(asker.scope, address, {
      book: known.value ?? NO_BOOK,
      declared: declared.of(address),
    });
    return { found, known, branches };
  }

  /** A question about how old heads are needs all of them: some at a time. */
  async #learnFor(
    found: FoundRepository,
    branches: readonly SeenBranch[],
    { view, sort }: BranchQuestion,
    { headOf }: BranchFacts,
  ): Promise<void> {
    if (view === 'stale' || sort === 'committedAt') {
      const unread = branches
        .filter(branch => !headOf(branch))
        .map(({ ref }) => ref.commitId);
      await this.#learn(found, unread.slice(0, HEADS_AT_ONCE));
    }
  }

  #learn(
    { server, repository }: FoundRepository,
    commitIds: readonly string[],
  ): Promise<void> {
    return this.options.heads.learn(server, repository.id, commitIds);
  }
}

function addressOf({ server, repository }: FoundRepository): LakeFSAddress {
  return { server: server.name, repository: repository.id };
}

/** Of the branches; and of whether the repository is there, where that is not known for sure. */
function freshnessOf(
  address: LakeFSAddress,
  { listed }: FoundRepository,
  known: Known<LakeFSBook>,
): LakeFSFreshness {
  const { failure } = known.failure ? known : listed;
  return toLakeFSFreshness(address, { ...known, ...(failure && { failure }) });
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
    ...{ branch: ref.id, commitId: ref.commitId },
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

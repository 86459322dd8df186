import type {
  LakeFSAddress,
  LakeFSComparison,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { askLakeFS } from '../askLakeFS';
import type { LakeFSAsker } from '../LakeFSAsker';
import {
  type FoundRepository,
  type LakeFSBooks,
  repositoryKey,
} from '../LakeFSBooks';
import type { LakeFSPermits } from '../LakeFSPermits';
import type { DiffMemory } from './DiffMemory';
import {
  pageOfWhole,
  readLevel,
  readWhole,
  type ReadDiff,
} from './readChanges';

export interface CompareQuestion {
  prefix: string;
  limit: number;
  cursor?: string;
}

/** A reference, and the commit that it is at now. */
export interface ResolvedRef {
  ref: string;
  commitId: string;
}

/** What differs between references, one folder at a time. */
export class CompareQueries {
  readonly #books: LakeFSBooks;
  readonly #permits: LakeFSPermits;
  readonly #diffs: DiffMemory;

  constructor(options: {
    books: LakeFSBooks;
    permits: LakeFSPermits;
    diffs: DiffMemory;
  }) {
    this.#books = options.books;
    this.#permits = options.permits;
    this.#diffs = options.diffs;
  }

  /** What a merge of `to` into `from` would bring. Throws `NotFoundError` where one is not there. */
  async compare(
    asker: LakeFSAsker,
    address: LakeFSAddress,
    question: CompareQuestion & { from: string; to: string },
  ): Promise<LakeFSComparison> {
    const found = await this.#find(asker, address);
    const [from, to] = await Promise.all([
      resolveRef(found, question.from),
      resolveRef(found, question.to),
    ]);
    const { prefix, limit, cursor } = question;
    const lines = await this.#diffs.lines(
      pairOf(address, from, to),
      diffOf(found, from, to),
      { prefix, limit, cursor },
    );
    return { from, to, prefix, ...lines };
  }

  /** What was written or removed on a branch since its last commit. */
  async uncommitted(
    asker: LakeFSAsker,
    address: LakeFSAddress,
    question: CompareQuestion & { branch: string },
  ): Promise<LakeFSComparison> {
    const { server, repository } = await this.#find(asker, address);
    const { branch, prefix } = question;
    const what = `branch ${branch} in ${repositoryKey(address)}`;
    const { commitId } = await askLakeFS(server, what, client =>
      client.branches.get(repository.id, branch),
    );
    const read: ReadDiff = options =>
      askLakeFS(server, what, client =>
        client.branches.uncommitted(repository.id, branch, options),
      );
    const changes = await readWhole(read, prefix);
    const lines = changes
      ? pageOfWhole(changes, question)
      : await readLevel(read, question);
    const at = { ref: branch, commitId };
    return { from: at, to: at, prefix, ...lines };
  }

  #find(asker: LakeFSAsker, address: LakeFSAddress): Promise<FoundRepository> {
    this.#permits.require(asker.scope, address);
    return this.#books.find(address);
  }
}

/** Throws `NotFoundError` where it is no branch, tag or commit of the repository. */
export async function resolveRef(
  { server, repository }: FoundRepository,
  ref: string,
): Promise<ResolvedRef> {
  const { id } = await askLakeFS(
    server,
    `branch, tag or commit ${ref} in ${server.name}/${repository.id}`,
    client => client.commits.get(repository.id, ref),
  );
  return { ref, commitId: id };
}

export function pairOf(
  address: LakeFSAddress,
  from: ResolvedRef,
  to: ResolvedRef,
): string {
  return `${repositoryKey(address)} ${from.commitId} ${to.commitId}`;
}

/** By commits and not by names, so that what is remembered stays true. */
export function diffOf(
  { server, repository }: FoundRepository,
  from: ResolvedRef,
  to: ResolvedRef,
): ReadDiff {
  return options =>
    askLakeFS(server, `comparison of ${from.ref} and ${to.ref}`, client =>
      client.refs.diff(repository.id, from.commitId, to.commitId, {
        ...options,
        type: 'three_dot',
      }),
    );
}

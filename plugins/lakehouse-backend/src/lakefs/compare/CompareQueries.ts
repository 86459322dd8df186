import type {
  LakeFSAddress,
  LakeFSChange,
  LakeFSComparison,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { askLakeFS } from '../askLakeFS';
import { BoundedMap } from '../../BoundedMap';
import { eachAtOnce } from '../eachAtOnce';
import type { LakeFSAsker } from '../LakeFSAsker';
import {
  type FoundRepository,
  type LakeFSBooks,
  repositoryKey,
} from '../LakeFSBooks';
import type { LakeFSPermits } from '../LakeFSPermits';
import type { TableFormat } from '../tables/findTables';
import { lookInto } from '../tables/lookInto';
import { toAnswer } from '../toAnswer';
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

/** `folder`: no table, though Parquet files are in it. */
type FolderKind = TableFormat | 'folder';

const KINDS_KEPT = 5_000;
const AT_ONCE = 4;

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
  /** Of folders by pair of commits. */
  readonly #kinds = new BoundedMap<string, FolderKind>({ most: KINDS_KEPT });

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
    const pair = pairOf(address, from, to);
    const items = await this.#marked(found, lines.items, {
      // One that is removed is looked at where it was.
      refs: [to.commitId, from.commitId],
      remember: folder => `${pair} ${folder}`,
    });
    return { from, to, prefix, ...lines, items };
  }

  /** What was written or removed on a branch since its last commit. */
  async uncommitted(
    asker: LakeFSAsker,
    address: LakeFSAddress,
    question: CompareQuestion & { branch: string },
  ): Promise<LakeFSComparison> {
    const found = await this.#find(asker, address);
    const { server, repository } = found;
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
    const items = await this.#marked(found, lines.items, {
      refs: [branch, commitId],
    });
    return { from: at, to: at, prefix, ...lines, items };
  }

  /**
   * What changed tells where a table keeps its metadata. A folder that is
   * taken for one only as Parquet files changed in it is looked into.
   */
  #marked(
    found: FoundRepository,
    lines: readonly LakeFSChange[],
    at: { refs: readonly string[]; remember?(folder: string): string },
  ): Promise<LakeFSChange[]> {
    return eachAtOnce(lines, AT_ONCE, async ({ table, ...line }) => {
      if (table !== 'parquet') {
        return { ...line, ...(table && { table }) };
      }
      const folder = line.path.replace(/\/$/, '');
      const key = at.remember?.(folder);
      const known = key === undefined ? undefined : this.#kinds.get(key);
      const kind = known ?? (await kindOf(found, folder, at.refs));
      if (key !== undefined) {
        this.#kinds.set(key, kind);
      }
      return { ...line, ...(kind !== 'folder' && { table: kind }) };
    });
  }

  #find(asker: LakeFSAsker, address: LakeFSAddress): Promise<FoundRepository> {
    this.#permits.require(asker.scope, address);
    return this.#books.find(address);
  }
}

/** What a folder is in which Parquet files changed; of the first of the references that has it. */
async function kindOf(
  found: FoundRepository,
  folder: string,
  refs: readonly string[],
): Promise<FolderKind> {
  for (const ref of refs) {
    const taken = { folder, format: 'parquet' as const };
    const look = await lookInto(found, taken, ref).catch(error => {
      throw toAnswer(error, found.server, `folder ${folder}`);
    });
    if (look.isThere) {
      return look.hasTables ? 'folder' : look.format ?? 'parquet';
    }
  }
  return 'parquet';
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

import type {
  KeptBranch,
  LakeFSAddress,
} from '@lakefront/backstage-plugin-lakehouse-common';
import {
  isLakeFSStatus,
  type GarbageCollectionRules,
} from '@lakefront/lakefs-client';
import { maskText } from '../maskText';
import type { HeadMemory } from './HeadMemory';
import type { LakeFSBooks } from './LakeFSBooks';
import type { LakeFSServer } from './LakeFSServer';
import type { LakeFSBook } from './readBook';
import { BoundedMap } from './BoundedMap';
import { repositoryKey } from './LakeFSBooks';
import type { Known, Refreshed } from './Refreshed';

const DAY_MS = 24 * 60 * 60_000;
/** More are not restored from a page. */
const MOST = 500;
const RULES_KEPT = 200;
/** As the controller of branches names them: the first twelve digits of the head. */
const TAG = /^lakefront-kept-(\w[-\w]*)-([0-9a-f]{12})$/;

/** What is known of how long lakeFS keeps what no branch holds. */
export interface RepositoryRules {
  garbageCollection?: GarbageCollectionRules;
  protection: readonly string[];
}

/**
 * Branches that outlived their objects, and deleted ones that can be restored.
 * It knows no users: whoever asks may see the repository.
 */
export class KeptBranches {
  readonly #books: LakeFSBooks;
  readonly #heads: HeadMemory;
  readonly #rules = new BoundedMap<string, Refreshed<RepositoryRules>>({
    most: RULES_KEPT,
  });

  constructor(options: { books: LakeFSBooks; heads: HeadMemory }) {
    this.#books = options.books;
    this.#heads = options.heads;
  }

  /**
   * Throws `NotFoundError` where the repository is gone, and
   * `ServiceUnavailableError` where nothing was ever read from its server; no
   * `book.value` means that its branches were never read. `owner` is told to
   * whoever calls: leave it out for who may not see that object.
   */
  async of(address: LakeFSAddress): Promise<{
    items: KeptBranch[];
    book: Known<LakeFSBook>;
    rules: Known<RepositoryRules>;
  }> {
    const { server } = await this.#books.find(address);
    const [book, rules] = [
      await this.#books.look(address),
      await this.rules(server, address.repository),
    ];
    if (!book.value) {
      return { items: [], book, rules };
    }
    const tags = book.value.tags.flatMap(({ id, commitId }) => {
      const [, branch, digits] = TAG.exec(id) ?? [];
      return branch !== undefined && commitId.startsWith(digits)
        ? [{ branch, tag: id, commitId }]
        : [];
    });
    const shown = tags.slice(0, MOST);
    await this.#heads.learn(
      server,
      address.repository,
      shown.map(({ commitId }) => commitId),
    );
    const { byName, marks } = book.value;
    const deleted = shown.map(({ branch, tag, commitId }): KeptBranch => {
      const head = this.#heads.get(address, commitId);
      const until = head && restorableUntil(head.committedAt, branch, rules);
      return {
        ...{ branch, tag, commitId, exists: byName.has(branch) },
        ...(head && { committedAt: new Date(head.committedAt).toISOString() }),
        ...(until && { restorableUntil: until }),
      };
    });
    const outlived = [...marks].flatMap(([branch, { kept }]): KeptBranch[] =>
      kept
        ? [
            {
              ...{ branch, at: kept.at, owner: kept.owner },
              reason: kept.reason,
              message: maskText(kept.message),
              exists: byName.has(branch),
              ...(byName.has(branch) && {
                commitId: byName.get(branch)!.commitId,
              }),
            },
          ]
        : [],
    );
    return { items: [...outlived.slice(0, MOST), ...deleted], book, rules };
  }

  /** Rules of a repository; a key that may not read them knows of none. */
  rules(
    server: LakeFSServer,
    repository: string,
  ): Promise<Known<RepositoryRules>> {
    const key = repositoryKey({ server: server.name, repository });
    const known =
      this.#rules.get(key) ??
      server.refreshed<RepositoryRules>(async client => {
        const [garbageCollection, { patterns }] = await Promise.all([
          client.repositories.garbageCollectionRules(repository),
          client.repositories.branchProtection(repository).catch(error => {
            if (isLakeFSStatus(error, 'not-found')) {
              return { patterns: [] };
            }
            throw error;
          }),
        ]);
        return { garbageCollection, protection: patterns };
      });
    this.#rules.set(key, known);
    return known.look();
  }
}

/**
 * Garbage collection goes by the time of the commit. Which of its rules holds
 * for a branch that is gone is not said anywhere: the shorter one is believed.
 */
function restorableUntil(
  committedAt: number,
  branch: string,
  { value }: Known<RepositoryRules>,
): string | undefined {
  const rules = value?.garbageCollection;
  if (!rules) {
    return undefined;
  }
  const own = rules.branches.find(rule => rule.branch === branch);
  const days = Math.min(
    rules.defaultRetentionDays,
    own?.retentionDays ?? Infinity,
  );
  return new Date(committedAt + days * DAY_MS).toISOString();
}

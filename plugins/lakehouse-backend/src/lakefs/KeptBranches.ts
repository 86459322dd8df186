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
import { BoundedMap } from '../BoundedMap';
import { repositoryKey } from './LakeFSBooks';
import type { Known, Refreshed } from './Refreshed';
import { isUnmoved, readKeptTag } from './restore/keptTags';
import { restorableUntil } from './restore/restorableUntil';

/** More are not restored from a page. */
const MOST = 500;
const RULES_KEPT = 200;

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
      const ended = readKeptTag(id);
      return ended && isUnmoved(id, commitId)
        ? [{ branch: ended.branch, tag: id, commitId }]
        : [];
    });
    const shown = tags.slice(0, MOST);
    await this.#heads.learn(
      server,
      address.repository,
      shown.map(({ commitId }) => commitId),
    );
    const { branches, byName, marks } = book.value;
    const heads = new Set(branches.map(({ commitId }) => commitId));
    const deleted = shown.map(({ branch, tag, commitId }): KeptBranch => {
      const head = this.#heads.get(address, commitId);
      const until =
        head &&
        restorableUntil({
          committedAt: head.committedAt,
          rules: rules.value?.garbageCollection,
          isHead: heads.has(commitId),
        });
      return {
        ...{ branch, tag, commitId, exists: byName.has(branch) },
        ...(head && { committedAt: new Date(head.committedAt).toISOString() }),
        ...(until !== undefined && {
          restorableUntil: new Date(until).toISOString(),
        }),
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

  /** Rules as they were read last, without asking lakeFS; undefined where they never were. */
  knownRules(address: LakeFSAddress): RepositoryRules | undefined {
    return this.#rules.get(repositoryKey(address))?.peek().value;
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

import { InputError } from '@backstage/errors';
import type {
  KeptBranch,
  LakeFSAddress,
  LakeFSFreshness,
  LakeFSList,
  LakeFSRepository,
  LakeFSRepositoryDetail,
  LakeFSRepositoryRules,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { mayUseRepository, type Repository } from '@lakefront/lakefs-client';
import { takePage } from '../queries/pageSize';
import type { DomainKey } from '../types';
import type { KeptBranches, RepositoryRules } from './KeptBranches';
import type { LakeFSAsker } from './LakeFSAsker';
import type { LakeFSBooks, SoughtRepository } from './LakeFSBooks';
import type { LakeFSPermits, LakePlace } from './LakeFSPermits';
import type { LakeFSServer } from './LakeFSServer';
import { lakeFSUrls } from './lakeFSUrls';
import { compareText } from './readBook';
import { toLakeFSFreshness, unreadFreshness } from './toLakeFSFreshness';

export interface RepositoryQuestion {
  /** Only for these places; of an asker's scope. */
  within: ReadonlySet<DomainKey>;
  q?: string;
  limit: number;
  cursor?: string;
}

/** Which repositories somebody may see, and what is known of one. */
export class RepositoryQueries {
  readonly #books: LakeFSBooks;
  readonly #permits: LakeFSPermits;
  readonly #kept: KeptBranches;

  constructor(options: {
    books: LakeFSBooks;
    permits: LakeFSPermits;
    kept: KeptBranches;
  }) {
    this.#books = options.books;
    this.#permits = options.permits;
    this.#kept = options.kept;
  }

  async list(
    asker: LakeFSAsker,
    question: RepositoryQuestion,
  ): Promise<LakeFSList<LakeFSRepository>> {
    const places = this.#permits.places(question.within);
    const q = question.q?.toLocaleLowerCase('en-US');
    const read = await Promise.all(
      [...this.#books.servers.values()]
        .filter(server => namesServer(places, server.name))
        .map(server => this.#allowedOn(server, places)),
    );
    const matching = read
      .flatMap(({ found }) => found)
      .filter(({ repository }) => !q || repository.id.includes(q));
    const after = question.cursor && readCursor(question.cursor);
    const { items, last, more } = takePage(
      matching.filter(one => !after || keyOf(one) > after),
      {
        limit: question.limit,
        toItem: ({ allowing, ...found }) =>
          this.describe(asker, found, allowing),
      },
    );
    return {
      ...{ items, total: matching.length },
      ...(more && last && { nextCursor: writeCursor(keyOf(last)) }),
      freshness: read.map(({ freshness }) => freshness),
    };
  }

  /** Throws `NotFoundError`, the same for what is not there and what is not theirs. */
  async detail(
    asker: LakeFSAsker,
    address: LakeFSAddress,
  ): Promise<LakeFSRepositoryDetail> {
    const places = this.#permits.require(asker.scope, address);
    const sought = await this.#books.seek(address);
    if (!sought.repository) {
      return {
        repository: this.describe(asker, sought, places),
        freshness: [unreadFreshness(sought)],
      };
    }
    const kept = await this.#kept.of(address);
    return {
      repository: this.describe(asker, sought, places),
      ...(kept.rules.value && { rules: toRules(kept.rules.value) }),
      ...(kept.book.value && {
        kept: takePage(kept.items, {
          limit: kept.items.length,
          toItem: one => withoutStranger(one, places),
        }).items,
      }),
      freshness: [
        toLakeFSFreshness(
          address,
          kept.book.failure || kept.book.late ? kept.book : kept.rules,
        ),
      ],
    };
  }

  describe(
    asker: LakeFSAsker,
    {
      address,
      server,
      repository,
    }: Pick<SoughtRepository, 'address' | 'server' | 'repository'>,
    places: readonly LakePlace[],
  ): LakeFSRepository {
    const book = this.#books.peek(address).value;
    return {
      ...{ server: address.server, repository: address.repository },
      ...(repository && {
        defaultBranch: repository.defaultBranch,
        createdAt: new Date(repository.createdAt * 1000).toISOString(),
        readOnly: repository.readOnly,
      }),
      domains: places.map(({ place, settings }) => ({
        domain: place.domain,
        kubernetesCluster: place.kubernetesCluster,
        keysPerDomain: settings.keysPerDomain ?? false,
        mayChange: asker.mayChange.has(place.key),
      })),
      ...(book && { branches: book.branches.length }),
      url: lakeFSUrls(server, address.repository).repository,
    };
  }

  async #allowedOn(
    server: LakeFSServer,
    places: readonly LakePlace[],
  ): Promise<{ found: FoundOne[]; freshness: LakeFSFreshness }> {
    const known = await server.repositories.look();
    const found = [...(known.value?.values() ?? [])].flatMap(repository => {
      const address = { server: server.name, repository: repository.id };
      const allowing = places.filter(({ settings }) =>
        mayUseRepository(settings.repositories, address),
      );
      return allowing.length > 0
        ? [{ address, server, repository, allowing }]
        : [];
    });
    return {
      found: found.sort((a, b) => compareText(keyOf(a), keyOf(b))),
      freshness: toLakeFSFreshness({ server: server.name }, known),
    };
  }
}

function toRules({
  protection,
  garbageCollection,
}: RepositoryRules): LakeFSRepositoryRules {
  return {
    protection: [...protection],
    ...(garbageCollection && {
      garbageCollection: {
        defaultRetentionDays: garbageCollection.defaultRetentionDays,
        branches: [...garbageCollection.branches],
      },
    }),
  };
}

interface FoundOne {
  address: LakeFSAddress;
  server: LakeFSServer;
  repository: Repository;
  allowing: LakePlace[];
}

function keyOf({ server, repository }: FoundOne): string {
  return `${server.name}/${repository.id}`;
}

function namesServer(places: readonly LakePlace[], server: string): boolean {
  return places.some(({ settings }) =>
    settings.repositories.some(pattern => pattern.startsWith(`${server}/`)),
  );
}

/** The object's name only for who may see its namespace. */
function withoutStranger(
  { owner, ...kept }: KeptBranch,
  places: readonly LakePlace[],
): KeptBranch {
  const known = places.some(({ place }) =>
    owner?.startsWith(`${place.kubernetesCluster}/${place.namespace}/`),
  );
  return { ...kept, ...(known && { owner }) };
}

function writeCursor(key: string): string {
  return Buffer.from(key).toString('base64url');
}

function readCursor(cursor: string): string {
  const key = Buffer.from(cursor, 'base64url').toString('utf8');
  if (!/^[a-z0-9-]+\/[a-z0-9-]+$/.test(key)) {
    throw new InputError("'cursor' is not one that this list gave out");
  }
  return key;
}

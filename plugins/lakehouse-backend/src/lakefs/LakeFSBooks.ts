import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import type { LakeFSAddress } from '@lakefront/backstage-plugin-lakehouse-common';
import type { Repository } from '@lakefront/lakefs-client';
import { BoundedMap } from '../BoundedMap';
import type { DeclaredBranches, DeclaredByBranch } from './DeclaredBranches';
import { isNewsToBook } from './isNewsToBook';
import type { LakeFSFailure } from './failureOf';
import type { LakeFSServer } from './LakeFSServer';
import { LakeFSUnavailable } from './LakeFSUnavailable';
import { type LakeFSBook, readBook } from './readBook';
import type { Known, Refreshed } from './Refreshed';

/** Books kept; the one that nobody looked at for longest goes first. */
const BOOKS_KEPT = 200;

/** A repository that settings name, with what it is asked by. */
export interface SoughtRepository {
  address: LakeFSAddress;
  server: LakeFSServer;
  /** Undefined where lakeFS never told of it, and does not say that there is none. */
  repository?: Repository;
  /** Of the server's list of repositories. */
  listed: Known<ReadonlyMap<string, Repository>>;
}

/** One that is there. */
export interface FoundRepository extends SoughtRepository {
  repository: Repository;
}

interface KeptBook {
  book: Refreshed<LakeFSBook>;
  /** What objects declared when somebody looked last. */
  heard: DeclaredByBranch;
}

/**
 * What is known of the lakeFS servers of config. It knows no users: who asks
 * may see what they ask for, which is decided before.
 */
export class LakeFSBooks {
  readonly servers: ReadonlyMap<string, LakeFSServer>;
  readonly #declared: Pick<DeclaredBranches, 'of'>;
  /** By `<server>/<repository>`. */
  readonly #books = new BoundedMap<string, KeptBook>({ most: BOOKS_KEPT });

  constructor(
    servers: readonly LakeFSServer[],
    declared: Pick<DeclaredBranches, 'of'>,
  ) {
    this.servers = new Map(servers.map(one => [one.name, one]));
    this.#declared = declared;
  }

  /**
   * Throws `NotFoundError` where lakeFS has no such repository,
   * `LakeFSUnavailable` where it never told of it.
   */
  async find(address: LakeFSAddress): Promise<FoundRepository> {
    const sought = await this.seek(address);
    const { repository, server, listed } = sought;
    if (!repository) {
      const failure = listed.failure ?? slowOf(server);
      throw new LakeFSUnavailable(
        failure,
        `${failure.message}. Nothing was read from it yet`,
      );
    }
    return { ...sought, repository };
  }

  /**
   * The same also where lakeFS never told of it. Throws `NotFoundError` where
   * lakeFS says that there is none, `ServiceUnavailableError` where config
   * has no such server.
   */
  async seek(address: LakeFSAddress): Promise<SoughtRepository> {
    const server = this.servers.get(address.server);
    if (!server) {
      throw new ServiceUnavailableError(
        `lakehouse.lakefs.servers has no lakeFS ${address.server}, which settings of the domain name. Whoever runs the portal adds it`,
      );
    }
    const listed = await server.repositories.look();
    const repository = listed.value?.get(address.repository);
    // One that was made since is not in a list from before.
    if (!repository && listed.value && !listed.failure && !listed.late) {
      throw goneRepository(address);
    }
    return { address, server, ...(repository && { repository }), listed };
  }

  /** What is known of its branches; throws as `find` where the repository is gone. */
  async look(address: LakeFSAddress): Promise<Known<LakeFSBook>> {
    const kept = this.#bookOf(address);
    if (kept) {
      this.#listen(address, kept);
    }
    const known = await kept?.book.look();
    if (known?.failure?.notFound) {
      throw goneRepository(address);
    }
    return known ?? {};
  }

  /** The same without asking lakeFS. */
  peek(address: LakeFSAddress): Known<LakeFSBook> {
    return this.#books.get(repositoryKey(address))?.book.peek() ?? {};
  }

  /** Objects tell of what was made, moved, merged or deleted sooner than the interval does. */
  #listen(address: LakeFSAddress, kept: KeptBook): void {
    const now = this.#declared.of(address);
    const { value } = kept.book.peek();
    if (value && isNewsToBook(kept.heard, now, value)) {
      kept.book.hurry();
    }
    kept.heard = now;
  }

  #bookOf(address: LakeFSAddress): KeptBook | undefined {
    const server = this.servers.get(address.server);
    if (!server) {
      return undefined;
    }
    const key = repositoryKey(address);
    const kept = this.#books.get(key) ?? {
      book: server.refreshed(client => readBook(client, address.repository)),
      heard: this.#declared.of(address),
    };
    this.#books.set(key, kept);
    return kept;
  }
}

function slowOf(server: LakeFSServer): LakeFSFailure {
  const message = `lakeFS ${server.name} takes long to answer`;
  return { state: 'unreachable', message, detail: message };
}

/** `<server>/<repository>` */
export function repositoryKey({ server, repository }: LakeFSAddress): string {
  return `${server}/${repository}`;
}

function goneRepository({ server, repository }: LakeFSAddress): NotFoundError {
  return new NotFoundError(
    `lakeFS ${server} has no repository ${repository}: it was deleted, or the domain's settings name one that was never made`,
  );
}

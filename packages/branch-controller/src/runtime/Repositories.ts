import { mayUseRepository, type LakeFSClient } from '@lakefront/lakefs-client';
import { ClaimBook } from '../claims/ClaimBook';
import type { Lake } from '../lake/Lake';
import { RepositoryView } from '../lake/RepositoryView';
import type { Lakes } from '../reconcile/ReconcilerOptions';
import type { Clock } from './Clock';

interface Known {
  view: RepositoryView;
  claims: ClaimBook;
}

/** The repositories that are worked with, each seen once for all of its objects. */
export class Repositories implements Lakes {
  readonly #known = new Map<string, Known>();

  constructor(
    private readonly options: {
      /** By their names in configuration. */
      clients: ReadonlyMap<string, LakeFSClient>;
      /** What the settings of a namespace's domain list. */
      patternsOf(namespace: string): readonly string[];
      clock: Clock;
    },
  ) {}

  find(
    namespace: string,
    place: { server: string; repository: string },
    signal: AbortSignal,
  ): Lake | undefined {
    return mayUseRepository(this.options.patternsOf(namespace), place)
      ? this.open(place, signal)
      : undefined;
  }

  /** Whoever may use it; undefined where there is no such server. */
  open(
    { server, repository }: { server: string; repository: string },
    signal: AbortSignal,
  ): Lake | undefined {
    const { clients, clock } = this.options;
    const client = clients.get(server);
    if (!client) return undefined;
    const key = `${server}/${repository}`;
    let known = this.#known.get(key);
    if (!known) {
      const options = { client, repository, clock };
      known = {
        view: new RepositoryView(options),
        claims: new ClaimBook(options),
      };
      this.#known.set(key, known);
    }
    return { client, server, repository, signal, ...known };
  }
}

import { mayUseRepository, type LakeFSClient } from '@lakefront/lakefs-client';
import { openRepository, type Lake, type RepositoryParts } from '../lake/Lake';
import type { Lakes } from '../reconcile/ReconcilerOptions';
import type { Clock } from './Clock';

/** The repositories that are worked with, each seen once for all of its objects. */
export class Repositories implements Lakes {
  readonly #known = new Map<string, RepositoryParts>();

  constructor(
    private readonly options: {
      /** By their names in configuration. */
      clients: ReadonlyMap<string, LakeFSClient>;
      /** What the settings of a namespace's domain list. */
      patternsOf(namespace: string): readonly string[];
      clock: Clock;
      /** Aborted when the controller stops or leads no longer. */
      signal: AbortSignal;
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
      const { signal: ending } = this.options;
      known = openRepository({ client, repository, clock, signal: ending });
      this.#known.set(key, known);
    }
    return { client, server, repository, signal, ...known };
  }
}

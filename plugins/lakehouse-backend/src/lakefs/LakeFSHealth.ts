import type { LakeFSServerHealth } from '@lakefront/backstage-plugin-lakehouse-common';
import type { DomainKey } from '../types';
import type { LakeFSPermits, LakePlace } from './LakeFSPermits';
import type { LakeFSServer } from './LakeFSServer';
import { toLakeFSFreshness } from './toLakeFSFreshness';

/** Names of one sentence; the rest is a number. */
const NAMED = 5;

/** How well the lakeFS servers of config are known, for platform engineers. */
export class LakeFSHealth {
  constructor(
    private readonly options: {
      servers: ReadonlyMap<string, LakeFSServer>;
      permits: LakeFSPermits;
    },
  ) {}

  /** Asks each server at most once in its interval, and waits no longer than a page does. */
  async read(scope: ReadonlySet<DomainKey>): Promise<LakeFSServerHealth[]> {
    const places = this.options.permits.places(scope);
    const servers = [...this.options.servers.values()];
    return [
      ...(await Promise.all(servers.map(server => describe(server, places)))),
      ...this.#missing(places),
    ];
  }

  /** Servers that settings name and config does not. */
  #missing(places: readonly LakePlace[]): LakeFSServerHealth[] {
    const named = places.flatMap(({ settings }) =>
      settings.repositories.map(pattern => pattern.split('/')[0]),
    );
    return [...new Set(named)]
      .filter(name => !this.options.servers.has(name))
      .sort()
      .map(server => {
        const message = `Settings of ${namesOf(
          placesOn(places, server),
        )} name lakeFS ${server}, which lakehouse.lakefs.servers does not have: add it there, or take it out of the settings`;
        return {
          ...{ server, requestsLastHour: 0, advice: [message] },
          freshness: { server, state: 'unreachable', message },
        };
      });
  }
}

async function describe(
  server: LakeFSServer,
  places: readonly LakePlace[],
): Promise<LakeFSServerHealth> {
  const [known, version] = await Promise.all([
    server.repositories.look(),
    server.version.look(),
  ]);
  const { failure } = known;
  const together = placesOn(places, server.name).filter(
    ({ settings }) => !settings.keysPerDomain,
  );
  return {
    server: server.name,
    freshness: {
      ...toLakeFSFreshness({ server: server.name }, known),
      // Its advice goes on from there; when it was read stands beside it.
      ...(failure && { message: failure.message }),
    },
    ...(version.value !== undefined && { version: version.value }),
    ...(known.value && { repositories: known.value.size }),
    requestsLastHour: server.requests.lastHour(),
    advice: [
      ...(failure ? [`${failure.message} (${failure.detail})`] : []),
      ...(together.length > 0
        ? [
            `Open-source lakeFS does not keep domains apart: a key in a Secret of ${namesOf(
              together,
            )} reaches every repository of ${
              server.name
            }. Give each domain a user of its own (lakeFS Enterprise or Cloud) or a server of its own, then say keysPerDomain: true in its settings`,
          ]
        : []),
    ],
  };
}

function placesOn(places: readonly LakePlace[], server: string): LakePlace[] {
  return places.filter(({ settings }) =>
    settings.repositories.some(pattern => pattern.startsWith(`${server}/`)),
  );
}

/** `sales on west, risk on east and 3 more` */
function namesOf(places: readonly LakePlace[]): string {
  const names = places.map(
    ({ place }) => `${place.domain} on ${place.kubernetesCluster}`,
  );
  const more = names.length - NAMED;
  return more > 0
    ? `${names.slice(0, NAMED).join(', ')} and ${more} more`
    : names.join(', ');
}

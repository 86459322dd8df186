import { Conditions } from './Conditions';
import { createFollower } from './createFollower';
import { DefaultResourceView } from './DefaultResourceView';
import { Follower } from './Follower';
import { toResourceMetrics } from './metrics';
import { createNamespaceNames } from './NamespaceNames';
import { Replica } from './Replica';
import { RowTable } from './RowTable';
import { systemClock } from './systemClock';
import {
  IndexLogger,
  KubeIndex,
  KubeIndexOptions,
  ResourceDefinition,
  ResourceView,
} from './types';
import { ValuePool } from './ValuePool';

const DEFAULTS = {
  pageSize: 500,
  silentWatchMs: 90_000,
  backoff: { initialMs: 1_000, maxMs: 30_000 },
  logSize: 5_000,
  unreachableAfterMs: 60_000,
};

const SILENT_LOGGER: IndexLogger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
};

/** A read model of Kubernetes objects, kept up to date by lists and watches. */
export function createKubeIndex(options: KubeIndexOptions): KubeIndex {
  assertUnique(
    'Kubernetes cluster',
    options.connections.map(connection => connection.name),
  );
  assertUnique(
    'resource',
    options.resources.map(resource => resource.id),
  );
  const clock = options.clock ?? systemClock;
  const logger = options.logger ?? SILENT_LOGGER;
  const conditions = new Conditions(clock);
  const values = new ValuePool();
  const views = new Map<string, DefaultResourceView<unknown>>();
  const replicas: Replica<unknown>[] = [];
  const followers: Follower[] = [];
  const definitions: ResourceDefinition<unknown>[] = options.resources;

  for (const { id } of definitions) {
    const table = new RowTable<unknown>();
    views.set(
      id,
      new DefaultResourceView<unknown>({ id, table, conditions, logger }),
    );
  }
  for (const definition of definitions) {
    const view = views.get(definition.id)!;
    for (const connection of options.connections) {
      const { name: kubernetesCluster } = connection;
      const replica = new Replica<unknown>({
        kubernetesCluster,
        definition,
        table: view.table,
        values,
        clock,
        logger,
        logSize: options.logSize ?? DEFAULTS.logSize,
        unreachableAfterMs:
          options.unreachableAfterMs ?? DEFAULTS.unreachableAfterMs,
        emit: events => view.publish(events),
      });
      view.addReplica(replica);
      replicas.push(replica);
      followers.push(
        createFollower({
          connection,
          definition,
          replica,
          names:
            definition.namespacesFrom && !definition.namespace
              ? createNamespaceNames(definition.namespacesFrom, {
                  kubernetesCluster,
                  view: id => views.get(id),
                })
              : undefined,
          reading: {
            metrics: toResourceMetrics(
              options.metrics,
              { kubernetesCluster, resource: definition.id },
              logger,
            ),
            clock,
            logger,
            random: options.random ?? Math.random,
            pageSize: options.pageSize ?? DEFAULTS.pageSize,
            silentWatchMs: options.silentWatchMs ?? DEFAULTS.silentWatchMs,
            backoff: options.backoff ?? DEFAULTS.backoff,
          },
        }),
      );
    }
  }

  let running: { stop: AbortController; done: Promise<unknown> } | undefined;

  return {
    start() {
      if (!running) {
        const stop = new AbortController();
        running = {
          stop,
          done: Promise.all(followers.map(each => each.run(stop.signal))),
        };
      }
    },
    async stop() {
      const stopping = running;
      running = undefined;
      stopping?.stop.abort(new Error('The index was stopped'));
      conditions.close();
      await stopping?.done;
    },
    resource<TRow>(id: string) {
      const view = views.get(id);
      if (!view) {
        throw new Error(`The index has no resource '${id}'`);
      }
      // The definition with this id projects to TRow; the caller says which.
      return view as unknown as ResourceView<TRow>;
    },
    freshness: () => replicas.map(replica => replica.freshness()),
    settled: timeoutMs =>
      conditions.until(
        () =>
          replicas.every(replica => {
            const { everSynced, state } = replica.freshness();
            return everSynced || state !== 'syncing';
          }),
        timeoutMs,
      ),
  };
}

function assertUnique(what: string, names: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (!name || name.includes('/')) {
      throw new Error(`'${name}' cannot be the name of a ${what}`);
    }
    if (seen.has(name)) {
      throw new Error(`Two are called '${name}': each ${what} needs its own`);
    }
    seen.add(name);
  }
}

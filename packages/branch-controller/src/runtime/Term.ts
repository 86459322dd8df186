import { compareResourceVersions, type KubeIndex } from '@lakefront/kube-index';
import type { LakeFSClient } from '@lakefront/lakefs-client';
import type { Kube } from '../kube/Kube';
import type { Lake } from '../lake/Lake';
import type { LakeFSBranch } from '../object/LakeFSBranch';
import { ownerOf } from '../object/names';
import { Reconciler } from '../reconcile/Reconciler';
import type { Again } from '../reconcile/Result';
import { findLeftovers, sweep } from '../reconcile/sweep';
import { Bucket } from './Bucket';
import type { Clock } from './Clock';
import type { Metrics } from './Metrics';
import { Repositories } from './Repositories';
import { HERE, patternsOf } from './watched';
import { WorkQueue } from './WorkQueue';

/**
 * Nearly all of the time they wait: for those they claim together with, for
 * the settings cache of lakeFS, for their turn. How much is asked at once is
 * limited where it is asked.
 */
const WORKERS = 1_000;
const LOOK_EVERY_MS = 60_000;
/** Branches a minute whose uncommitted changes are counted again though nothing moved. */
const REFRESHED_A_LOOK = 10;
const OBSERVED = { atOnce: 60, perMinute: 20 };

export interface TermOptions {
  clusterName: string;
  settingsNamespace: string;
  clients: ReadonlyMap<string, LakeFSClient>;
  random?: () => number;
  /** How often each repository is looked at as a whole. */
  lookEveryMs?: number;
  index: KubeIndex;
  kube: Kube;
  signal: AbortSignal;
  clock: Clock;
  metrics: Metrics;
  warn(message: string, error: unknown): void;
}

/** One time of leading: what is remembered ends with it. */
export class Term {
  readonly #options: TermOptions;
  readonly #repositories: Repositories;
  readonly #reconciler: Reconciler;
  readonly #queue: WorkQueue;
  /** What was written last, which the watch may not have told yet. */
  readonly #written = new Map<string, LakeFSBranch>();
  readonly #seen = new Map<string, string>();
  readonly #refresh = new Set<string>();
  #turn = 0;

  constructor(options: TermOptions) {
    this.#options = options;
    const { index, clock, clusterName, signal, metrics } = options;
    const { settingsNamespace, random = Math.random } = options;
    this.#repositories = new Repositories({
      clients: options.clients,
      clock,
      signal,
      patternsOf: namespace => patternsOf(index, settingsNamespace, namespace),
    });
    const bucket = new Bucket({ ...OBSERVED, now: () => clock.now() });
    this.#reconciler = new Reconciler({
      ...{ clusterName, clock, random, lakes: this.#repositories },
      kube: remembering(options.kube, this.#written),
      mayObserve: () => bucket.take(),
      // A look a little late must not be two.
      maxAgeMs: this.#lookEveryMs * 1.5,
    });
    this.#queue = new WorkQueue({
      ...{ workers: WORKERS, clock, random, signal },
      work: key => this.#reconcile(key),
      onError: (key, error) => {
        metrics.reconciled.inc({ result: 'error' });
        options.warn(`LakeFSBranch ${key} could not be looked at`, error);
      },
    });
  }

  get #lookEveryMs(): number {
    return this.#options.lookEveryMs ?? LOOK_EVERY_MS;
  }

  get #branches() {
    return this.#options.index.resource<LakeFSBranch>('branches');
  }

  async work(looked: () => void): Promise<void> {
    const { index, signal, clock, metrics, warn } = this.#options;
    const subscriptions = [
      this.#branches.subscribe(({ type, key, row }) => {
        if (!key) return;
        if (type === 'removed') this.#forget(key);
        else if (!this.#isOurs(key, row)) this.#queue.add(key);
      }),
      ...['namespaces', 'settings'].map(id =>
        index.resource(id).subscribe(({ type }) => {
          // Who may use what changed, or is known at last.
          if (type !== 'freshness') this.#addAll();
        }),
      ),
    ];
    try {
      while (!signal.aborted) {
        looked();
        metrics.waiting.set(this.#queue.depth);
        if (this.#isSynced()) {
          await this.#lookAtAll().catch(error => {
            if (!signal.aborted) warn('A look at lakeFS failed', error);
          });
        }
        await clock
          .sleep(this.#isSynced() ? this.#lookEveryMs : 1_000, signal)
          .catch(() => {});
      }
    } finally {
      subscriptions.forEach(end => end());
      await this.#queue.idle();
    }
  }

  /** What we wrote ourselves is no news: pauses after failures would be none. */
  #isOurs(key: string, row: LakeFSBranch | undefined): boolean {
    const version = this.#written.get(key)?.metadata.resourceVersion;
    return version !== undefined && row?.metadata.resourceVersion === version;
  }

  /** What is not known yet is not read as nothing. */
  #isSynced(): boolean {
    return this.#options.index.freshness().every(each => each.everSynced);
  }

  #addAll(): void {
    this.#branches.forEach({}, ({ key }) => this.#queue.add(key));
  }

  #forget(key: string): void {
    this.#queue.forget(key);
    this.#written.delete(key);
    this.#seen.delete(key);
  }

  async #reconcile(key: string): Promise<Again | undefined> {
    const { signal, metrics } = this.#options;
    if (!this.#isSynced()) return { kind: 'after', ms: 1_000 };
    const object = this.#newest(key);
    if (!object) return undefined;
    const refresh = this.#refresh.delete(key);
    const { again, seen } = await this.#reconciler.reconcile(object, signal, {
      refresh,
    });
    if (seen !== undefined) this.#seen.set(key, seen);
    metrics.reconciled.inc({ result: again?.kind ?? 'done' });
    return again;
  }

  #newest(key: string): LakeFSBranch | undefined {
    const watched = this.#branches.getByKey(key)?.row;
    const written = this.#written.get(key);
    if (!watched || !written) return watched;
    const order = compareResourceVersions(
      watched.metadata.resourceVersion,
      written.metadata.resourceVersion,
    );
    if (order !== undefined && order < 0) return written;
    this.#written.delete(key);
    return watched;
  }

  /** Each repository once; what differs from what was seen is looked at alone. */
  async #lookAtAll(): Promise<void> {
    const { signal } = this.#options;
    const places = new Map<string, { lake: Lake; keys: string[] }>();
    this.#branches.forEach({}, ({ key, row }) => {
      const lake = this.#repositories.find(
        row.metadata.namespace,
        row.spec,
        signal,
      );
      if (!lake) return;
      const name = `${lake.server}/${lake.repository}`;
      const place = places.get(name) ?? { lake, keys: [] };
      place.keys.push(key);
      places.set(name, place);
    });
    const calm: string[] = [];
    for (const { lake, keys } of places.values()) {
      try {
        calm.push(...(await this.#lookAt(lake, keys)));
      } catch (error) {
        if (signal.aborted) throw error;
        // The objects say it themselves.
        keys.forEach(key => this.#seen.delete(key));
        keys.forEach(key => this.#queue.add(key));
      }
    }
    for (let i = 0; i < Math.min(REFRESHED_A_LOOK, calm.length); i++) {
      const key = calm[this.#turn++ % calm.length];
      this.#refresh.add(key);
      this.#queue.add(key);
    }
  }

  /** Answers those that are there and did not move. */
  async #lookAt(lake: Lake, keys: string[]): Promise<string[]> {
    const snapshot = await lake.view.current(0, lake.signal);
    const calm: string[] = [];
    for (const key of keys) {
      const object = this.#newest(key);
      if (!object) continue;
      if (this.#reconciler.seen(object, snapshot) !== this.#seen.get(key)) {
        this.#queue.add(key);
      } else if (object.status?.uncommitted !== undefined) {
        calm.push(key);
      }
    }
    await this.#sweep(lake);
    return calm;
  }

  async #sweep(lake: Lake): Promise<void> {
    const { clusterName, kube, clock } = this.#options;
    const snapshot = await lake.view.current(Infinity, lake.signal);
    const owners = new Set<string>();
    this.#branches.forEach({}, ({ row }) => {
      owners.add(ownerOf(clusterName, row.metadata));
    });
    const leftovers = findLeftovers(snapshot, {
      clusterName,
      has: owner => owners.has(owner),
    });
    await sweep(lake, leftovers, {
      clock,
      isGone: async owner => {
        const [, namespace, name] = owner.split('/');
        return !namespace || !name || !(await kube.read(namespace, name));
      },
    });
  }
}

/** The same API server, and what it was told last. */
function remembering(kube: Kube, written: Map<string, LakeFSBranch>): Kube {
  const remember = (object: LakeFSBranch | undefined) => {
    if (object) {
      const { namespace, name } = object.metadata;
      written.set(`${HERE}/${namespace}/${name}`, object);
    }
    return object;
  };
  return {
    read: (namespace, name) => kube.read(namespace, name),
    writeStatus: async (object, status) =>
      remember(await kube.writeStatus(object, status)),
    setFinalizer: async (object, wanted) =>
      remember(await kube.setFinalizer(object, wanted)),
    isGoing: namespace => kube.isGoing(namespace),
    tell: (object, event) => kube.tell(object, event),
  };
}

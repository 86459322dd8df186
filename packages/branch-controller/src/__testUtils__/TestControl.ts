import { seededRandom } from '@lakefront/sandbox';
import type { Kube } from '../kube/Kube';
import { openRepository, type RepositoryParts } from '../lake/Lake';
import { conditionOf } from '../object/conditions';
import type { ConditionType } from '../object/LakeFSBranch';
import { Reconciler } from '../reconcile/Reconciler';
import type { ReconcilerOptions } from '../reconcile/ReconcilerOptions';
import type { FakeKube } from './FakeKube';
import type { TestLake } from './TestLake';

/** A reconciler over one repository, as it is after a start. */
export class TestControl {
  readonly reconciler: Reconciler;
  readonly parts: RepositoryParts;
  readonly stop = new AbortController();

  constructor(
    lake: TestLake,
    readonly kube: FakeKube,
    options: Partial<ReconcilerOptions> & {
      seed?: number;
      client?: TestLake['client'];
      through?: Kube;
    } = {},
  ) {
    const { clock } = lake;
    const { client = lake.client, seed = 1, through = kube, ...rest } = options;
    const { signal: ending } = this.stop;
    const place = { client, repository: 'orders-lake', clock, signal: ending };
    this.parts = openRepository(place);
    this.reconciler = new Reconciler({
      clusterName: 'west',
      kube: through,
      clock,
      random: seededRandom(seed),
      maxAgeMs: 0,
      lakes: {
        find: (namespace, { server, repository }, signal) =>
          namespace === 'dom-stranger'
            ? undefined
            : { client, server, repository, signal, ...this.parts },
      },
      ...rest,
    });
  }

  /** Looks at an object as it is now. */
  async look(name: string, namespace = 'dom-sales', refresh = false) {
    return this.reconciler.reconcile(
      this.kube.get(name, namespace),
      this.stop.signal,
      { refresh },
    );
  }

  /** Looks again and again until nothing changes. */
  async settle(name: string, namespace = 'dom-sales'): Promise<void> {
    for (let i = 0; i < 10 && this.kube.has(name, namespace); i++) {
      const { resourceVersion } = this.kube.get(name, namespace).metadata;
      await this.look(name, namespace);
      if (
        !this.kube.has(name, namespace) ||
        this.kube.get(name, namespace).metadata.resourceVersion ===
          resourceVersion
      ) {
        return;
      }
    }
  }

  condition(name: string, type: ConditionType, namespace = 'dom-sales') {
    const { status } = this.kube.get(name, namespace);
    const found = conditionOf(status?.conditions, type);
    return found && `${found.status} ${found.reason}: ${found.message}`;
  }
}

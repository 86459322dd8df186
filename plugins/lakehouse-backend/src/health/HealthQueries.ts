import type {
  KubeflowHealth,
  LakehouseHealth,
  LakeFSServerHealth,
  PlatformRootHealth,
  ResourceHealth,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { KubeIndex, ResourceDefinition } from '@lakefront/kube-index';
import type { GitHosts } from '../githosts';
import { withoutSpareEngine } from '../index/withoutSpareEngine';
import type { ChangeService, DomainKey } from '../types';
import type { RepositoryWatch } from './RepositoryWatch';
import { toResourceHealth } from './toResourceHealth';

/** More would be a list to work through, which is the page of changes. */
const STUCK_SHOWN = 50;

export interface HealthQueriesOptions {
  kube: Pick<KubeIndex, 'freshness'>;
  resources: readonly ResourceDefinition[];
  repositories: ReadonlyArray<{ name: string; url: string }>;
  hosts: GitHosts;
  repositoryWatch: RepositoryWatch;
  platformRoots: () => PlatformRootHealth[];
  lakefs: (scope: ReadonlySet<DomainKey>) => Promise<LakeFSServerHealth[]>;
  kubeflow: (scope: ReadonlySet<DomainKey>) => Promise<KubeflowHealth[]>;
  changes: Pick<ChangeService, 'list'>;
  now: () => number;
}

/** How well the portal knows each system: from memory and the database; of lakeFS from what it told last. */
export class HealthQueries {
  constructor(private readonly options: HealthQueriesOptions) {}

  /** Only for platform engineers; `scope` is what they may read. */
  async read(
    scope: ReadonlySet<DomainKey>,
  ): Promise<Omit<LakehouseHealth, 'version'>> {
    const { changes, hosts, repositories, repositoryWatch } = this.options;
    const [stuck, lakefs, kubeflow] = await Promise.all([
      changes.list(scope, { blocked: true, limit: STUCK_SHOWN }),
      this.options.lakefs(scope),
      this.options.kubeflow(scope),
    ]);
    return {
      resources: this.#resources(),
      repositories: repositoryWatch.describe(repositories, hosts),
      platformRoots: this.options.platformRoots(),
      lakefs,
      kubeflow,
      stuck: stuck.items,
    };
  }

  #resources(): ResourceHealth[] {
    const { kube, resources, now } = this.options;
    const watched = new Map(resources.map(one => [one.id, one]));
    return withoutSpareEngine(kube.freshness()).flatMap(row => {
      const definition = watched.get(row.resource);
      return definition ? [toResourceHealth(row, definition, now())] : [];
    });
  }
}

import type {
  LakeFSAddress,
  WorkloadAddress,
} from '@lakefront/backstage-plugin-lakehouse-common';

const join = (base: string, ...segments: string[]) =>
  [base.replace(/\/$/, ''), ...segments.map(encodeURIComponent)].join('/');

/** Every address of the plugin, below where an app has mounted it. */
export interface LakehousePaths {
  home: string;
  jobs(query?: Record<string, string>): string;
  compute(query?: Record<string, string>): string;
  changes(query?: Record<string, string>): string;
  health: string;
  domain(domain: string): string;
  workload(address: WorkloadAddress): string;
  change(id: string): string;
  /** The repositories of lakeFS. */
  lakefs: string;
  lakefsRepository(
    address: LakeFSAddress,
    query?: Record<string, string>,
  ): string;
  lakefsBranch(
    address: LakeFSAddress & { branch: string },
    query?: Record<string, string>,
  ): string;
}

/** Builds addresses from where the plugin is mounted. */
export function lakehousePaths(base: string): LakehousePaths {
  const withQuery = (path: string, query?: Record<string, string>) => {
    const search = new URLSearchParams(query).toString();
    return search ? `${path}?${search}` : path;
  };
  return {
    home: base,
    jobs: query => withQuery(join(base, 'jobs'), query),
    compute: query => withQuery(join(base, 'compute'), query),
    changes: query => withQuery(join(base, 'changes'), query),
    health: join(base, 'health'),
    domain: domain => join(base, 'domains', domain),
    workload: ({ kubernetesCluster, namespace, kind, name }) =>
      join(base, 'workloads', kubernetesCluster, namespace, kind, name),
    change: id => join(base, 'changes', id),
    lakefs: join(base, 'lakefs'),
    lakefsRepository: ({ server, repository }, query) =>
      withQuery(join(base, 'lakefs', server, repository), query),
    lakefsBranch: ({ server, repository, branch }, query) =>
      withQuery(
        join(base, 'lakefs', server, repository, 'branches', branch),
        query,
      ),
  };
}

/** `<kubernetesCluster>/<namespace>/<kind>/<name>`: how workloads are told apart. */
export function workloadKey(address: WorkloadAddress): string {
  return [
    address.kubernetesCluster,
    address.namespace,
    address.kind,
    address.name,
  ].join('/');
}

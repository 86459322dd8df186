import type {
  LakeFSAddress,
  WorkloadAddress,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { KubeflowAddress } from './api';

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
  /** Pipelines of Kubeflow, and their runs by `tab`. */
  pipelines(query?: Record<string, string>): string;
  pipeline(address: KubeflowAddress, query?: Record<string, string>): string;
  pipelineVersion(
    address: KubeflowAddress,
    query?: Record<string, string>,
  ): string;
  /** `name` is KFP's id of the run. */
  pipelineRun(address: KubeflowAddress, query?: Record<string, string>): string;
  pipelineRuns(first: KubeflowAddress, second: KubeflowAddress): string;
}

/** Builds addresses from where the plugin is mounted. */
export function lakehousePaths(base: string): LakehousePaths {
  const withQuery = (path: string, query?: Record<string, string>) => {
    const search = new URLSearchParams(query).toString();
    return search ? `${path}?${search}` : path;
  };
  const kubeflow = (
    what: string,
    { kubernetesCluster, namespace, name }: KubeflowAddress,
  ) => join(base, 'pipelines', what, kubernetesCluster, namespace, name);
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
    pipelines: query => withQuery(join(base, 'pipelines'), query),
    pipeline: (address, query) =>
      withQuery(kubeflow('pipeline', address), query),
    pipelineVersion: (address, query) =>
      withQuery(kubeflow('version', address), query),
    pipelineRun: (address, query) => withQuery(kubeflow('run', address), query),
    pipelineRuns: (first, second) =>
      withQuery(join(base, 'pipelines', 'compare'), {
        first: kubeflowKey(first),
        second: kubeflowKey(second),
      }),
  };
}

/** `<kubernetesCluster>/<namespace>/<name>`: how things of Kubeflow are told apart. */
export function kubeflowKey(address: KubeflowAddress): string {
  const { kubernetesCluster, namespace, name } = address;
  return [kubernetesCluster, namespace, name].join('/');
}

/** Reads a key again; nothing where it is none. */
export function readKubeflowKey(key: string): KubeflowAddress | undefined {
  const [kubernetesCluster, namespace, name, ...more] = key.split('/');
  return kubernetesCluster && namespace && name && more.length === 0
    ? { kubernetesCluster, namespace, name }
    : undefined;
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

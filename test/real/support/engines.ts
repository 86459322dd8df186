import {
  EAST,
  ENGINE_NAMESPACE,
  WEST,
  type SeedCluster,
} from '../../../packages/sandbox/src/seed/SeedCluster';
import {
  ARGO_CD_WORDS,
  FLUX_WORDS,
  type EngineWords,
} from '../../conformance/engineStories';
import { startArgoCd, type RealArgoCd } from './argocd';
import { startFlux } from './flux';
import type { RealKubernetes } from './kubernetes';
import type { KubeHttp, Manifest } from './KubeHttp';

const KUSTOMIZATIONS = `/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/${ENGINE_NAMESPACE.flux}/kustomizations`;
export const APPLICATIONS = `/apis/argoproj.io/v1alpha1/namespaces/${ENGINE_NAMESPACE.argocd}/applications`;

/** How far a sync is, in what both engines say. */
export interface SyncReading {
  synced: boolean;
  /** Objects that it applied and watches over, `kind/namespace/name`. */
  objects: string[];
}

/** What applies Git to a cluster: how it is started, told of Git, and asked. */
export interface Engine extends EngineWords {
  start(
    directory: string,
    kubernetes: RealKubernetes,
  ): Promise<{ stop(): Promise<void>; restart?: RealArgoCd['restart'] }>;
  /** The credentials with which it reads the repository. */
  credentials(url: string, login: string, password: string): Manifest;
  /** A seeded object that looks often enough for a test. */
  hurried(object: Manifest): Manifest;
  readSync(kubernetes: KubeHttp, name: string): Promise<SyncReading>;
  /** The mark that it leaves on what a sync applies. */
  mark(sync: string, id: string): Record<string, unknown>;
  /** Whether a domain's sync is in the bounds that the platform made for it. */
  confinedTo(kubernetes: KubeHttp, domain: string): Promise<boolean>;
}

/** Two of its domains are enough, and none of its jobs and pipelines. */
function lean(cluster: SeedCluster, domains: string[]): SeedCluster {
  return {
    ...cluster,
    domains: cluster.domains.filter(({ name }) => domains.includes(name)),
    jobs: [],
    compute: [],
    kubeflow: false,
  };
}

export const FLUX: Engine = {
  cluster: lean(WEST, ['sales', 'risk']),
  ...FLUX_WORDS,
  start: startFlux,
  credentials: (_, login, password) => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: 'lakehouse-gitops-auth',
      namespace: ENGINE_NAMESPACE.flux,
    },
    stringData: { username: login, password },
  }),
  // It looks once a minute by itself; its controller for webhooks is not here to tell it earlier.
  hurried: object =>
    object.kind === 'GitRepository'
      ? { ...object, spec: { ...(object.spec as object), interval: '2s' } }
      : object,
  async readSync(kubernetes, name) {
    const { body } = await kubernetes.get<{
      status?: {
        conditions?: Array<{ type: string; status: string }>;
        inventory?: { entries?: Array<{ id: string }> };
      };
    }>(`${KUSTOMIZATIONS}/${name}`);
    const { conditions = [], inventory } = body.status ?? {};
    const ready = conditions.find(({ type }) => type === 'Ready');
    return {
      synced: ready?.status === 'True',
      objects: (inventory?.entries ?? []).map(({ id }) => {
        const [namespace, object, , kind] = id.split('_');
        return `${kind}/${namespace}/${object}`;
      }),
    };
  },
  mark: sync => ({ labels: { 'kustomize.toolkit.fluxcd.io/name': sync } }),
  async confinedTo(kubernetes, domain) {
    const account = await kubernetes.get(
      `/api/v1/namespaces/${ENGINE_NAMESPACE.flux}/serviceaccounts/sync-${domain}`,
    );
    const { body } = await kubernetes.get<{
      spec: { serviceAccountName: string };
    }>(`${KUSTOMIZATIONS}/${domain}-workloads`);
    return (
      account.status === 200 &&
      body.spec.serviceAccountName === `sync-${domain}`
    );
  },
};

export const ARGO_CD: Engine = {
  cluster: lean(EAST, ['sales', 'platform']),
  ...ARGO_CD_WORDS,
  start: startArgoCd,
  credentials: (url, login, password) => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: 'lakehouse-gitops',
      namespace: ENGINE_NAMESPACE.argocd,
      labels: { 'argocd.argoproj.io/secret-type': 'repository' },
    },
    stringData: { type: 'git', url, username: login, password },
  }),
  // What is refused is tried again after ten seconds, then twenty, and so on.
  hurried(object) {
    if (object.kind !== 'Application') return object;
    const { syncPolicy, ...spec } = object.spec as any;
    const backoff = { duration: '2s', factor: 1 };
    return {
      ...object,
      spec: {
        ...spec,
        syncPolicy: { ...syncPolicy, retry: { ...syncPolicy.retry, backoff } },
      },
    };
  },
  async readSync(kubernetes, name) {
    const { body } = await kubernetes.get<{
      status?: {
        sync?: { status: string };
        resources?: Array<Record<'kind' | 'namespace' | 'name', string>>;
      };
    }>(`${APPLICATIONS}/${name}`);
    const { sync, resources = [] } = body.status ?? {};
    return {
      synced: sync?.status === 'Synced',
      objects: resources.map(
        ({ kind, namespace, name: object }) => `${kind}/${namespace}/${object}`,
      ),
    };
  },
  mark: (sync, id) => ({
    annotations: { 'argocd.argoproj.io/tracking-id': `${sync}:${id}` },
  }),
  async confinedTo(kubernetes, domain) {
    const { body: app } = await kubernetes.get<{ spec: { project: string } }>(
      `${APPLICATIONS}/${domain}-workloads`,
    );
    const { body: project } = await kubernetes.get<{
      spec: { destinations: Array<{ namespace: string }> };
    }>(
      `${APPLICATIONS.replace('applications', 'appprojects')}/${
        app.spec.project
      }`,
    );
    return project.spec.destinations.every(
      ({ namespace }) => namespace === `dom-${domain}`,
    );
  },
};

import { IN_CLUSTER } from '../argocd/argoObjects';
import type { KubeObject } from '../types';
import { binding, role, rule, WRITE } from './rbac';
import type { SeedCluster } from './SeedCluster';
import { namespaceOf, type SeedDomain } from './SeedDomain';

/** Where a sync is, and what it follows. */
export interface SyncSite {
  cluster: string;
  engine: SeedCluster['engine'];
  gitUrl: string;
  /** Of the API of Kubeflow Pipelines, where the cluster has it. */
  kubeflowUrl?: string;
}

const PRUNE_DISABLED = { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' };

/** Protected from prune on either engine. */
export const NOT_PRUNED = {
  'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
  ...PRUNE_DISABLED,
};

/** The ConfigMaps that keep a domain's directories alive, one for each sync: two that apply one object would quarrel. */
export const MARKER = 'lakefront-marker';
export const MARKER_AFTER = 'lakefront-marker-after';

/** What a domain's sync applies: its files, and the kinds that it may write. */
interface Stage {
  /** Behind the domain's name. */
  suffix: string;
  directory: 'domains' | 'domains-after';
  marker: string;
  /** By API group: plural to kind. */
  kinds: Record<string, Record<string, string>>;
  /** Waits until the first sync of the domain has applied the same commit. */
  after?: true;
}

const STAGES: Stage[] = [
  {
    suffix: '',
    directory: 'domains',
    marker: MARKER,
    kinds: {
      'sparkoperator.k8s.io': {
        sparkapplications: 'SparkApplication',
        scheduledsparkapplications: 'ScheduledSparkApplication',
        sparkconnects: 'SparkConnect',
      },
      'lakefront.dev': { lakefsbranches: 'LakeFSBranch' },
      'pipelines.kubeflow.org': { pipelines: 'Pipeline' },
      'kubeflow.org': { scheduledworkflows: 'ScheduledWorkflow' },
      batch: { jobs: 'Job', cronjobs: 'CronJob' },
    },
  },
  {
    // A version is refused while its pipeline is not there.
    suffix: '-after',
    directory: 'domains-after',
    marker: MARKER_AFTER,
    kinds: {
      'pipelines.kubeflow.org': { pipelineversions: 'PipelineVersion' },
    },
    after: true,
  },
];

/** What applies a domain's workloads: confined to those kinds and this one namespace. */
export function buildSyncs(domain: SeedDomain, site: SyncSite): KubeObject[] {
  return STAGES.flatMap(stage =>
    site.engine === 'flux'
      ? fluxSync(domain, site.cluster, stage)
      : argoSync(domain, site, stage),
  );
}

/** An account that may write those kinds in this one namespace, and nothing else. */
function fluxSync(
  domain: SeedDomain,
  cluster: string,
  stage: Stage,
): KubeObject[] {
  const namespace = namespaceOf(domain.name);
  const account = `sync-${domain.name}${stage.suffix}`;
  const roleName = `workload-sync${stage.suffix}`;
  return [
    {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: account, namespace: 'flux-system' },
    },
    role(roleName, namespace, [
      ...Object.entries(stage.kinds).map(([group, kinds]) =>
        rule(group, Object.keys(kinds), WRITE),
      ),
      rule('', ['configmaps'], ['create']),
      rule(
        '',
        ['configmaps'],
        ['get', 'update', 'patch', 'delete'],
        [stage.marker],
      ),
    ]),
    binding(roleName, namespace, {
      role: roleName,
      subject: {
        kind: 'ServiceAccount',
        namespace: 'flux-system',
        name: account,
      },
    }),
    {
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: {
        name: `${domain.name}-workloads${stage.suffix}`,
        namespace: 'flux-system',
        annotations: PRUNE_DISABLED,
      },
      spec: {
        ...(stage.after && {
          dependsOn: [{ name: `${domain.name}-workloads` }],
        }),
        interval: '10m',
        retryInterval: '1m',
        timeout: '5m',
        path: `./clusters/${cluster}/${stage.directory}/${domain.name}`,
        prune: true,
        // No wait and no health checks: one failed job must not stop a domain.
        wait: false,
        deletionPolicy: 'Orphan',
        serviceAccountName: account,
        sourceRef: { kind: 'GitRepository', name: 'lakehouse-gitops' },
      },
    },
  ];
}

/** The sync that applies the platform root, with full rights and no wait. */
export function fluxRoot(cluster: string, gitUrl: string): KubeObject[] {
  return [
    {
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'GitRepository',
      metadata: { name: 'lakehouse-gitops', namespace: 'flux-system' },
      spec: {
        interval: '1m',
        url: `${gitUrl}/lakehouse/gitops.git`,
        ref: { branch: 'main' },
        secretRef: { name: 'lakehouse-gitops-auth' },
      },
    },
    {
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: { name: 'lakefront-platform', namespace: 'flux-system' },
      spec: {
        interval: '10m',
        retryInterval: '1m',
        timeout: '5m',
        path: `./platform/${cluster}`,
        prune: true,
        wait: false,
        deletionPolicy: 'Orphan',
        sourceRef: { kind: 'GitRepository', name: 'lakehouse-gitops' },
      },
    },
  ];
}

/** A project that permits those kinds in this one namespace, and an Application in it. */
function argoSync(
  domain: SeedDomain,
  { cluster, gitUrl }: SyncSite,
  stage: Stage,
): KubeObject[] {
  const namespace = namespaceOf(domain.name);
  const name = `${domain.name}-workloads${stage.suffix}`;
  const annotations = NOT_PRUNED;
  return [
    project(name, annotations, {
      sourceRepos: [`${gitUrl}/lakehouse/gitops.git`],
      destinations: [{ server: IN_CLUSTER, namespace }],
      clusterResourceWhitelist: [],
      namespaceResourceWhitelist: [
        ...Object.entries(stage.kinds).flatMap(([group, kinds]) =>
          Object.values(kinds).map(kind => ({ group, kind })),
        ),
        { group: '', kind: 'ConfigMap' },
      ],
    }),
    application(name, annotations, {
      project: name,
      gitUrl,
      path: `clusters/${cluster}/${stage.directory}/${domain.name}`,
      namespace,
    }),
  ];
}

/** The Application that applies the platform root, in a project that permits all. */
export function argoRoot(cluster: string, gitUrl: string): KubeObject[] {
  const anything = [{ group: '*', kind: '*' }];
  const name = 'lakefront-platform';
  return [
    project(name, undefined, {
      sourceRepos: [`${gitUrl}/lakehouse/gitops.git`],
      destinations: [{ server: IN_CLUSTER, namespace: '*' }],
      clusterResourceWhitelist: anything,
      namespaceResourceWhitelist: anything,
    }),
    application(name, undefined, {
      project: name,
      gitUrl,
      path: `platform/${cluster}`,
      namespace: 'lakefront-system',
    }),
  ];
}

function project(
  name: string,
  annotations: Record<string, string> | undefined,
  spec: object,
): KubeObject {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: {
      name,
      namespace: 'argocd',
      ...(annotations && { annotations }),
    },
    spec,
  };
}

function application(
  name: string,
  annotations: Record<string, string> | undefined,
  options: { project: string; gitUrl: string; path: string; namespace: string },
): KubeObject {
  const { gitUrl, path, namespace } = options;
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name,
      namespace: 'argocd',
      ...(annotations && { annotations }),
    },
    spec: {
      project: options.project,
      source: {
        repoURL: `${gitUrl}/lakehouse/gitops.git`,
        targetRevision: 'main',
        path,
        // The controller writes `jsonnet` back: without it the root stays OutOfSync.
        directory: { recurse: true, jsonnet: {} },
      },
      destination: { server: IN_CLUSTER, namespace },
      // No waves and no PruneLast: one failed job must not stop a domain.
      syncPolicy: {
        automated: { prune: true },
        syncOptions: ['ServerSideApply=true'],
        retry: {
          limit: 5,
          // A mended file is taken at the next try, not after the last.
          refresh: true,
          backoff: { duration: '10s', factor: 2, maxDuration: '3m' },
        },
      },
    },
  };
}

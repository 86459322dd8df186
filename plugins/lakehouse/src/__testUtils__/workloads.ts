import type {
  Footprint,
  KubernetesObject,
  PodSummary,
  Workload,
  WorkloadDetail,
  WorkloadManifest,
  WorkloadRun,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { liveFreshness } from './domains';

const GIB = 1024 ** 3;

export const footprintFixture: Footprint = {
  cpu: 6,
  memory: 14 * GIB,
  gpu: 0,
  pods: 3,
  parts: [
    { role: 'driver', count: 1, minCount: 1, cpu: 2, memory: 4 * GIB, gpu: 0 },
    {
      role: 'executor',
      count: 2,
      minCount: 1,
      cpu: 2,
      memory: 5 * GIB,
      gpu: 0,
    },
  ],
};

/** A job with what a test does not care about filled in. */
export function workloadFixture(extra: Partial<Workload> = {}): Workload {
  const name = extra.name ?? 'daily-orders';
  return {
    kubernetesCluster: 'west',
    namespace: `dom-${extra.domain ?? 'sales'}`,
    kind: 'spark-application',
    name,
    uid: `uid-${name}`,
    domain: 'sales',
    role: 'job',
    state: 'running',
    stateDetail: 'RUNNING',
    description: 'Spark 4.0.1 · Python',
    owner: 'group:default/sales-data',
    requestedBy: 'user:default/mia',
    changeId: 'c-42',
    createdAt: '2026-01-02T10:02:10Z',
    submittedAt: '2026-01-02T10:02:11Z',
    startedAt: '2026-01-02T10:02:42Z',
    footprint: footprintFixture,
    links: [],
    ...extra,
  };
}

export const failedWorkload = workloadFixture({
  state: 'failed',
  stateDetail: 'FAILED',
  endedAt: '2026-01-02T10:09:22Z',
  reason: {
    code: 'out-of-memory',
    message: 'The driver ran out of memory (exit 137, limit 4 GiB).',
    detail: 'driver container failed with ExitCode: 137, Reason: OOMKilled',
    editPath: 'spec.driver.memory',
  },
});

export const workloadsFixture: Workload[] = [
  failedWorkload,
  workloadFixture({
    name: 'backfill-2024',
    state: 'pending',
    stateDetail: 'PENDING_SUBMISSION',
    submittedAt: '2026-01-02T09:50:00Z',
    startedAt: undefined,
    reason: { code: 'quota', message: 'Waits: 12 CPU over quota.' },
  }),
  workloadFixture({
    name: 'fill-gaps',
    submittedAt: '2026-01-02T09:50:00Z',
    reason: {
      code: 'executors-missing',
      message:
        'Runs with 1 of 4 executors: the next one needs 52.8 GiB, sales has 42.9 GiB left.',
      missing: { role: 'executor', running: 1, wanted: 4 },
    },
  }),
  workloadFixture({
    name: 'score-customers',
    domain: 'risk',
    owner: 'group:default/risk-data',
    submittedAt: '2026-01-02T09:40:00Z',
  }),
  workloadFixture({
    name: 'weekly-report-with-a-name-that-goes-on-for-quite-a-while',
    state: 'succeeded',
    stateDetail: 'COMPLETED',
    submittedAt: '2026-01-02T08:00:00Z',
    endedAt: '2026-01-02T08:12:00Z',
    startedAt: '2026-01-02T08:01:00Z',
  }),
  workloadFixture({
    name: 'old-import',
    state: 'suspended',
    stateDetail: 'SUSPENDED',
    submittedAt: '2026-01-01T08:00:00Z',
    startedAt: undefined,
  }),
];

export const podsFixture: PodSummary[] = [
  {
    name: 'daily-orders-driver',
    role: 'driver',
    phase: 'Failed',
    reason: 'OOMKilled',
    exitCode: 137,
    node: 'node-1',
    restarts: 0,
    createdAt: '2026-01-02T10:02:15Z',
    startedAt: '2026-01-02T10:02:42Z',
    endedAt: '2026-01-02T10:09:22Z',
    cpu: 2,
    memory: 4 * GIB,
  },
  {
    name: 'daily-orders-exec-1',
    role: 'executor',
    phase: 'Succeeded',
    node: 'node-2',
    restarts: 0,
    createdAt: '2026-01-02T10:03:00Z',
    startedAt: '2026-01-02T10:03:10Z',
    endedAt: '2026-01-02T10:09:22Z',
    cpu: 2,
    memory: 5 * GIB,
  },
];

export const runsFixture: WorkloadRun[] = Array.from(
  { length: 24 },
  (_, index): WorkloadRun => {
    const start = Date.now() - (index * 58 + 5) * 60_000;
    return {
      kubernetesCluster: 'west',
      domain: 'sales',
      namespace: 'dom-sales',
      kind: 'spark-application',
      name: index % 3 ? 'daily-orders' : 'score-customers',
      key: `run-${index}`,
      startedAt: new Date(start).toISOString(),
      endedAt: new Date(start + 480_000).toISOString(),
      state: index % 7 === 0 ? 'failed' : 'succeeded',
    };
  },
);

export const manifestObject: KubernetesObject = {
  apiVersion: 'sparkoperator.k8s.io/v1beta2',
  kind: 'SparkApplication',
  metadata: { name: 'daily-orders', namespace: 'dom-sales' },
  spec: {
    type: 'Python',
    sparkVersion: '4.0.1',
    mainApplicationFile: 's3a://jobs/daily-orders.py',
    driver: { cores: 2, memory: '4g' },
    executor: { cores: 2, memory: '4g', instances: 2 },
  },
};

export const manifestFixture: WorkloadManifest = {
  live: {
    ...manifestObject,
    spec: {
      ...(manifestObject.spec as object),
      driver: { cores: 2, memory: '6g' },
      mode: 'cluster',
    },
    status: { applicationState: { state: 'FAILED' } },
  },
  git: {
    repository: 'lakehouse/gitops',
    path: 'clusters/west/domains/sales/spark-application/daily-orders.yaml',
    url: 'http://git.test/lakehouse/gitops/daily-orders.yaml',
    object: manifestObject,
    commit: {
      sha: 'abcdef0123456789',
      message: 'Add Spark job daily-orders to sales',
      at: '2026-01-02T10:01:00Z',
      url: 'http://git.test/lakehouse/gitops/commit/abcdef0',
    },
  },
};

export const detailFixture: WorkloadDetail = {
  workload: failedWorkload,
  openChanges: ['c-43'],
  mayChange: true,
  domainOwner: 'group:default/sales-data',
  usual: { runs: 12, medianSeconds: 480 },
  freshness: liveFreshness,
  version: 'v1',
};

/** A compute cluster that answers, with what a test does not care about filled in. */
export function computeFixture(extra: Partial<Workload> = {}): Workload {
  const name = extra.name ?? 'sales-sql';
  return {
    ...workloadFixture({ name }),
    kind: 'spark-connect',
    role: 'compute',
    stateDetail: 'Ready',
    description: 'Spark Connect 4.0.1 · 2 executors',
    endpoint: `sc://${name}-server.dom-sales.svc.cluster.local:15002`,
    footprint: {
      ...footprintFixture,
      parts: footprintFixture.parts.map(part =>
        part.role === 'driver' ? { ...part, role: 'server' } : part,
      ),
    },
    ...extra,
  };
}

export const outdatedCompute = computeFixture({
  name: 'sales-reports',
  outdated: {
    code: 'restart-needed',
    message:
      'Its server started before sales-reports was changed last, and runs on as it was until its pod sales-reports-server is deleted, which ends all its sessions.',
    detail: 'kubectl delete pod sales-reports-server --namespace dom-sales',
  },
});

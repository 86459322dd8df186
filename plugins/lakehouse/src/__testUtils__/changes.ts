import type {
  ChangeRequest,
  ChangeRequestDetail,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { footprintFixture, manifestObject } from './workloads';

const path = 'clusters/west/domains/sales/spark-application/daily-orders.yaml';

export const changeFixture: ChangeRequest = {
  id: 'c-42',
  title: 'Add Spark job daily-orders to sales',
  phase: 'open',
  domain: 'sales',
  kubernetesCluster: 'west',
  requestedBy: 'user:default/mia',
  createdAt: '2026-01-02T09:12:00Z',
  updatedAt: '2026-01-02T09:13:00Z',
  repository: 'lakehouse/gitops',
  url: 'http://git.test/lakehouse/gitops/pulls/42',
  number: 42,
  operations: [
    {
      action: 'create',
      kind: 'spark-application',
      name: 'daily-orders',
      kubernetesCluster: 'west',
      domain: 'sales',
      namespace: 'dom-sales',
      path,
    },
  ],
  steps: [
    {
      id: 'opened',
      title: 'opened',
      state: 'done',
      at: '2026-01-02T09:12:00Z',
      url: 'http://git.test/lakehouse/gitops/pulls/42',
    },
    {
      id: 'checks',
      title: 'checks passed',
      state: 'done',
      at: '2026-01-02T09:13:00Z',
    },
    {
      id: 'review',
      title: 'review',
      state: 'active',
      evidence: 'needs 1 approval by somebody else',
    },
    { id: 'merged', title: 'merged', state: 'waiting' },
    { id: 'synced', title: 'synced', state: 'waiting' },
    { id: 'live', title: 'live', state: 'waiting' },
  ],
  summary:
    'Waits for review by sales-data (needs 1 approval by somebody else).',
  footprint: footprintFixture,
  fit: {
    fits: true,
    summary: 'asks for 6 CPU, 14 GiB; sales has 22 CPU, 76 GiB left',
    problems: [],
  },
};

export const blockedChange: ChangeRequest = {
  ...changeFixture,
  id: 'c-41',
  title: 'Add Spark job too-bold to sales',
  phase: 'merged',
  blocked: {
    reason: 'RoleBinding/x dry-run failed: cannot patch resource rolebindings',
    who: 'group:default/platform-engineers',
  },
  summary: 'Flux refuses the directory of sales on west.',
  steps: changeFixture.steps.map(step =>
    step.id === 'synced'
      ? {
          ...step,
          state: 'blocked',
          evidence:
            'RoleBinding/x dry-run failed: cannot patch resource rolebindings',
        }
      : step,
  ),
};

export const changeDetailFixture: ChangeRequestDetail = {
  ...changeFixture,
  consequences: [
    'After the merge Flux creates Spark job daily-orders in dom-sales on west.',
  ],
  files: [
    {
      path,
      action: 'create',
      object: manifestObject,
      text: 'apiVersion: sparkoperator.k8s.io/v1beta2\nkind: SparkApplication\n',
      lines: { added: 38, removed: 0 },
    },
  ],
};

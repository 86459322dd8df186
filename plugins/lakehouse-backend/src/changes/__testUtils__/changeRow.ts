import type { ChangeRow } from '../ChangeRow';

export const NOW = Date.UTC(2026, 0, 5, 12);

/** A change that was just asked for, for tests. */
export function changeRow(over: Partial<ChangeRow> = {}): ChangeRow {
  const row: Omit<ChangeRow, 'writes'> = {
    id: 'abcdefgh23456777',
    contentHash: 'content',
    phase: 'open',
    kubernetesCluster: 'west',
    domain: 'sales',
    namespace: 'dom-sales',
    repository: 'https://git.example.com/lakehouse/gitops',
    branch: 'lakefront/abcdefgh23456777',
    requestedBy: 'user:default/mia',
    title: 'Add Spark job daily-orders to sales',
    body: 'body',
    files: [
      {
        path: 'clusters/west/domains/sales/spark-application/daily-orders.yaml',
        action: 'create',
        kind: 'spark-application',
        name: 'daily-orders',
        object: {
          apiVersion: 'sparkoperator.k8s.io/v1beta2',
          kind: 'SparkApplication',
          metadata: { name: 'daily-orders', namespace: 'dom-sales' },
        },
        text: 'kind: SparkApplication\n',
        lines: { added: 1, removed: 0 },
      },
    ],
    details: { warnings: [], consequences: [], approvals: [] },
    createdAt: NOW,
    updatedAt: NOW,
    startedAt: NOW,
    attempts: 0,
    pollAt: NOW,
    polledAt: 0,
    ...over,
  };
  const writes = row.files.map(({ action, path, text }) => ({
    ...{ action, path, text },
  }));
  return { writes, ...row };
}

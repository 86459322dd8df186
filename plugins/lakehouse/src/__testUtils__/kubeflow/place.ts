import type { KubeflowFreshness } from '@lakefront/backstage-plugin-lakehouse-common';

export const place = {
  kubernetesCluster: 'west',
  domain: 'sales',
  namespace: 'dom-sales',
};

export const liveKubeflow: KubeflowFreshness[] = [
  {
    kubernetesCluster: 'west',
    state: 'live',
    readAt: '2026-01-02T10:20:00Z',
  },
];

export const awayKubeflow: KubeflowFreshness[] = [
  {
    kubernetesCluster: 'west',
    state: 'unreachable',
    readAt: '2026-01-02T10:20:00Z',
    message: 'connect ECONNREFUSED; look whether ml-pipeline runs',
  },
];

/** Minutes before now. */
export const ago = (minutes: number) =>
  new Date(Date.now() - minutes * 60_000).toISOString();

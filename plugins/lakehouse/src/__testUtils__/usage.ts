import type { QuotaHistory } from '@lakefront/backstage-plugin-lakehouse-common';

const HOUR_MS = 60 * 60_000;
const GIB = 1024 ** 3;

/** A week that ends now: busier by day than by night, as quotas are. */
function week(hard: number, top: number): QuotaHistory['points'] {
  const end = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
  return Array.from({ length: 168 }, (_, hour) => ({
    at: new Date(end - (167 - hour) * HOUR_MS).toISOString(),
    used: top * (0.3 + 0.7 * Math.abs(Math.sin((hour / 24) * Math.PI))),
    hard,
  }));
}

export const usageFixture: QuotaHistory[] = [
  {
    kubernetesCluster: 'west',
    resource: 'requests.cpu',
    quota: 'quota',
    unit: 'cores',
    points: week(64, 60),
  },
  {
    kubernetesCluster: 'west',
    resource: 'requests.memory',
    quota: 'quota',
    unit: 'bytes',
    points: week(256 * GIB, 200 * GIB),
  },
];

import type { Workload } from '@lakefront/backstage-plugin-lakehouse-common';

/** What needs somebody comes first, as the backend sorts. */
const states: Workload['state'][] = [
  'failed',
  'running',
  'pending',
  'suspended',
  'unknown',
  'succeeded',
];

const values: Record<string, (row: Workload) => string | number> = {
  startedAt: row => row.startedAt ?? row.submittedAt ?? row.createdAt,
  endedAt: row => row.endedAt ?? '',
  createdAt: row => row.createdAt,
  name: row => row.name,
  state: row => states.indexOf(row.state),
  domain: row => row.domain,
  owner: row => row.owner ?? '',
};

/** Where a new row belongs in a list sorted as the address says; on top when unknown. */
export function compareWorkloads(
  sort: string,
): ((a: Workload, b: Workload) => number) | undefined {
  const down = sort.startsWith('-');
  const value = values[down ? sort.slice(1) : sort];
  if (!value) {
    return undefined;
  }
  return (a, b) => {
    const [x, y] = [value(a), value(b)];
    let order = 0;
    if (x !== y) {
      order = x < y ? -1 : 1;
    }
    return down ? -order : order;
  };
}

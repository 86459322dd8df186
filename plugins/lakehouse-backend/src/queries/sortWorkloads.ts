import { InputError } from '@backstage/errors';
import type {
  Workload,
  WorkloadState,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { WorkloadSort } from './WorkloadQuery';

/** What needs somebody comes first. */
const STATES: WorkloadState[] = [
  'failed',
  'running',
  'pending',
  'suspended',
  'unknown',
  'succeeded',
];

type SortValue = string | number | undefined;

export interface WorkloadOrder {
  sort: WorkloadSort;
  descending: boolean;
  /** Now, for how long what runs has taken. */
  now: number;
}

interface Position {
  value: SortValue;
  key: string;
}

/** One page of a total order, and where the next one begins. */
export function pageOfWorkloads(
  workloads: Workload[],
  order: WorkloadOrder & { limit: number; cursor?: string },
): { items: Workload[]; nextCursor?: string } {
  const start = order.cursor ? decodeCursor(order.cursor) : undefined;
  const positioned = workloads
    .map(workload => ({ workload, ...positionOf(workload, order) }))
    .filter(item => !start || compare(item, start, order) > 0)
    .sort((a, b) => compare(a, b, order));
  const page = positioned.slice(0, order.limit);
  const last = page.at(-1);
  return {
    items: page.map(({ workload }) => workload),
    nextCursor:
      last && positioned.length > page.length ? encodeCursor(last) : undefined,
  };
}

/** `<kubernetesCluster>/<namespace>/<kind>/<name>`: how lists name their rows. */
export function toWorkloadKey(workload: {
  kubernetesCluster: string;
  namespace: string;
  kind: string;
  name: string;
}): string {
  const { kubernetesCluster, namespace, kind, name } = workload;
  return `${kubernetesCluster}/${namespace}/${kind}/${name}`;
}

function positionOf(workload: Workload, order: WorkloadOrder): Position {
  return { value: valueOf(workload, order), key: toWorkloadKey(workload) };
}

function valueOf(workload: Workload, { sort, now }: WorkloadOrder): SortValue {
  switch (sort) {
    case 'state':
      return STATES.indexOf(workload.state);
    case 'startedAt':
      return workload.startedAt ?? workload.submittedAt ?? workload.createdAt;
    case 'duration': {
      const { startedAt, endedAt } = workload;
      return (
        startedAt &&
        (endedAt ? Date.parse(endedAt) : now) - Date.parse(startedAt)
      );
    }
    default:
      return workload[sort];
  }
}

/** Rows without a value come last in both directions; ties are broken by key. */
function compare(
  a: Position,
  b: Position,
  { descending }: WorkloadOrder,
): number {
  if (a.value !== b.value) {
    if (a.value === undefined || b.value === undefined) {
      return a.value === undefined ? 1 : -1;
    }
    const ascending = a.value < b.value ? -1 : 1;
    return descending ? -ascending : ascending;
  }
  if (a.key === b.key) {
    return 0;
  }
  return a.key < b.key ? -1 : 1;
}

function encodeCursor({ value, key }: Position): string {
  return Buffer.from(JSON.stringify([key, value])).toString('base64url');
}

function decodeCursor(cursor: string): Position {
  try {
    const [key, value] = JSON.parse(
      Buffer.from(cursor, 'base64url').toString('utf8'),
    );
    if (
      typeof key === 'string' &&
      (value === null || ['string', 'number'].includes(typeof value))
    ) {
      return { key, value: value ?? undefined };
    }
  } catch {
    // Falls through: what we did not make is as bad as what cannot be read.
  }
  throw new InputError("'cursor' is not one of this list's cursors");
}

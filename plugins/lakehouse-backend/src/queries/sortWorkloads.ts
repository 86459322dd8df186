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

/** Where a row stands in a list: its value, then its address. */
export interface ListPosition {
  value: SortValue;
  /** `<kubernetesCluster>/<namespace>/<kind>/` */
  prefix: string;
  name: string;
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

/** What a workload is sorted by. */
export function valueOf(
  workload: Omit<Workload, 'domain'>,
  domain: string,
  { sort, now }: WorkloadOrder,
): SortValue {
  switch (sort) {
    case 'domain':
      return domain;
    case 'state':
      return STATES.indexOf(workload.state);
    case 'startedAt':
      return workload.startedAt ?? workload.submittedAt ?? workload.createdAt;
    case 'duration': {
      const { startedAt, endedAt } = workload;
      const from = Date.parse(startedAt ?? '');
      const to = endedAt ? Date.parse(endedAt) : now;
      return Number.isNaN(to - from) ? undefined : to - from;
    }
    default:
      return workload[sort];
  }
}

/** Rows without a value come last in both directions; ties are broken by address. */
export function comparePositions(
  a: ListPosition,
  b: ListPosition,
  { descending }: Pick<WorkloadOrder, 'descending'>,
): number {
  if (a.value !== b.value) {
    if (a.value === undefined || b.value === undefined) {
      return a.value === undefined ? 1 : -1;
    }
    const ascending = a.value < b.value ? -1 : 1;
    return descending ? -ascending : ascending;
  }
  return compareTexts(a.prefix, b.prefix) || compareTexts(a.name, b.name);
}

function compareTexts(a: string, b: string): number {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}

export function encodeCursor({ value, prefix, name }: ListPosition): string {
  return Buffer.from(JSON.stringify([`${prefix}${name}`, value])).toString(
    'base64url',
  );
}

export function decodeCursor(cursor: string): ListPosition {
  try {
    const [key, value] = JSON.parse(
      Buffer.from(cursor, 'base64url').toString('utf8'),
    );
    if (
      typeof key === 'string' &&
      (value === null || ['string', 'number'].includes(typeof value))
    ) {
      const end = key.lastIndexOf('/') + 1;
      return {
        value: value ?? undefined,
        prefix: key.slice(0, end),
        name: key.slice(end),
      };
    }
  } catch {
    // Falls through: what we did not make is as bad as what cannot be read.
  }
  throw new InputError("'cursor' is not one of this list's cursors");
}

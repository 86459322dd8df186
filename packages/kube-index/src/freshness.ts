import { FreshnessState } from './types';

/** How well one resource of one Kubernetes cluster is known. */
export interface FreshnessRecord {
  readonly state: FreshnessState;
  readonly since: number;
  readonly lastHeardAt?: number;
  readonly message?: string;
  readonly lastError?: { readonly at: number; readonly message: string };
  readonly everSynced: boolean;
  readonly relists: number;
  readonly failures: number;
  /** When the first of the failures since it was last live happened. */
  readonly failingSince?: number;
}

export type FailureReason = 'forbidden' | 'absent' | 'unreachable';

export type FreshnessSignal =
  /** A list begins. */
  | { type: 'listing' }
  /** Something good arrived. */
  | { type: 'heard' }
  /** A complete list was applied. */
  | { type: 'synced' }
  /** A watch is open. */
  | { type: 'watching' }
  | { type: 'failed'; reason: FailureReason; message: string };

export function initialFreshness(now: number): FreshnessRecord {
  return {
    state: 'syncing',
    since: now,
    everSynced: false,
    relists: 0,
    failures: 0,
  };
}

export function nextFreshness(
  record: FreshnessRecord,
  signal: FreshnessSignal,
  options: { now: number; unreachableAfterMs: number },
): FreshnessRecord {
  const { now } = options;
  switch (signal.type) {
    case 'listing':
      return {
        // A retry has not reached anybody yet, so it takes no banner away.
        ...(record.state === 'live' ? enter(record, 'syncing', now) : record),
        relists: record.relists + (record.everSynced ? 1 : 0),
      };
    case 'heard':
      return {
        ...(record.state === 'live' || record.state === 'stale'
          ? record
          : enter(record, 'syncing', now)),
        lastHeardAt: now,
      };
    case 'synced':
      return {
        ...enter(record, 'live', now),
        lastHeardAt: now,
        everSynced: true,
      };
    case 'watching':
      return { ...enter(record, 'live', now), lastHeardAt: now };
    default:
      return {
        ...fail(record, signal, options),
        message: signal.message,
        lastError: { at: now, message: signal.message },
        failures: record.failures + 1,
        failingSince: record.failingSince ?? now,
      };
  }
}

function fail(
  record: FreshnessRecord,
  signal: Extract<FreshnessSignal, { type: 'failed' }>,
  { now, unreachableAfterMs }: { now: number; unreachableAfterMs: number },
): FreshnessRecord {
  if (signal.reason !== 'unreachable') {
    return enter(record, signal.reason, now);
  }
  if (!record.everSynced || record.lastHeardAt === undefined) {
    return enter(record, 'unreachable', now);
  }
  if (record.state === 'unreachable') {
    return record;
  }
  // What is shown was true when something was last heard, not until now.
  const since = record.state === 'stale' ? record.since : record.lastHeardAt;
  const { failingSince = now } = record;
  return {
    ...record,
    state: now - failingSince >= unreachableAfterMs ? 'unreachable' : 'stale',
    since,
  };
}

function enter(
  record: FreshnessRecord,
  state: FreshnessState,
  now: number,
): FreshnessRecord {
  return {
    ...record,
    state,
    since: record.state === state ? record.since : now,
    message: undefined,
    failingSince: state === 'live' ? undefined : record.failingSince,
  };
}

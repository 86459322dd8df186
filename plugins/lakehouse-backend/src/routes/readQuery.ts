import { InputError } from '@backstage/errors';
import type {
  ChangePhase,
  WorkloadRole,
  WorkloadState,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { Request } from 'express';
import type { WorkloadListQuery } from '../queries/WorkloadQueries';
import type { WorkloadFilters, WorkloadSort } from '../queries/WorkloadQuery';
import type { ChangeQuery } from '../types';

const PAGE_SIZE = 100;

type Query = Request['query'];

/** Values of a parameter that may be repeated or hold commas; sorted, each once. */
export function several(query: Query, name: string): string[] | undefined {
  const value = query[name];
  if (value === undefined) {
    return undefined;
  }
  const values = (Array.isArray(value) ? value : [value]).flatMap(part =>
    String(part).split(','),
  );
  return [...new Set(values.filter(part => part !== ''))].sort();
}

export function text(query: Query, name: string): string | undefined {
  const value = query[name];
  return value === undefined ? undefined : String(value);
}

export function number(query: Query, name: string): number | undefined {
  const value = query[name];
  return value === undefined ? undefined : Number(value);
}

export function flag(query: Query, name: string): boolean {
  return String(query[name]) === 'true';
}

export function readFilters(query: Query): WorkloadFilters {
  return {
    domain: several(query, 'domain'),
    kubernetesCluster: several(query, 'kubernetesCluster'),
    kind: several(query, 'kind'),
    role: several(query, 'role') as WorkloadRole[] | undefined,
    state: several(query, 'state') as WorkloadState[] | undefined,
    owner: several(query, 'owner'),
    q: text(query, 'q'),
    ...(flag(query, 'attention') && { attention: true }),
  };
}

export function readWorkloadQuery(query: Query): WorkloadListQuery {
  const sort = text(query, 'sort') ?? '-startedAt';
  return {
    filters: readFilters(query),
    sort: sort.replace(/^-/, '') as WorkloadSort,
    descending: sort.startsWith('-'),
    limit: number(query, 'limit') ?? PAGE_SIZE,
    cursor: text(query, 'cursor'),
    since: text(query, 'since'),
  };
}

export function readChangeQuery(query: Query): ChangeQuery {
  const kind = text(query, 'kind');
  const name = text(query, 'name');
  if ((kind === undefined) !== (name === undefined)) {
    throw new InputError("'kind' and 'name' name an object together");
  }
  return {
    phase: several(query, 'phase') as ChangePhase[] | undefined,
    requestedBy: text(query, 'requestedBy'),
    object:
      kind !== undefined && name !== undefined ? { kind, name } : undefined,
    limit: number(query, 'limit') ?? PAGE_SIZE,
    cursor: text(query, 'cursor'),
  };
}

/** A time span; by default the last 24 hours, at most 31 days. */
export function readSpan(
  query: Query,
  now: number,
): { from: string; to: string } {
  const day = 24 * 60 * 60_000;
  const time = (name: string, otherwise: number) =>
    query[name] === undefined ? otherwise : Date.parse(String(query[name]));
  const to = time('to', now);
  const from = time('from', to - day);
  if (!(from < to) || to - from > 31 * day) {
    throw new InputError("'from' must be before 'to', by 31 days at most");
  }
  return {
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
  };
}

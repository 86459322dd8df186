import {
  count,
  list,
  listOf,
  name,
  object,
  ref,
  text,
  type Schemas,
} from './parts';

/** Domains, what they used and what would fit. */
export const domains: Schemas = {
  Domain: object(
    {
      ...{ name: text, title: text, owner: text, role: text },
      kubernetesClusters: listOf(text),
      ...{ running: count, pending: count, failedToday: count },
      capacity: listOf({ type: 'object' }),
      problems: listOf(text),
    },
    ['name', 'kubernetesClusters'],
  ),
  DomainList: list('Domain'),
  DomainDetail: object({
    name: text,
    members: listOf({ type: 'object' }),
    gitAccounts: { type: 'object', additionalProperties: text },
    settings: { type: 'object', additionalProperties: true },
    networkPolicies: listOf({ type: 'object' }),
    syncs: listOf({ type: 'object' }),
    freshness: listOf(ref('Freshness')),
    behind: { type: 'boolean' },
    version: text,
  }),
  QuotaHistory: object(
    {
      ...{ kubernetesCluster: text, resource: text, quota: text, unit: text },
      points: listOf(object({ at: text, used: count, hard: count })),
    },
    ['kubernetesCluster', 'resource', 'quota', 'unit', 'points'],
  ),
  QuotaHistoryList: list('QuotaHistory'),
  DomainRuns: object({
    ...{ kubernetesCluster: text, domain: text, namespace: text },
    runs: listOf(
      object({ kind: text, name: text, startedAt: text, state: text }),
    ),
  }),
  DomainRunsList: list('DomainRuns'),
  FitRequest: {
    type: 'object',
    additionalProperties: false,
    required: ['domain', 'kubernetesCluster', 'footprint'],
    properties: {
      domain: name,
      kubernetesCluster: name,
      footprint: ref('Footprint'),
    },
  },
  Fit: object(
    {
      fits: { type: 'boolean' },
      summary: text,
      problems: listOf({ type: 'object' }),
    },
    ['fits', 'summary', 'problems'],
  ),
};

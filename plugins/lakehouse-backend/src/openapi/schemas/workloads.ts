import { count, list, listOf, object, ref, text, type Schemas } from './parts';

/** What runs or is declared, and what is told beside it. */
export const workloads: Schemas = {
  Workload: object(
    {
      ...{ kubernetesCluster: text, namespace: text, kind: text, name: text },
      ...{ uid: text, domain: text, role: text, state: text },
      ...{ stateDetail: text, description: text },
      reason: { type: 'object' },
      ...{ owner: text, requestedBy: text, changeId: text, createdAt: text },
      notInGit: { type: 'boolean' },
      ...{ submittedAt: text, startedAt: text, endedAt: text },
      ...{ endpoint: text, changedAt: text, outdated: { type: 'object' } },
      footprint: { type: 'object' },
      standing: { type: 'object' },
      pipeline: { type: 'object' },
      links: listOf({ type: 'object' }),
    },
    ['kubernetesCluster', 'namespace', 'kind', 'name', 'domain', 'state'],
  ),
  WorkloadList: list('Workload'),
  WorkloadDetail: object(
    {
      workload: ref('Workload'),
      openChanges: listOf(text),
      usual: object({ runs: count, medianSeconds: count }),
      capacity: { type: 'object' },
      freshness: listOf(ref('Freshness')),
      behind: { type: 'boolean' },
      version: text,
    },
    ['workload', 'openChanges', 'freshness', 'version'],
  ),
  WorkloadManifest: object({
    live: { type: 'object', nullable: true },
    truncated: { type: 'boolean' },
    git: { type: 'object' },
  }),
  Kind: object({ id: text, kind: text, role: text, title: text }, ['id']),
  KindList: list('Kind'),
  Event: object({ reason: text, message: text, about: text, count }),
  EventList: list('Event'),
  Pod: object({
    name: text,
    role: text,
    phase: text,
    containers: listOf(text),
  }),
  PodList: list('Pod'),
  Run: object({ name: text, domain: text, key: text, state: text }),
  RunList: list('Run'),
  Facets: object({
    state: { type: 'object' },
    kind: { type: 'object' },
    domain: { type: 'object' },
    kubernetesCluster: { type: 'object' },
    owner: { type: 'object' },
    truncated: listOf(text),
    freshness: listOf(ref('Freshness')),
  }),
};

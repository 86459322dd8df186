import { count, listOf, object, ref, text, type Schemas } from './parts';

/** The health page. */
export const health: Schemas = {
  ResourceHealth: object(
    {
      ...{ kubernetesCluster: text, resource: text, state: text, since: text },
      ...{ lastHeardAt: text, message: text, count, lagSeconds: count },
      everSynced: { type: 'boolean' },
      ...{ relists: count, failures: count, lastError: { type: 'object' } },
      ...{ missingRight: text, reach: text, advice: text },
    },
    ['kubernetesCluster', 'resource', 'state', 'since', 'everSynced', 'reach'],
  ),
  RepositoryHealth: object(
    {
      ...{ name: text, url: text, host: text, state: text, lastAskedAt: text },
      ...{ lastError: { type: 'object' }, rateLimit: { type: 'object' } },
    },
    ['name', 'url', 'host', 'state'],
  ),
  PlatformRootHealth: object(
    {
      ...{ kubernetesCluster: text, engine: text, name: text, path: text },
      ...{ state: text, since: text, revision: text, message: text },
      ...{ advice: text, culprit: { type: 'object' } },
    },
    ['kubernetesCluster', 'engine', 'name', 'path', 'state'],
  ),
  LakeFSServerHealth: object(
    {
      ...{ server: text, freshness: ref('LakeFSFreshness'), version: text },
      ...{ repositories: count, requestsLastHour: count },
      advice: listOf(text),
    },
    ['server', 'freshness', 'requestsLastHour', 'advice'],
  ),
  Health: object(
    {
      resources: listOf(ref('ResourceHealth')),
      repositories: listOf(ref('RepositoryHealth')),
      platformRoots: listOf(ref('PlatformRootHealth')),
      lakefs: listOf(ref('LakeFSServerHealth')),
      kubeflow: listOf(ref('KubeflowHealth')),
      stuck: listOf(ref('Change')),
      version: text,
    },
    [
      ...['resources', 'repositories', 'platformRoots', 'lakefs', 'kubeflow'],
      ...['stuck', 'version'],
    ],
  ),
};

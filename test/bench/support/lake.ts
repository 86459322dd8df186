import { type BenchObject, domainName, namespaceName } from './objects';

/** What the processes of the bench `lakefs` agree on. */
export const LAKE_KEY = { accessKeyId: 'key', secretAccessKey: 'secret' };
/** Of the first domain. */
export const LAKE_REPOSITORY = `${domainName(0)}-lake`;

export const branchName = (index: number) =>
  `orders-${String(index).padStart(5, '0')}`;

/** Settings of a domain that has its own repositories, as the platform would write them. */
export function settingsObject(index: number): BenchObject {
  const name = domainName(index);
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: 'lakefront-system' },
    data: {
      'settings.yaml': JSON.stringify({
        lakefs: { repositories: [`lake/${name}-*`], keysPerDomain: true },
      }),
    },
  };
}

/** The object that declares a branch of the first domain. */
export function branchObject(index: number): BenchObject {
  const name = branchName(index);
  return {
    apiVersion: 'lakefront.dev/v1alpha1',
    kind: 'LakeFSBranch',
    metadata: {
      ...{ name, namespace: namespaceName(0), uid: `branch-${index}` },
      generation: 1,
      creationTimestamp: new Date(Date.now() - 3_600_000).toISOString(),
      annotations: {
        'lakefront.dev/owner': `group:default/${domainName(0)}`,
        'lakefront.dev/requested-by': `user:default/${
          index % 10 === 0 ? 'mia' : 'ben'
        }`,
      },
    },
    spec: {
      ...{ server: 'lake', repository: LAKE_REPOSITORY, source: 'main' },
      ...{ deletionPolicy: 'Delete', expiresAt: '2027-01-31' },
    },
    status: {
      ...{ observedGeneration: 1, commitId: 'a'.repeat(64) },
      ...{ ahead: index % 7, behind: 0, uncommitted: 0 },
      conditions: [{ type: 'Ready', status: 'True', observedGeneration: 1 }],
    },
  };
}

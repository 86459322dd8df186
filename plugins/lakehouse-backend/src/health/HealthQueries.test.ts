import type { ChangeRequest } from '@lakefront/backstage-plugin-lakehouse-common';
import type { ResourceFreshness } from '@lakefront/kube-index';
import type { DomainKey } from '../types';
import { HealthQueries } from './HealthQueries';
import { RepositoryWatch } from './RepositoryWatch';

const NOW = Date.parse('2026-11-20T10:00:00Z');

it('asks for what is stuck with what the asker may read, and knows what is watched', async () => {
  const list = jest.fn(async () => ({
    items: [{ id: 'stuck' } as ChangeRequest],
  }));
  const row = (resource: string): ResourceFreshness => ({
    kubernetesCluster: 'west',
    resource,
    state: 'absent',
    since: NOW,
    everSynced: false,
    count: 0,
    relists: 0,
    failures: 0,
    reach: 'cluster',
  });
  const queries = new HealthQueries({
    kube: { freshness: () => [row('jobs')] },
    resources: [
      {
        ...{ id: 'jobs', group: 'sparkoperator.k8s.io', version: 'v1beta2' },
        plural: 'sparkapplications',
        project: () => undefined,
      },
    ],
    repositories: [],
    hosts: {
      forRepository() {
        throw new Error('Not asked for');
      },
      asUser() {
        throw new Error('Not asked for');
      },
    },
    repositoryWatch: new RepositoryWatch(),
    platformRoots: () => [],
    lakefs: async () => [],
    kubeflow: async () => [],
    changes: { list },
    now: () => NOW,
  });
  const scope = new Set<DomainKey>(['west/sales']);
  expect(await queries.read(scope)).toEqual({
    resources: [
      expect.objectContaining({
        state: 'absent',
        advice: expect.stringContaining('Install the Spark operator'),
      }),
    ],
    repositories: [],
    platformRoots: [],
    lakefs: [],
    kubeflow: [],
    stuck: [{ id: 'stuck' }],
  });
  expect(list).toHaveBeenCalledWith(scope, { blocked: true, limit: 50 });
});

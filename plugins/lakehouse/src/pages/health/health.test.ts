import type { ResourceHealth } from '@lakefront/backstage-plugin-lakehouse-common';
import {
  awayHealth,
  blockedPlatform,
  healthFixture,
  resourceFixture,
} from '../../__testUtils__/health';
import { changeFixture } from '../../__testUtils__/changes';
import { formatTimeOfDay } from '../../format/formatTime';
import { healthSentence } from './healthSentence';
import { pastFailures, toTroubles } from './healthTroubles';

const since = '2026-01-02T10:42:00Z';
const resources = (...rest: Array<Partial<ResourceHealth>>) => ({
  ...healthFixture,
  stuck: [],
  resources: rest.map(one => resourceFixture(one)),
});

describe('healthSentence', () => {
  it.each([
    [
      {
        ...resources({}),
        platformRoots: ['west', 'east'].map(kubernetesCluster => ({
          ...blockedPlatform.platformRoots[0],
          kubernetesCluster,
        })),
      },
      'No change of the platform arrives on east and west. The one resource of west is live.',
    ],
    [resources({}, { resource: 'pods' }), 'All 2 resources of west are live.'],
    [
      resources({}, { kubernetesCluster: 'east', state: 'absent' }),
      'The one resource of east and west is live; 1 is not installed.',
    ],
    [
      resources(
        {},
        { kubernetesCluster: 'east', state: 'unreachable', since },
        {
          kubernetesCluster: 'east',
          resource: 'pods',
          state: 'unreachable',
          since: '2026-01-02T10:43:00Z',
        },
      ),
      `east is away since ${formatTimeOfDay(since)}.`,
    ],
    [
      resources(
        { state: 'forbidden' },
        { resource: 'pods', state: 'stale', since },
        { resource: 'events', state: 'syncing' },
      ),
      `1 resource of west is silent since ${formatTimeOfDay(
        since,
      )}; 1 resource of west may not be read; 1 resource of west is being read.`,
    ],
    [
      {
        ...resources({}, {}),
        repositories: [
          { name: 'gitops', url: '', host: 'Gitea', state: 'refuses' as const },
          { name: 'b', url: '', host: 'Gitea', state: 'unreachable' as const },
        ],
        stuck: [changeFixture],
      },
      'All 2 resources of west are live. The repository gitops refuses the portal. The host of the repository b does not answer. 1 request is stuck.',
    ],
    [resources(), 'No Kubernetes cluster is configured.'],
  ])('%#', (health, sentence) => {
    expect(healthSentence(health)).toBe(sentence);
  });
});

describe('toTroubles', () => {
  it('tells a cluster that is away once, and rights one by one', () => {
    expect(toTroubles(awayHealth.resources)).toEqual([
      {
        kubernetesCluster: 'east',
        state: 'unreachable',
        resources: ['pods', 'resourcequotas'],
        since: '2026-01-02T10:42:00Z',
        message: 'connect ECONNREFUSED 10.0.0.2:6443',
        missingRights: [],
        advice: expect.stringContaining('Nothing listens'),
      },
      expect.objectContaining({
        kubernetesCluster: 'west',
        state: 'forbidden',
        resources: ['events'],
        missingRights: ['list,watch events --all-namespaces'],
      }),
      expect.objectContaining({ state: 'absent', resources: ['syncs'] }),
    ]);
    expect(toTroubles(healthFixture.resources)).toEqual([]);
  });

  it('tells one cut once, however it was heard', () => {
    const cut = (resource: string, message: string) =>
      resourceFixture({
        ...{ resource, message, state: 'stale', advice: `Look: ${message}` },
      });
    expect(
      toTroubles([
        cut('events', 'socket disconnected'),
        cut('pods', 'read ECONNRESET'),
        cut('namespaces', 'read ECONNRESET'),
        resourceFixture({ resource: 'syncs', state: 'syncing' }),
      ]),
    ).toEqual([
      expect.objectContaining({
        resources: ['events', 'pods', 'namespaces'],
        message: 'read ECONNRESET',
        advice: 'Look: read ECONNRESET',
      }),
    ]);
  });

  it('has a word for what could be followed better', () => {
    const row = resourceFixture({ reach: 'namespaces', advice: 'One rule' });
    expect(toTroubles([row])).toEqual([
      expect.objectContaining({ state: 'live', advice: 'One rule' }),
    ]);
  });
});

it('remembers failures that are over, the last first', () => {
  const failed = (resource: string, at: string) =>
    resourceFixture({ resource, lastError: { at, message: 'x' } });
  expect(
    pastFailures([
      resourceFixture({}),
      failed('pods', '2026-01-01T00:00:00Z'),
      failed('events', '2026-01-02T00:00:00Z'),
      { ...failed('syncs', '2026-01-03T00:00:00Z'), state: 'unreachable' },
    ]).map(({ resource }) => resource),
  ).toEqual(['events', 'pods']);
});

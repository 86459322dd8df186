import type { FreshnessState } from '@lakefront/kube-index';
import { withoutSpareEngine } from './withoutSpareEngine';

const row = (
  resource: string,
  state: FreshnessState,
  kubernetesCluster = 'west',
  count = 0,
  everSynced = true,
) => ({ resource, state, kubernetesCluster, count, everSynced });

const left = (rows: Array<ReturnType<typeof row>>) =>
  withoutSpareEngine(rows).map(
    ({ kubernetesCluster, resource }) => `${kubernetesCluster}/${resource}`,
  );

it.each([
  [
    'the other engine is there',
    [row('syncs', 'live'), row('applications', 'absent')],
    ['west/syncs'],
  ],
  [
    'the other engine is away for now',
    [row('syncs', 'absent'), row('applications', 'unreachable')],
    ['west/applications'],
  ],
  [
    'there is no engine at all',
    [row('syncs', 'absent'), row('applications', 'absent')],
    ['west/syncs', 'west/applications'],
  ],
  [
    'only another Kubernetes cluster has it',
    [row('syncs', 'absent'), row('applications', 'live', 'east')],
    ['west/syncs', 'east/applications'],
  ],
  [
    'it may not be read, and the other engine has syncs',
    [row('syncs', 'live', 'west', 3), row('applications', 'forbidden')],
    ['west/syncs'],
  ],
  [
    'it may not be read, and the other engine has none',
    [row('syncs', 'live'), row('applications', 'forbidden')],
    ['west/syncs', 'west/applications'],
  ],
  [
    'neither may be read',
    [row('syncs', 'forbidden'), row('applications', 'forbidden')],
    ['west/syncs', 'west/applications'],
  ],
  [
    'all is away, and the other engine had syncs',
    [
      row('syncs', 'stale', 'west', 3),
      row('applications', 'unreachable', 'west', 0, false),
    ],
    ['west/syncs'],
  ],
  [
    'all is away from the start',
    [
      row('syncs', 'unreachable', 'west', 0, false),
      row('applications', 'unreachable', 'west', 0, false),
    ],
    ['west/syncs', 'west/applications'],
  ],
  ['it is no engine', [row('pods', 'absent')], ['west/pods']],
])('where %s', (_, rows, expected) => {
  expect(left(rows)).toEqual(expected);
});

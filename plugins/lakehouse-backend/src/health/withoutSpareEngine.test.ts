import type { ResourceHealth } from '@lakefront/backstage-plugin-lakehouse-common';
import { withoutSpareEngine } from './withoutSpareEngine';

const row = (
  resource: string,
  state: ResourceHealth['state'],
  kubernetesCluster = 'west',
) => ({ resource, state, kubernetesCluster } as ResourceHealth);

const left = (...rows: ResourceHealth[]) =>
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
    'it may not be read',
    [row('syncs', 'live'), row('applications', 'forbidden')],
    ['west/syncs', 'west/applications'],
  ],
  ['it is no engine', [row('pods', 'absent')], ['west/pods']],
])('where %s', (_, rows, expected) => {
  expect(left(...rows)).toEqual(expected);
});

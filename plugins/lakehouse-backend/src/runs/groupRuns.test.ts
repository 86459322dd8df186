import type { WorkloadRun } from '@lakefront/backstage-plugin-lakehouse-common';
import { groupRuns } from './groupRuns';

const run = (
  kubernetesCluster: string,
  name: string,
  more: Partial<WorkloadRun> = {},
): WorkloadRun => ({
  kubernetesCluster,
  domain: 'sales',
  namespace: 'dom-sales',
  kind: 'spark-application',
  name,
  key: `${name}-1`,
  startedAt: '2026-01-02T10:00:00.000Z',
  state: 'succeeded',
  ...more,
});

it('says each domain once, with when and how its runs were', () => {
  const reason = { code: 'out-of-memory', message: 'It needed more.' };
  const runs = [
    run('west', 'a', { state: 'failed', reason }),
    run('east', 'b'),
    run('west', 'c', { endedAt: '2026-01-02T11:00:00.000Z' }),
  ];
  const mark = {
    kind: 'spark-application',
    startedAt: run('west', 'a').startedAt,
  };
  const place = { domain: 'sales', namespace: 'dom-sales' };
  expect(groupRuns(runs)).toEqual([
    {
      ...place,
      kubernetesCluster: 'west',
      runs: [
        { ...mark, name: 'a', state: 'failed' },
        { ...mark, name: 'c', state: 'succeeded' },
      ],
    },
    {
      ...place,
      kubernetesCluster: 'east',
      runs: [{ ...mark, name: 'b', state: 'succeeded' }],
    },
  ]);
  expect(groupRuns([])).toEqual([]);
});

import { KubeObject } from '../../types';
import { RESOURCES } from '../resources';
import { humanDuration } from './humanDuration';
import { podStatus } from './podStatus';
import { toTable } from './table';

describe('ages', () => {
  it.each([
    [0, '0s'],
    [119, '119s'],
    [120, '2m'],
    [190, '3m10s'],
    [600, '10m'],
    [3 * 3600 - 1, '179m'],
    [3 * 3600, '3h'],
    [3 * 3600 + 300, '3h5m'],
    [9 * 3600, '9h'],
    [49 * 3600, '2d1h'],
    [30 * 86400, '30d'],
    [3 * 31536000 + 86400, '3y1d'],
    [9 * 31536000, '9y'],
    [-60, '<invalid>'],
  ])('%d seconds: %s', (seconds, text) => {
    expect(humanDuration(seconds * 1000)).toBe(text);
  });
});

describe('pods in three words', () => {
  const pod = (status: object): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p' },
    spec: { containers: [{ name: 'a' }, { name: 'b' }] },
    status,
  });

  it.each<[object, object]>([
    [{ phase: 'Pending' }, { ready: '0/2', status: 'Pending', restarts: 0 }],
    [
      {
        phase: 'Running',
        containerStatuses: [
          { ready: true, restartCount: 2, state: { running: {} } },
          { ready: false, state: { waiting: { reason: 'ImagePullBackOff' } } },
        ],
      },
      { ready: '1/2', status: 'ImagePullBackOff', restarts: 2 },
    ],
    [
      {
        phase: 'Failed',
        containerStatuses: [
          { state: { terminated: { exitCode: 137, reason: 'OOMKilled' } } },
        ],
      },
      { ready: '0/2', status: 'OOMKilled', restarts: 0 },
    ],
  ])('%j', (status, words) => {
    expect(podStatus(pod(status))).toEqual(words);
  });
});

describe('tables', () => {
  it.each(RESOURCES.map(resource => [resource.plural, resource] as const))(
    'are printed for the barest object of %s',
    (_, resource) => {
      const bare = {
        apiVersion: 'v1',
        kind: resource.kind,
        metadata: { name: 'x' },
      };
      const table = toTable([bare], resource, {
        metadata: {},
        now: 0,
        include: 'None',
      }) as { columnDefinitions: object[]; rows: Array<{ cells: unknown[] }> };
      expect(table.rows[0].cells).toHaveLength(table.columnDefinitions.length);
      expect(table.rows[0].cells).toContain('x');
    },
  );
});

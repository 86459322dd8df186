import type { Workload } from '@lakefront/backstage-plugin-lakehouse-common';
import { standingHeadline } from './standingHeadline';

const now = Date.parse('2026-01-02T10:00:00Z');

it.each<[Partial<Workload>, string]>([
  [{ role: 'pipeline', state: 'succeeded' }, 'It is there: its versions,'],
  [{ role: 'version', state: 'succeeded' }, 'It is there: its graph'],
  [
    { state: 'succeeded', startedAt: '2026-01-02T09:00:00Z' },
    'Active: it started a run last 1 h ago.',
  ],
  [{ state: 'running' }, 'Active: it waits for its first time.'],
  [{ state: 'suspended' }, 'Suspended: it starts no run until'],
  [
    { state: 'failed', reason: { code: 'x', message: 'It could not start.' } },
    'Failed: It could not start.',
  ],
  [
    { role: 'pipeline', state: 'pending', stateDetail: 'Deleting' },
    'Waits: Deleting.',
  ],
  [{ state: 'unknown', stateDetail: 'Odd' }, 'Its state is unknown (Odd).'],
])('says how %j is', (workload, text) => {
  expect(
    standingHeadline(
      { role: 'schedule', state: 'succeeded', stateDetail: '', ...workload },
      now,
    ),
  ).toMatch(new RegExp(`^${text.replace(/[.()]/g, '\\$&')}`));
});

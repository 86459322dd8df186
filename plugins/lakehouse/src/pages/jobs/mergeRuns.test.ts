import type { PlacedRun } from '../../api';
import { mergeRuns, readFrom } from './mergeRuns';

const at = (minute: number) => Date.UTC(2026, 0, 2, 10, minute);
const run = (
  name: string,
  start: number,
  state: PlacedRun['state'] = 'succeeded',
): PlacedRun => ({
  kubernetesCluster: 'west',
  domain: 'sales',
  namespace: 'dom-sales',
  kind: 'spark-application',
  name,
  startedAt: new Date(at(start)).toISOString(),
  state,
});

it('reads all of it first, then only what can have changed since', () => {
  expect(readFrom(undefined, at(0))).toBe(at(0));
  const known = mergeRuns(undefined, [], { from: at(0), to: at(30) });
  expect(readFrom(known, at(0))).toBe(at(28));
  expect(readFrom(known, at(29))).toBe(at(29));
});

it('moves on what runs, adds what is new, and drops what is out of sight', () => {
  const known = mergeRuns(
    undefined,
    [run('old', 1), run('done', 5), run('going', 20, 'running')],
    { from: at(0), to: at(30) },
  );
  const next = mergeRuns(known, [run('going', 20), run('new', 32, 'running')], {
    from: at(4),
    to: at(34),
  });
  expect(next.to).toBe(at(34));
  expect(next.runs.map(({ name, state }) => `${name} ${state}`)).toEqual([
    'done succeeded',
    'going succeeded',
    'new running',
  ]);
});

it('keeps one mark of a run that is read twice', () => {
  const once = mergeRuns(undefined, [run('a', 1)], { from: at(0), to: at(5) });
  const twice = mergeRuns(once, [run('a', 1)], { from: at(0), to: at(6) });
  expect(twice.runs).toHaveLength(1);
});

import {
  compiledFixture,
  pipelineComparisonFixture,
  pipelineFixture,
  runComparisonFixture,
  scheduleFixture,
  versionDetailFixture,
  versionFixture,
} from '../../__testUtils__/kubeflow';
import { compareSentence, differenceWords } from './compareSentence';
import { layoutSuccess } from './layoutSuccess';
import { pipelineSentence, successSentence } from './pipelineSentence';
import { changeRows } from './VersionChanges';
import { changeWords, deleteNote, versionSentence } from './versionSentence';

const now = Date.parse('2026-01-10T10:00:00Z');
const day = (date: string, succeeded: number, failed = 0) => ({
  ...{ day: date, succeeded, failed },
});
const success = (...days: ReturnType<typeof day>[]) => ({
  ended: days.reduce((sum, one) => sum + one.succeeded + one.failed, 0),
  succeeded: days.reduce((sum, one) => sum + one.succeeded, 0),
  days,
});
const next = scheduleFixture({ nextAt: '2026-01-10T13:00:00Z' });
const quiet = pipelineFixture({ lastRuns: [], usual: undefined });
const last = {
  ...{ runId: 'r', name: 'r', startedAt: '2025-12-01T10:00:00Z' },
  ...{ state: 'succeeded' as const, stateDetail: '' },
};

describe('pipelineSentence', () => {
  it.each([
    [
      'the week, how long and when next',
      {
        pipeline: pipelineFixture({ lastRuns: [] }),
        success: success(
          day('2026-01-03', 40, 9), // before the week
          day('2026-01-04', 5, 1),
          day('2026-01-10', 5, 1),
        ),
        schedules: [next, scheduleFixture({ suspended: true })],
      },
      'Ran 12 times this week, 2 failed; usually takes 8 min; next run in 3 h.',
    ],
    [
      'what runs now',
      {
        pipeline: {
          ...quiet,
          lastRuns: [{ ...last, state: 'running' as const }],
        },
        success: success(day('2026-01-10', 1)),
        schedules: [],
      },
      'Ran once this week, none failed, 1 running now; no schedule.',
    ],
    [
      'that it did not run of late',
      {
        pipeline: { ...quiet, lastRuns: [last] },
        success: success(),
        schedules: [scheduleFixture({ suspended: true })],
      },
      'Did not run this week, last 40 d ago; its schedule is suspended.',
    ],
    [
      'that it never ran',
      {
        pipeline: quiet,
        success: success(),
        schedules: [scheduleFixture({ nextAt: undefined })],
      },
      'Has not run yet; when it runs next is not known.',
    ],
  ])('tells %s', (_what, detail, text) => {
    expect(pipelineSentence(detail, now)).toBe(text);
  });
});

it.each([
  [success(), 'No run ended in this time.'],
  [success(day('2026-01-10', 1)), '1 of 1 run succeeded (100 %).'],
  [
    {
      ...success(day('2026-01-09', 2, 1), day('2026-01-10', 1)),
      days: [
        { ...day('2026-01-09', 2, 1), medianSeconds: 60 },
        { ...day('2026-01-10', 1), medianSeconds: 120 },
      ],
    },
    '3 of 4 runs succeeded (75 %). By day, the successful ones took between 1 min and 2 min.',
  ],
])('says how runs went (%#)', (of, text) => {
  expect(successSentence(of)).toBe(text);
});

it('leaves room for days on which nothing ended', () => {
  const layout = layoutSuccess(
    [day('2026-01-07', 2), { ...day('2026-01-09', 3, 1), medianSeconds: 60 }],
    { width: 100, to: '2026-01-10T10:00:00Z' },
  );
  expect(
    layout?.bars.map(({ x, good, bad, took }) => [x, good, bad, took]),
  ).toEqual([
    [3.75, 0.5, 0, undefined],
    [53.75, 0.75, 0.25, 1],
  ]);
  expect(layoutSuccess([], { width: 100, to: '2026-01-10' })).toBeUndefined();
});

describe('a version in words', () => {
  it('says how big it is, what uses it and what changed', () => {
    const version = versionFixture({ createdAt: '2026-01-08T10:00:00Z' });
    expect(
      versionSentence(
        { ...versionDetailFixture, version },
        pipelineComparisonFixture,
        now,
      ),
    ).toBe(
      'Made 2 d ago: 5 steps, at most 8 CPU, 26 GiB, 1 GPU at once; 12 runs of it, 1 schedule names it. Against orders-features-v1: 1 step is new, 1 step changed, and 1 input changed.',
    );
  });

  it('says that it can not be read', () => {
    expect(
      versionSentence(
        {
          ...versionDetailFixture,
          version: versionFixture({ createdAt: '2026-01-08T10:00:00Z' }),
          compiled: null,
          before: undefined,
          usedBy: { schedules: [], runs: 0 },
        },
        undefined,
        now,
      ),
    ).toBe(
      "Made 2 d ago: what is in it can't be shown; no run of it yet, no schedule names it.",
    );
  });

  it('tells another order of the same steps', () => {
    const edges = [{ from: 'a', to: 'b', change: 'added' as const }];
    expect(changeWords({ nodes: [], inputs: [], edges })).toBe(
      'the order of steps changed',
    );
    expect(changeWords({ nodes: [], inputs: [], edges: [] })).toBe(
      'nothing changed but its name',
    );
  });

  it('says what its removal breaks', () => {
    expect(deleteNote({ schedules: [next], runs: 1 })).toBe(
      'nightly names it and can start no run any more. 1 run of it stays listed, without a graph.',
    );
    expect(deleteNote({ schedules: [], runs: 0 })).toBeUndefined();
  });

  it('lists each value that differs, sizes as people read them', () => {
    expect(changeRows(pipelineComparisonFixture)).toMatchObject([
      { what: 'Step report', change: 'added' },
      { value: 'resources.memory', before: '8 GiB', after: '16 GiB' },
      { value: 'image', after: 'registry.test/ml/train:2.0' },
      { what: 'Input regions', change: 'added', after: '["north","south"]' },
      { what: 'report waits for if-good', change: 'added' },
    ]);
    expect(compiledFixture.images).toHaveLength(2);
  });
});

describe('two runs in words', () => {
  const [first, second] = runComparisonFixture.runs;
  const lasting = (minutes: number, run = first) => ({
    ...run,
    startedAt: '2026-01-10T10:00:00Z',
    endedAt: new Date(now + minutes * 60_000).toISOString(),
  });
  it.each([
    [
      {
        runs: [lasting(8), lasting(10, second)] as [
          typeof first,
          typeof second,
        ],
      },
      '1 parameter differs; 2 steps ended otherwise; 1 metric differs. The second took 2 min longer.',
    ],
    [
      {
        runs: [lasting(8), lasting(8)] as [typeof first, typeof second],
        ...{ parameters: [], steps: [], metrics: [] },
      },
      'The same parameters; every step ended alike. Both took as long.',
    ],
    [
      {
        runs: [lasting(8), { ...second, endedAt: undefined }] as [
          typeof first,
          typeof second,
        ],
        ...{ parameters: [], steps: [], metrics: [] },
      },
      'The same parameters; every step ended alike.',
    ],
  ])('say in what they differ (%#)', (extra, text) => {
    expect(compareSentence({ ...runComparisonFixture, ...extra })).toBe(text);
  });

  it.each([
    [[1, 3] as [number, number], '+2'],
    [[3, 1] as [number, number], '−2'],
    [[1, 1] as [number, number], 'the same'],
    [[null, 1] as [null, number], '–'],
  ])('of %j the difference is %s', (values, text) => {
    expect(differenceWords(values, String)).toBe(text);
  });
});

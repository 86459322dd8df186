import type {
  PipelineRunRow,
  PipelineStepRun,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { graphFixture, runFixture } from '../../__testUtils__/kubeflow';
import { runSentence, stepSentence } from './runSentence';
import { stepRows } from './stepRows';

const now = Date.parse('2026-01-02T10:10:00Z');
const startedAt = '2026-01-02T10:00:00Z';
const endedAt = '2026-01-02T10:09:00Z';
const usual = { runs: 12, medianSeconds: 480 };

const step = (id: string, extra: Partial<PipelineStepRun> = {}) => ({
  ...{ id, stateDetail: '', retries: 0, state: 'succeeded' as const },
  ...extra,
});
const said = (
  run: Partial<PipelineRunRow>,
  steps: PipelineStepRun[] = [],
  graph: typeof graphFixture | null = graphFixture,
) => {
  const row = runFixture({ startedAt, reason: undefined, ...run });
  const rows = stepRows({ run: row, steps, graph });
  return runSentence({ run: row, usual }, rows, now);
};
const oom = {
  code: 'out-of-memory',
  message: 'Ran out of memory (exit 137).',
};

describe('runSentence', () => {
  it.each([
    [
      'the step that failed and why',
      said({ state: 'failed', endedAt }, [
        step('check', { state: 'failed', reason: oom }),
      ]),
      'Failed 1 min ago after 9 min at check: ran out of memory (exit 137). Usually takes 8 min.',
    ],
    [
      'the reason of the run where no step has one',
      said({ state: 'failed', endedAt, reason: oom }, []),
      'Failed 1 min ago after 9 min: ran out of memory (exit 137). Usually takes 8 min.',
    ],
    [
      'which failed where nobody says why',
      said({ state: 'failed', endedAt }, [step('check', { state: 'failed' })]),
      'Failed 1 min ago after 9 min at check. Usually takes 8 min.',
    ],
    [
      'that somebody stopped it',
      said({
        state: 'failed',
        endedAt,
        reason: { code: 'cancelled', message: 'Somebody cancelled it.' },
      }),
      'Cancelled 1 min ago after 9 min.',
    ],
    [
      'what was taken from earlier runs',
      said({ state: 'succeeded', endedAt }, [step('check', { cached: true })]),
      'Succeeded 1 min ago after 9 min. 1 of its 5 steps was taken from earlier runs. Usually takes 8 min.',
    ],
    [
      'what runs now and how far it is',
      said({ state: 'running', endedAt: undefined }, [
        step('extract'),
        step('check', { state: 'running' }),
      ]),
      'Running for 10 min: check (1 of 5 steps done). Usually takes 8 min.',
    ],
    [
      'of one from the history how long it was there',
      said({
        state: 'succeeded',
        startedAt: undefined,
        createdAt: '2026-01-02T10:00:00Z',
        endedAt,
      }),
      'Succeeded 1 min ago after 9 min. Usually takes 8 min.',
    ],
    [
      'that it waits',
      said({
        state: 'pending',
        startedAt: undefined,
        endedAt: undefined,
        createdAt: '2026-01-02T10:09:30Z',
      }),
      'Waiting for 30 s.',
    ],
    [
      'that nothing is known',
      said({ state: 'unknown', stateDetail: 'ODD' }),
      'Its state is unknown (ODD).',
    ],
  ])('tells %s', (_what, sentence, text) => {
    expect(sentence).toBe(text);
  });
});

describe('stepSentence', () => {
  const of = (
    id: string,
    steps: PipelineStepRun[],
    state: PipelineRunRow['state'] = 'running',
  ) => {
    const rows = stepRows({
      run: runFixture({ state }),
      graph: graphFixture,
      steps,
    });
    const row = rows.find(one => one.id === id)!;
    return stepSentence(row, graphFixture, rows, now);
  };
  it.each([
    [
      'check',
      [
        step('check', {
          state: 'failed',
          startedAt,
          endedAt,
          retries: 2,
          reason: oom,
        }),
      ],
      'Failed after 9 min, tried 3 times: ran out of memory (exit 137).',
    ],
    [
      'check',
      [step('check', { cached: true })],
      'Taken from an earlier run with the same inputs: nothing ran.',
    ],
    ['check', [], 'Waits for extract.'],
    ['extract', [], 'Waits to begin.'],
    [
      'check',
      [step('check', { state: 'running', startedAt })],
      'Running for 10 min.',
    ],
  ])('of %s (%#)', (id, steps, text) => {
    expect(of(id, steps)).toBe(text);
  });

  it('says which condition was not met', () => {
    expect(
      of('if-good/publish', [step('if-good', { state: 'skipped' })], 'failed'),
    ).toBe('Did not run: check.ok == true was not so.');
  });

  it('says what failed before it', () => {
    expect(of('check', [step('extract', { state: 'failed' })], 'failed')).toBe(
      'Did not run: extract failed before it.',
    );
  });
});

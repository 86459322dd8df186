import fc from 'fast-check';
import type {
  ChangePhase,
  ChangeStep,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { ChangeRow } from './ChangeRow';
import { deriveSteps, summarizeChange } from './deriveSteps';
import { changeRow, NOW } from './__testUtils__/changeRow';

const context = { owner: 'group:default/sales-data', needsFourEyes: false };
const opened = {
  number: 42,
  url: 'https://git.example.com/lakehouse/gitops/pulls/42',
  openedAt: NOW,
};
const merged = { ...opened, mergedAt: NOW + 1, mergeSha: '1234567890abcdef' };
const approved = { ...changeRow().details, approvals: ['ben'] };
const flux = { ...approved, mergedBy: 'ben', engine: 'flux' };

/** Of a timeline: done, then whose turn it is, then what waits. */
const RANKS: Partial<Record<ChangeStep['state'], number>> = {
  done: 0,
  waiting: 2,
};

function states(row: ChangeRow) {
  return deriveSteps(row, context)
    .map(({ id, state }) => `${id} ${state}`)
    .join(', ');
}

describe('deriveSteps', () => {
  it.each<[string, Partial<ChangeRow>, string, string]>([
    [
      'opening',
      {},
      'opened active, checks waiting, review waiting, merged waiting, synced waiting, live waiting',
      'Opening the pull request in lakehouse/gitops.',
    ],
    [
      'opening, the host does not answer',
      {
        blocked: {
          reason: 'Gitea did not answer',
          who: 'group:default/platform-engineers',
        },
      },
      'opened blocked, checks waiting, review waiting, merged waiting, synced waiting, live waiting',
      'Gitea did not answer. platform-engineers can unblock it.',
    ],
    [
      'failed',
      { phase: 'failed', endedAt: NOW, message: 'Gitea refused.' },
      'opened failed, checks skipped, review skipped, merged skipped, synced skipped, live skipped',
      'No pull request was opened: Gitea refused.',
    ],
    [
      'in review',
      opened,
      'opened done, checks done, review active, merged waiting, synced waiting, live waiting',
      'Waits for review by sales-data.',
    ],
    [
      'approved',
      { ...opened, details: approved, approvedAt: NOW },
      'opened done, checks done, review done, merged active, synced waiting, live waiting',
      'Approved by ben; waits for the merge.',
    ],
    [
      'closed',
      { ...opened, phase: 'closed', message: 'Closed without a merge.' },
      'opened done, checks done, review skipped, merged skipped, synced skipped, live skipped',
      'Closed without a merge.',
    ],
    [
      'merged',
      { ...merged, phase: 'merged', details: flux },
      'opened done, checks done, review done, merged done, synced active, live waiting',
      'Merged; waits for Flux on west to apply it. Nothing for you to do.',
    ],
    [
      'refused by the engine',
      {
        ...merged,
        phase: 'merged',
        details: flux,
        blocked: { reason: 'Flux on west says no', who: 'user:default/ben' },
      },
      'opened done, checks done, review done, merged done, synced blocked, live waiting',
      'Flux on west says no. ben can unblock it.',
    ],
    [
      'superseded',
      {
        ...merged,
        phase: 'closed',
        message: 'Superseded by change x.',
        details: flux,
      },
      'opened done, checks done, review done, merged done, synced skipped, live skipped',
      'Superseded by change x.',
    ],
    [
      'synced',
      { ...merged, phase: 'synced', syncedAt: NOW + 2, details: flux },
      'opened done, checks done, review done, merged done, synced done, live active',
      'Applied on west; waits until daily-orders is there as asked. Nothing for you to do.',
    ],
    [
      'live',
      {
        ...merged,
        phase: 'live',
        syncedAt: NOW + 2,
        liveAt: NOW + 3,
        details: flux,
      },
      'opened done, checks done, review done, merged done, synced done, live done',
      'daily-orders is live on west.',
    ],
  ])('%s', (_title, over, expected, sentence) => {
    const row = changeRow(over);

    expect(states(row)).toBe(expected);
    expect(summarizeChange(row, context)).toBe(sentence);
  });

  it('says when somebody else must approve', () => {
    expect(
      summarizeChange(changeRow(opened), { ...context, needsFourEyes: true }),
    ).toBe(
      'Waits for review by sales-data (needs 1 approval by somebody else).',
    );
  });

  it('gives what is done its time, its evidence and its page', () => {
    const [first, , , fourth] = deriveSteps(
      changeRow({ ...merged, phase: 'merged', details: flux }),
      context,
    );

    expect(first).toEqual({
      id: 'opened',
      title: 'Opened',
      state: 'done',
      at: '2026-01-05T12:00:00.000Z',
      evidence: 'lakehouse/gitops #42',
      url: opened.url,
    });
    expect(fourth).toMatchObject({ evidence: '1234567 by ben' });
  });

  it('is always done, then at most one turn, then waiting or skipped', () => {
    const time = fc.option(fc.integer({ min: 1, max: 1e12 }), {
      nil: undefined,
    });
    const rows = fc.record({
      phase: fc.constantFrom<ChangePhase>(
        'open',
        'merged',
        'synced',
        'live',
        'closed',
        'failed',
      ),
      openedAt: time,
      approvedAt: time,
      mergedAt: time,
      syncedAt: time,
      liveAt: time,
      endedAt: time,
      blocked: fc.option(fc.record({ reason: fc.string() }), {
        nil: undefined,
      }),
      message: fc.option(fc.string(), { nil: undefined }),
    });
    fc.assert(
      fc.property(rows, over => {
        const ranks = deriveSteps(changeRow(over), context).map(
          ({ state }) => RANKS[state] ?? 1,
        );
        expect(ranks).toHaveLength(6);
        expect([...ranks].sort()).toEqual(ranks);
        const active = deriveSteps(changeRow(over), context).filter(
          ({ state }) => ['active', 'blocked', 'failed'].includes(state),
        );
        expect(active.length).toBeLessThanOrEqual(1);
      }),
    );
  });
});

import {
  FreshnessRecord,
  FreshnessSignal,
  initialFreshness,
  nextFreshness,
} from './freshness';

type Step = [now: number, signal: FreshnessSignal];

const failed = (
  reason: 'forbidden' | 'absent' | 'unreachable',
): FreshnessSignal => ({ type: 'failed', reason, message: 'no' });

function after(...steps: Step[]): FreshnessRecord {
  return steps.reduce(
    (record, [now, signal]) =>
      nextFreshness(record, signal, { now, unreachableAfterMs: 60 }),
    initialFreshness(0),
  );
}

const SYNCED: Step[] = [
  [1, { type: 'listing' }],
  [2, { type: 'heard' }],
  [3, { type: 'synced' }],
];

describe('nextFreshness', () => {
  it.each<[string, Step[], Partial<FreshnessRecord>]>([
    ['begins with syncing', [], { state: 'syncing', since: 0 }],
    [
      'is live once a list is complete',
      SYNCED,
      { state: 'live', since: 3, everSynced: true, lastHeardAt: 3 },
    ],
    [
      'does not move since while it stays live',
      [...SYNCED, [9, { type: 'watching' }], [10, { type: 'heard' }]],
      { state: 'live', since: 3, lastHeardAt: 10 },
    ],
    [
      'is unreachable when nobody was ever reached',
      [
        [1, { type: 'listing' }],
        [5, failed('unreachable')],
        [6, { type: 'listing' }],
        [9, failed('unreachable')],
      ],
      { state: 'unreachable', since: 5, everSynced: false, failures: 2 },
    ],
    [
      'is stale since something was last heard',
      [...SYNCED, [8, { type: 'heard' }], [20, failed('unreachable')]],
      { state: 'stale', since: 8, message: 'no', everSynced: true },
    ],
    [
      'is unreachable when an outage lasts, since it began',
      [...SYNCED, [20, failed('unreachable')], [80, failed('unreachable')]],
      { state: 'unreachable', since: 3, failures: 2 },
    ],
    [
      'stays unreachable while it is tried again',
      [
        ...SYNCED,
        [20, failed('unreachable')],
        [80, failed('unreachable')],
        [81, { type: 'listing' }],
      ],
      { state: 'unreachable', relists: 1 },
    ],
    [
      'is live again with the watch, and the message is gone',
      [...SYNCED, [20, failed('unreachable')], [30, { type: 'watching' }]],
      { state: 'live', since: 30, message: undefined },
    ],
    [
      'is stale while it lists again after an outage, then live',
      [
        ...SYNCED,
        [20, failed('unreachable')],
        [30, { type: 'listing' }],
        [31, { type: 'heard' }],
      ],
      { state: 'stale', since: 3, relists: 1 },
    ],
    [
      'syncs while it lists again with no failure before',
      [...SYNCED, [30, { type: 'listing' }]],
      { state: 'syncing', since: 30, relists: 1, everSynced: true },
    ],
    ['says forbidden', [[5, failed('forbidden')]], { state: 'forbidden' }],
    [
      'says absent, and syncs when it comes',
      [
        [5, failed('absent')],
        [9, { type: 'heard' }],
      ],
      { state: 'syncing', since: 9, message: undefined, everSynced: false },
    ],
  ])('%s', (_, steps, expected) => {
    expect(after(...steps)).toMatchObject(expected);
  });
});

import { isSpentBranch } from './isSpentBranch';

const NOW = Date.UTC(2026, 10, 23, 12);
/** Its end is more than a day ago. */
const DATE = '2026-11-21';

const branch = (
  spec: object,
  ready: string,
  over: {
    generation?: number;
    deletionTimestamp?: string;
    expired?: string;
  } = {},
) => {
  const { generation = 2, expired = 'True', ...metadata } = over;
  const observedGeneration = 2;
  return {
    apiVersion: 'lakefront.dev/v1alpha1',
    kind: 'LakeFSBranch',
    metadata: { name: 'orders-fix', generation, ...metadata },
    spec: { server: 'lake', repository: 'sales-lake', source: 'main', ...spec },
    status: {
      conditions: [
        { type: 'Ready', status: 'True', reason: ready, observedGeneration },
        { type: 'Expired', status: expired, reason: 'x', observedGeneration },
      ],
    },
  };
};

const RETAIN = { expiresAt: DATE, deletionPolicy: 'Retain' };
const DELETE = { expiresAt: DATE, deletionPolicy: 'Delete' };

it.each<[string, ReturnType<typeof branch>, boolean]>([
  ['expired under Retain', branch(RETAIN, 'Ready'), true],
  ['expired and deleted', branch(DELETE, 'Expired'), true],
  ['expired and kept', branch(DELETE, 'Kept'), true],
  ['expired and not dealt with yet', branch(DELETE, 'Ready'), false],
  ['expired, lakeFS away', branch(DELETE, 'Unreachable'), false],
  ['without a date', branch({}, 'Ready'), false],
  [
    'expired less than a day ago',
    branch({ ...RETAIN, expiresAt: '2026-11-22' }, 'Ready'),
    false,
  ],
  [
    'of another date since the controller looked',
    branch(RETAIN, 'Ready', { generation: 3 }),
    false,
  ],
  [
    'not expired by the clock of the controller',
    branch(RETAIN, 'Ready', { expired: 'False' }),
    false,
  ],
  [
    'of a date that is none',
    branch({ ...RETAIN, expiresAt: '2026-02-31' }, 'Ready'),
    false,
  ],
  [
    'that is going already',
    branch(RETAIN, 'Ready', { deletionTimestamp: '2026-11-23T00:00:00Z' }),
    false,
  ],
])('whether a branch %s is spent', (_, object, isSpent) => {
  expect(isSpentBranch(object, NOW)).toBe(isSpent);
});

it('is not spent before the controller has looked at it', () => {
  const { status: _, ...fresh } = branch(RETAIN, 'Ready');
  expect(isSpentBranch(fresh, NOW)).toBe(false);
});

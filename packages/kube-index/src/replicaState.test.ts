import { pod } from './__testUtils__/pods';
import {
  initialReplicaState,
  KnownVersions,
  needsList,
  reduceReplica,
  ReplicaEvent,
  ReplicaState,
} from './replicaState';

const at = (position: string): ReplicaState => ({
  kubernetesCluster: 'west',
  position,
  expired: false,
});

function knowing(versions: Record<string, string>): KnownVersions {
  const map = new Map(
    Object.entries(versions).map(([name, version]) => [
      `west/dom-sales/${name}`,
      version,
    ]),
  );
  return { version: key => map.get(key), keys: () => map.keys() };
}

const page = (
  names: Array<[string, number]>,
  options: { first?: boolean; last?: boolean; version?: string } = {},
): ReplicaEvent => ({
  type: 'page',
  first: options.first ?? true,
  last: options.last ?? true,
  resourceVersion: options.version ?? '50',
  objects: names.map(([name, version]) => pod(name, { version })),
});

const brief = (event: ReplicaEvent, state: ReplicaState, known = {}) => {
  const reduction = reduceReplica(state, event, knowing(known));
  return {
    position: reduction.state.position,
    changes: reduction.changes.map(
      ({ type, key, version }) => `${type} ${key.split('/')[2]}@${version}`,
    ),
  };
};

describe('reduceReplica', () => {
  it.each<
    [
      string,
      ReplicaEvent,
      Record<string, string>,
      { position: string; changes: string[] },
    ]
  >([
    [
      'adds',
      { type: 'put', object: pod('a', { version: 11 }) },
      {},
      { position: '11', changes: ['put a@11'] },
    ],
    [
      'changes',
      { type: 'put', object: pod('a', { version: 11 }) },
      { a: '7' },
      { position: '11', changes: ['put a@11'] },
    ],
    [
      'deletes',
      { type: 'delete', object: pod('a', { version: 11 }) },
      { a: '7' },
      { position: '11', changes: ['remove a@11'] },
    ],
    [
      'deletes nothing that is not kept',
      { type: 'delete', object: pod('a', { version: 11 }) },
      {},
      { position: '11', changes: [] },
    ],
    [
      'keeps what it has when only the position is news',
      { type: 'put', object: pod('a', { version: 11 }) },
      { a: '11' },
      { position: '11', changes: [] },
    ],
    [
      'moves on with a bookmark',
      { type: 'bookmark', resourceVersion: '12' },
      { a: '7' },
      { position: '12', changes: [] },
    ],
    [
      'takes a version that it cannot compare as news',
      { type: 'put', object: pod('a', { version: 'x-1' }) },
      {},
      { position: 'x-1', changes: ['put a@x-1'] },
    ],
    [
      'compares versions as integers, not as text',
      { type: 'put', object: pod('a', { version: 100 }) },
      { a: '9' },
      { position: '100', changes: ['put a@100'] },
    ],
    [
      'takes an object without a version, and stays where it is',
      { type: 'put', object: pod('a') },
      {},
      { position: '10', changes: ['put a@'] },
    ],
    [
      'removes with a complete list what is not in it',
      page([['a', 7]]),
      { a: '7', b: '8' },
      { position: '50', changes: ['remove b@50'] },
    ],
    [
      'takes from a list even a lower version, as after a restored backup',
      page([['a', 3]], { version: '5' }),
      { a: '7' },
      { position: '5', changes: ['put a@5'] },
    ],
  ])('%s', (_, event, known, expected) => {
    expect(brief(event, at('10'), known)).toEqual(expected);
  });

  it.each<[string, ReplicaEvent]>([
    ['an object', { type: 'put', object: pod('a', { version: 10 }) }],
    ['a deletion', { type: 'delete', object: pod('a', { version: 9 }) }],
    ['a bookmark', { type: 'bookmark', resourceVersion: '10' }],
    ['a page without its list', page([['a', 3]], { first: false })],
  ])('returns the same reference for stale news: %s', (_, event) => {
    const state = at('10');
    const reduction = reduceReplica(state, event, knowing({ a: '7' }));
    expect(reduction.state).toBe(state);
    expect(reduction.changes).toEqual([]);
  });

  it('removes only when the last page has come, and takes the version of the first', () => {
    const known = knowing({ a: '1', b: '2', gone: '3' });
    const first = reduceReplica(
      at('10'),
      page([['a', 1]], { last: false, version: '50' }),
      known,
    );
    expect(first.changes).toEqual([]);
    expect(first.state.position).toBe('10');
    expect(needsList(first.state)).toBe(true);

    const last = reduceReplica(
      first.state,
      page([['b', 2]], { first: false, version: '60' }),
      known,
    );
    expect(last.changes).toEqual([
      { type: 'remove', key: 'west/dom-sales/gone', version: '50' },
    ]);
    expect(last.state).toEqual(at('50'));
    expect(needsList(last.state)).toBe(false);
  });

  it('knows only at the end of a stream what moment it shows', () => {
    const known = knowing({ a: '1', b: '2', gone: '3', also: '4' });
    const piece = (
      names: Array<[string, number]>,
      rest: Partial<Extract<ReplicaEvent, { type: 'page' }>>,
    ): ReplicaEvent => ({
      ...(page(names, { version: '' }) as Extract<
        ReplicaEvent,
        { type: 'page' }
      >),
      last: false,
      ...rest,
    });
    const first = reduceReplica(
      at('10'),
      piece(
        [
          ['a', 1],
          ['b', 21],
          ['also', 4],
        ],
        { deleted: [pod('also', { version: 22 }), pod('x', { version: 23 })] },
      ),
      known,
    );
    const told = ({ changes }: typeof first) =>
      changes.map(({ type, key, version }) => `${type} ${key}@${version}`);
    expect(told(first)).toEqual([
      'put west/dom-sales/b@21',
      'remove west/dom-sales/also@22',
    ]);
    expect(first.state.position).toBe('10');
    expect(needsList(first.state)).toBe(true);

    const next = reduceReplica(
      first.state,
      piece([['also', 24]], {
        first: false,
        deleted: [pod('b', { version: 25 })],
      }),
      knowing({ a: '1', b: '21', gone: '3' }),
    );
    expect(told(next)).toEqual([
      'put west/dom-sales/also@24',
      'remove west/dom-sales/b@25',
    ]);

    const last = reduceReplica(
      next.state,
      piece([], { first: false, last: true, resourceVersion: '60' }),
      knowing({ a: '1', also: '24', gone: '3' }),
    );
    expect(told(last)).toEqual(['remove west/dom-sales/gone@60']);
    expect(last.state).toEqual(at('60'));
  });

  it('forgets the pages of a list that expired', () => {
    const known = knowing({ a: '1', b: '2' });
    const begun = reduceReplica(
      at('10'),
      page([['a', 1]], { last: false }),
      known,
    );
    const expired = reduceReplica(begun.state, { type: 'expired' }, known);
    expect(needsList(expired.state)).toBe(true);
    expect(expired.state.position).toBe('10');
    // The page of the list before the 410 does not count as seen.
    const again = reduceReplica(expired.state, page([['b', 2]]), known);
    expect(again.changes.map(({ key }) => key)).toEqual(['west/dom-sales/a']);
  });

  it('lists first, and again after 410', () => {
    expect(needsList(initialReplicaState('west'))).toBe(true);
    expect(needsList(at('10'))).toBe(false);
    const { state, changes } = reduceReplica(
      at('10'),
      { type: 'expired' },
      knowing({ a: '1' }),
    );
    expect(changes).toEqual([]);
    expect(needsList(state)).toBe(true);
  });

  it('gives up every row when the resource is gone', () => {
    expect(brief({ type: 'gone' }, at('10'), { a: '1', b: '2' })).toEqual({
      position: undefined,
      changes: ['remove a@', 'remove b@'],
    });
  });
});

import fc from 'fast-check';
import { InvalidCursorError } from './cursor';
import { FirstSorted } from './FirstSorted';
import { pageOf } from './pageOf';
import { rowKey } from './rowKey';
import { RowTable } from './RowTable';
import { countValues, forEachRow } from './selectRows';
import { Query } from './types';

interface Row {
  rank: number;
  tags: string[];
}

function put(table: RowTable<Row>, name: string, row: Row, cluster = 'west') {
  return table.put(
    {
      kubernetesCluster: cluster,
      namespace: 'dom-sales',
      name,
      resourceVersion: '1',
      row,
    },
    { rank: [String(row.rank)], tag: row.tags },
  );
}

const names = (table: RowTable<Row>, query: Query<Row>) =>
  pageOf(table, query).entries.map(({ name }) => name);

function sample() {
  const table = new RowTable<Row>();
  put(table, 'a', { rank: 1, tags: ['x', 'y'] });
  put(table, 'b', { rank: 2, tags: ['y'] });
  put(table, 'c', { rank: 1, tags: [] });
  put(table, 'd', { rank: 3, tags: ['x'] }, 'east');
  return table;
}

describe('forEachRow', () => {
  it.each<[string, Query<Row>, string[]]>([
    ['everything', {}, ['d', 'a', 'b', 'c']],
    ['one value', { where: { rank: ['1'] } }, ['a', 'c']],
    [
      'either value, each row once',
      { where: { tag: ['x', 'y'] } },
      ['d', 'a', 'b'],
    ],
    ['a value named twice', { where: { rank: ['1', '1'] } }, ['a', 'c']],
    ['both indexes', { where: { tag: ['x', 'y'], rank: ['1'] } }, ['a']],
    ['nothing for no values', { where: { rank: [], tag: ['x'] } }, []],
    ['nothing for an unknown value', { where: { rank: ['9'] } }, []],
    ['nothing for an unknown index', { where: { colour: ['red'] } }, []],
    [
      'a filter too',
      { where: { rank: ['1'] }, filter: r => !r.tags.length },
      ['c'],
    ],
  ])('finds %s', (_, query, expected) => {
    expect(names(sample(), query)).toEqual(expected);
  });

  it('follows a row from one value to another, and away', () => {
    const table = sample();
    const previous = put(table, 'a', { rank: 2, tags: [] });
    expect(previous?.row.rank).toBe(1);
    expect(names(table, { where: { rank: ['1'] } })).toEqual(['c']);
    expect(names(table, { where: { rank: ['2'] } })).toEqual(['a', 'b']);
    expect(table.remove('west/dom-sales/a')?.name).toBe('a');
    expect(table.remove('west/dom-sales/a')).toBeUndefined();
    expect(names(table, { where: { rank: ['2'] } })).toEqual(['b']);
    expect(Object.fromEntries(countValues(table, 'rank', {}))).toEqual({
      1: 1,
      2: 1,
      3: 1,
    });
    expect(table.size).toBe(3);
    expect(table.countOf('east')).toBe(1);
  });
});

describe('forEachRow and countValues', () => {
  it('know every row once, whatever was put, changed and removed', () => {
    const row = fc.record({
      name: fc.integer({ min: 0, max: 1_200 }),
      rank: fc.integer({ min: 0, max: 2 }),
      tags: fc.subarray(['x', 'y', 'z']),
      gone: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 60 }),
        // Enough of one value to outgrow an array, and to shrink again.
        fc.constantFrom(0, 700),
        fc.subarray(['x', 'y', 'z']),
        (changes, many, wanted) => {
          const table = new RowTable<Row>();
          const model = new Map<string, Row>();
          const change = (name: string, value: Row | undefined) => {
            if (value) {
              put(table, name, value);
              model.set(name, value);
            } else {
              table.remove(rowKey('west', 'dom-sales', name));
              model.delete(name);
            }
          };
          for (let i = 0; i < many; i++) {
            change(`r${i}`, { rank: 1, tags: ['x'] });
          }
          for (const { name, gone, rank, tags } of changes) {
            change(`r${name}`, gone ? undefined : { rank, tags });
          }
          for (let i = 0; i < many - 100; i++) {
            change(`r${i}`, undefined);
          }
          const expected = [...model].filter(
            ([, { rank, tags }]) =>
              rank === 1 && tags.some(tag => wanted.includes(tag)),
          );
          const where = { rank: ['1'], tag: wanted };
          const seen: string[] = [];
          forEachRow(table, { where }, entry => seen.push(entry.name));
          expect(seen.sort()).toEqual(expected.map(([name]) => name).sort());
          const counts: Record<string, number> = {};
          for (const [, { tags }] of expected) {
            tags.forEach(tag => {
              counts[tag] = (counts[tag] ?? 0) + 1;
            });
          }
          expect(
            Object.fromEntries(countValues(table, 'tag', { where })),
          ).toEqual(counts);
          expect(table.size).toBe(model.size);
        },
      ),
    );
  });

  it('count right after a count that failed in the middle', () => {
    const table = sample();
    expect(() =>
      countValues(table, 'tag', {
        filter: row => {
          if (row.rank === 3) {
            throw new Error('a bad filter');
          }
          return true;
        },
      }),
    ).toThrow('a bad filter');
    expect(
      Object.fromEntries(countValues(table, 'tag', { filter: () => true })),
    ).toEqual({ x: 2, y: 2 });
  });
});

describe('StoredEntry', () => {
  it.each(['12', '012', '0', 'x-1', '', '90071992547409931'])(
    'gives back the version %p as it came',
    resourceVersion => {
      const table = new RowTable<Row>();
      table.put(
        {
          kubernetesCluster: 'west',
          namespace: undefined,
          name: 'a',
          resourceVersion,
          row: { rank: 1, tags: [] },
        },
        {},
      );
      const entry = table.get('west/_/a');
      expect(entry?.resourceVersion).toBe(resourceVersion);
      expect(entry?.key).toBe('west/_/a');
      expect(entry?.namespace).toBeUndefined();
    },
  );
});

describe('pageOf', () => {
  const sort = (a: Row, b: Row) => b.rank - a.rank;

  it('counts over all pages and ends without a cursor', () => {
    const table = sample();
    const first = pageOf(table, { sort, limit: 3 });
    expect(first.entries.map(({ name }) => name)).toEqual(['d', 'b', 'a']);
    expect(first.total).toBe(4);
    const second = pageOf(table, {
      sort,
      limit: 3,
      cursor: first.nextCursor,
    });
    expect(second.entries.map(({ name }) => name)).toEqual(['c']);
    expect(second.total).toBe(4);
    expect(second.nextCursor).toBeUndefined();
  });

  it('carries only the fields that the order needs', () => {
    const { nextCursor } = pageOf(sample(), {
      sort,
      sortFields: ['rank'],
      limit: 1,
    });
    expect(
      JSON.parse(Buffer.from(nextCursor ?? '', 'base64url').toString()),
    ).toEqual(['east/dom-sales/d', { rank: 3 }]);
  });

  it.each([
    ['no base64 of JSON', 'nonsense'],
    ['no position', Buffer.from('{"a":1}').toString('base64url')],
    ['no row to compare with', Buffer.from('["k"]').toString('base64url')],
    ['far too long', 'x'.repeat(100_000)],
  ])('refuses a cursor that is %s', (_, cursor) => {
    expect(() => pageOf(sample(), { sort, cursor })).toThrow(
      InvalidCursorError,
    );
  });

  it('refuses a cursor that the order cannot make sense of', () => {
    const cursor = Buffer.from('["w/d/k",{"rank":1}]').toString('base64url');
    const byTag = (a: Row, b: Row) => a.tags.length - b.tags.length;
    expect(() => pageOf(sample(), { sort: byTag, cursor })).toThrow(
      InvalidCursorError,
    );
  });

  it('refuses a cursor that names no row', () => {
    const cursor = Buffer.from('["west//a"]').toString('base64url');
    expect(() => pageOf(sample(), { cursor })).toThrow(InvalidCursorError);
  });

  it('shows each row that was there throughout exactly once, whatever else happens', () => {
    const change = fc.record({
      name: fc.constantFrom('m0', 'm1', 'm2', 'm3', 'm4', 'm5'),
      rank: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
    });
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 20 }),
        fc.array(fc.array(change, { maxLength: 4 }), { maxLength: 30 }),
        fc.integer({ min: 1, max: 5 }),
        fc.boolean(),
        (stableRanks, changesPerPage, limit, sorted) => {
          const table = new RowTable<Row>();
          stableRanks.forEach((rank, i) => {
            put(table, `s${i}`, { rank, tags: [] });
          });
          const seen: string[] = [];
          let cursor: string | undefined;
          for (let page = 0; ; page++) {
            for (const { name, rank } of changesPerPage[page] ?? []) {
              if (rank === undefined) {
                table.remove(rowKey('west', 'dom-sales', name));
              } else {
                put(table, name, { rank, tags: [] });
              }
            }
            const result = pageOf(table, {
              ...(sorted ? { sort } : {}),
              limit,
              cursor,
            });
            seen.push(...result.entries.map(({ name }) => name));
            cursor = result.nextCursor;
            if (!cursor) {
              break;
            }
          }
          const stable = seen.filter(name => name.startsWith('s'));
          expect([...stable].sort()).toEqual(
            stableRanks.map((_, i) => `s${i}`).sort(),
          );
        },
      ),
    );
  });
});

describe('FirstSorted', () => {
  it('is the beginning of the sorted whole', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer()),
        fc.integer({ min: 0, max: 12 }),
        (items, count) => {
          const order = (a: number, b: number) => a - b;
          const first = new FirstSorted(count, order);
          items.forEach(item => first.add(item));
          expect(first.sorted()).toEqual(
            [...items].sort(order).slice(0, count),
          );
        },
      ),
    );
  });
});

import { appendPage, mergeChanges, takeArrived, toLiveList } from './mergeList';

interface Row {
  name: string;
  at: number;
  state?: string;
}
const keyOf = (row: Row) => row.name;
const compare = (a: Row, b: Row) => b.at - a.at;
const names = (rows: Row[]) => rows.map(row => row.name).join('');
const row = (name: string, at: number, state = 'running'): Row => ({
  name,
  at,
  state,
});

const shown = toLiveList<Row>({
  items: [row('c', 30), row('b', 20), row('a', 10)],
  total: 3,
  version: 'v1',
  nextCursor: 'next',
  freshness: [],
});
const change = (items: Row[], removed: string[] = []) => ({
  items,
  removed,
  full: false,
  total: 3,
  version: 'v2',
  freshness: [],
});

describe('mergeChanges', () => {
  it('changes rows in place without moving them', () => {
    const merged = mergeChanges(shown, change([row('a', 99, 'failed')]), {
      keyOf,
      compare,
    });
    expect(names(merged.items)).toBe('cba');
    expect(merged.items[2]).toMatchObject({ state: 'failed', at: 99 });
    expect(merged).toMatchObject({ version: 'v2', nextCursor: 'next' });
  });

  it('takes rows out that are gone or left the filter', () => {
    expect(
      names(mergeChanges(shown, change([], ['b', 'x']), { keyOf }).items),
    ).toBe('ca');
  });

  it('puts new rows where they belong, or on top without an order', () => {
    const added = change([row('e', 5), row('d', 25)]);
    expect(names(mergeChanges(shown, added, { keyOf, compare }).items)).toBe(
      'cdbae',
    );
    expect(names(mergeChanges(shown, added, { keyOf }).items)).toBe('edcba');
  });

  it('lets new rows wait while somebody reads, and updates them there', () => {
    const reading = { keyOf, compare, reading: true };
    const first = mergeChanges(shown, change([row('d', 40)]), reading);
    expect(names(first.items)).toBe('cba');
    expect(names(first.arrived)).toBe('d');
    const second = mergeChanges(
      first,
      change([row('d', 41, 'failed'), row('e', 50)], ['c']),
      reading,
    );
    expect(names(second.items)).toBe('ba');
    expect(second.arrived).toEqual([row('d', 41, 'failed'), row('e', 50)]);
    expect(names(takeArrived(second, { compare }).items)).toBe('edba');
    expect(takeArrived(second, { compare }).arrived).toEqual([]);
  });

  it('forgets a waiting row that is gone again', () => {
    const reading = { keyOf, reading: true };
    const first = mergeChanges(shown, change([row('d', 40)]), reading);
    expect(mergeChanges(first, change([], ['d']), reading).arrived).toEqual([]);
  });

  it('takes a full answer as it is when nobody reads', () => {
    const merged = mergeChanges(
      shown,
      { ...change([row('z', 1)]), full: true, nextCursor: undefined },
      { keyOf },
    );
    expect(names(merged.items)).toBe('z');
    expect(merged.nextCursor).toBeUndefined();
  });

  it('keeps the order of a full answer while somebody reads', () => {
    const merged = mergeChanges(
      shown,
      { ...change([row('d', 40), row('b', 20), row('c', 30)]), full: true },
      { keyOf, compare, reading: true },
    );
    expect(names(merged.items)).toBe('cb');
    expect(names(merged.arrived)).toBe('d');
  });

  it('keeps rows and version when the replica is behind', () => {
    const merged = mergeChanges(
      shown,
      { ...change([], ['a']), behind: true },
      { keyOf },
    );
    expect(names(merged.items)).toBe('cba');
    expect(merged.version).toBe('v1');
  });

  it('adds a page at the end without doubling rows', () => {
    const more = appendPage(
      shown,
      { items: [row('a', 10), row('0', 1)], freshness: [] },
      { keyOf },
    );
    expect(names(more.items)).toBe('cba0');
    expect(more.nextCursor).toBeUndefined();
  });
});

import fc from 'fast-check';
import { commitLog } from './commitLog';
import { compareTrees, diffStaged, diffTrees } from './diff';
import { foldPage } from './fold';
import { mergeBase, walkHistory } from './history';
import { mergeTrees } from './mergeTrees';
import { globToRegExp, isTagName } from './names';
import { applyStaged, compareText, metaRangeIdOf } from './tree';
import type { Commit, Entry, Tree } from './types';

/** An object of this content. */
const entry = (content: string): Entry => ({
  checksum: content,
  size: content.length,
  modifiedAt: 0,
  contentType: 'text/plain',
  metadata: {},
  physicalAddress: '',
  bytes: Buffer.from(content),
});

const tree = (objects: Record<string, string>): Tree =>
  new Map(Object.entries(objects).map(([path, text]) => [path, entry(text)]));

const plain = (objects: Tree) =>
  Object.fromEntries(
    [...objects].map(([path, { checksum }]) => [path, checksum]),
  );

const lines = (changes: ReturnType<typeof diffTrees>) =>
  changes.map(({ type, path, size }) => `${type} ${path} ${size}`);

describe('a diff', () => {
  it.each([
    ['nothing', { a: '1' }, { a: '1' }, []],
    ['what came', {}, { b: '22', a: '1' }, ['added a 1', 'added b 2']],
    ['what went, with its size', { a: '333' }, {}, ['removed a 3']],
    ['what is another', { a: '1' }, { a: '22' }, ['changed a 2']],
    [
      'in the order of bytes',
      {},
      { ä: '1', z: '1', Z: '1', '😀': '1' },
      ['added Z 1', 'added z 1', 'added ä 1', 'added 😀 1'],
    ],
  ])('tells %s', (_, left, right, expected) => {
    expect(lines(diffTrees(tree(left), tree(right)))).toEqual(expected);
  });

  it('tells of uncommitted work, without what is as it was', () => {
    const staged = new Map([
      ['same', entry('1')],
      ['other', entry('22')],
      ['gone', null],
      ['never there', null],
      ['new', entry('1')],
    ]);
    expect(
      lines(diffStaged(tree({ same: '1', other: '1', gone: '1' }), staged)),
    ).toEqual(['removed gone 0', 'added new 1', 'changed other 2']);
  });
});

describe('a merge', () => {
  const cases: Array<
    [string, Record<string, string>, Record<string, string>, string[]]
  > = [
    ['only the source changed', { a: '0' }, { a: 's' }, ['changed a 1']],
    ['only the destination changed', { a: 'd' }, { a: '0' }, []],
    ['both changed it to the same', { a: 'x' }, { a: 'x' }, []],
    ['both changed it', { a: 'd' }, { a: 's' }, ['conflict a 1']],
    ['one removed, one changed it', {}, { a: 's' }, ['conflict a 1']],
    ['the source removed it', { a: '0' }, {}, ['removed a 1']],
    ['both removed it', {}, {}, []],
  ];

  it.each(cases)('brings what is meant where %s', (_, to, from, expected) => {
    const base = tree({ a: '0' });
    expect(lines(compareTrees(tree(to), tree(from), base))).toEqual(expected);
  });

  const objects = fc.dictionary(
    fc.constantFrom('a', 'b', 'c', 'd'),
    fc.constantFrom('0', '1', '2'),
    { noNullPrototype: true },
  );

  it('decides each path by itself', () => {
    fc.assert(
      fc.property(
        ...[objects, objects, objects],
        fc.constantFrom('default', 'dest-wins', 'source-wins' as const),
        (destination, source, base, strategy) => {
          const expected: Record<string, string> = {};
          const conflicts: string[] = [];
          for (const path of ['a', 'b', 'c', 'd']) {
            const [to, from, was] = [destination, source, base].map(
              side => side[path],
            );
            let result = to;
            if (from !== was && to !== from) {
              if (to === was || strategy === 'source-wins') result = from;
              if (to !== was) conflicts.push(path);
            }
            if (result !== undefined) expected[path] = result;
          }
          const merged = mergeTrees({
            destination: tree(destination),
            source: tree(source),
            base: tree(base),
            strategy: strategy as 'default',
          });
          expect('tree' in merged ? plain(merged.tree) : merged).toEqual(
            strategy === 'default' && conflicts.length > 0
              ? { conflicts }
              : expected,
          );
        },
      ),
    );
  });
});

describe('a tree', () => {
  it('is in the order of the bytes of UTF-8', () => {
    fc.assert(
      fc.property(
        ...[fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' })],
        (a, b) => {
          const bytes = Buffer.compare(Buffer.from(a), Buffer.from(b));
          expect(Math.sign(compareText(a, b))).toBe(bytes);
        },
      ),
    );
    // Above U+E000 the order of UTF-16 is another.
    expect(compareText('\ufb01', '😀')).toBeLessThan(0);
  });

  it('has the same id as another with the same objects, whenever they were written', () => {
    const later = new Map([
      ['b', entry('2')],
      ['a', { ...entry('1'), modifiedAt: 9, physicalAddress: 'elsewhere' }],
    ]);
    expect(metaRangeIdOf(later)).toBe(metaRangeIdOf(tree({ a: '1', b: '2' })));
    expect(metaRangeIdOf(later)).not.toBe(metaRangeIdOf(tree({ a: '1' })));
    expect(metaRangeIdOf(new Map())).toBe('');
  });

  it('is not changed by what is written after', () => {
    const before = tree({ a: '1' });
    const after = applyStaged(before, new Map([['a', null]]));
    expect([plain(before), plain(after)]).toEqual([{ a: '1' }, {}]);
  });
});

describe('a page', () => {
  const paths = ['a/1', 'a/2', 'b', 'c/d/1', 'c/d/2', 'c/e'];
  const fold = (query: {
    prefix?: string;
    after?: string;
    delimiter?: string;
    amount?: number;
  }) => {
    const { results, hasMore } = foldPage(paths, path => path, {
      ...{ prefix: '', after: '', delimiter: '', amount: 100 },
      ...query,
    });
    return [...results.map(({ path }) => path), ...(hasMore ? ['...'] : [])];
  };

  it.each([
    [{}, paths],
    [{ amount: 2 }, ['a/1', 'a/2', '...']],
    [{ after: 'a/2', amount: 4 }, ['b', 'c/d/1', 'c/d/2', 'c/e']],
    [{ prefix: 'c/' }, ['c/d/1', 'c/d/2', 'c/e']],
    [{ delimiter: '/' }, ['a/', 'b', 'c/']],
    [{ delimiter: '/', amount: 1 }, ['a/', '...']],
    [{ delimiter: '/', after: 'a/' }, ['b', 'c/']],
    [{ delimiter: '/', prefix: 'c/' }, ['c/d/', 'c/e']],
    [{ delimiter: '/', prefix: 'c/', after: 'c/d/' }, ['c/e']],
    [{ prefix: 'nothing' }, []],
  ])('of %j', (query, expected) => {
    expect(fold(query)).toEqual(expected);
  });

  it('after page gives everything once', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.stringMatching(/^[a-c/]{1,6}$/), { maxLength: 30 }),
        fc.integer({ min: 1, max: 5 }),
        fc.constantFrom('', '/'),
        (names, amount, delimiter) => {
          const sorted = [...names].sort();
          const ask = (after: string, size: number) =>
            foldPage(sorted, name => name, {
              ...{ prefix: '', after, delimiter, amount: size },
            });
          const found: string[] = [];
          let after = '';
          for (let more = true; more; ) {
            const { results, hasMore } = ask(after, amount);
            found.push(...results.map(({ path }) => path));
            more = hasMore;
            after = results.at(-1)?.path ?? '';
          }
          expect(found).toEqual(ask('', 1000).results.map(({ path }) => path));
        },
      ),
    );
  });
});

/** Commits by what they stand on, the older first; `data` is what they hold. */
function history(
  parents: Record<string, string[]>,
  data: Record<string, Record<string, string>> = {},
) {
  const commits = new Map<string, Commit>();
  Object.entries(parents).forEach(([id, below], index) => {
    const generations = below.map(one => commits.get(one)!.generation);
    commits.set(id, {
      ...{ id, parents: below, committer: '', message: id, metadata: {} },
      ...{ createdAt: index * 1000, metaRangeId: '' },
      generation: Math.max(0, ...generations) + 1,
      tree: tree(data[id] ?? {}),
    });
  });
  return (id: string) => commits.get(id)!;
}

describe('a history', () => {
  const commitOf = history({
    root: [],
    one: ['root'],
    side: ['one'],
    two: ['one'],
    merge: ['two', 'side'],
    three: ['merge'],
    other: ['side'],
  });
  const walk = (from: string, firstParent = false) =>
    [...walkHistory(commitOf(from), commitOf, { firstParent })].map(
      ({ id }) => id,
    );

  it('is told newest first, each once', () => {
    expect(walk('three')).toEqual([
      ...['three', 'merge', 'two', 'side', 'one', 'root'],
    ]);
    expect(walk('three', true)).toEqual([
      ...['three', 'merge', 'two', 'one', 'root'],
    ]);
  });

  it.each([
    ['three', 'three', 'three'],
    ['three', 'two', 'two'],
    ['three', 'other', 'side'],
    ['two', 'side', 'one'],
    ['root', 'three', 'root'],
  ])('of %s and %s has its base at %s', (left, right, base) => {
    const found = mergeBase(commitOf(left), commitOf(right), commitOf);
    expect(found?.id).toBe(base);
    const back = mergeBase(commitOf(right), commitOf(left), commitOf);
    expect(back?.id).toBe(base);
  });

  it('of strangers has no base', () => {
    const apart = history({ a: [], b: [] });
    expect(mergeBase(apart('a'), apart('b'), apart)).toBeUndefined();
  });

  it('is told in pages and of paths', () => {
    const of = history(
      { root: [], one: ['root'], two: ['one'], merge: ['two', 'one'] },
      {
        one: { 'a/1': '1' },
        two: { 'a/1': '1', 'b/1': '1' },
        merge: { 'a/1': '2', 'b/1': '1' },
      },
    );
    const log = (query: Partial<Parameters<typeof commitLog>[2]>) => {
      const { commits, hasMore } = commitLog(of('merge'), of, {
        ...{ amount: 10, firstParent: false, limit: false },
        ...{ prefixes: [], objects: [], ...query },
      });
      return [...commits.map(({ id }) => id), ...(hasMore ? ['...'] : [])];
    };
    expect(log({})).toEqual(['merge', 'two', 'one', 'root']);
    expect(log({ amount: 2 })).toEqual(['merge', 'two', '...']);
    expect(log({ amount: 2, limit: true })).toEqual(['merge', 'two']);
    expect(log({ after: of('two') })).toEqual(['one', 'root']);
    expect(log({ stopAt: of('two') })).toEqual(['merge', 'two']);
    expect(log({ prefixes: ['a/'] })).toEqual(['one']);
    expect(log({ objects: ['b/1'] })).toEqual(['two']);
    expect(log({ since: 2000 })).toEqual(['merge', 'two']);
  });
});

describe('names', () => {
  it.each([
    ['main', 'main', true],
    ['main', 'mainly', false],
    ['stable_*', 'stable_1', true],
    ['v?', 'v1', true],
    ['v?', 'v10', false],
    ['a.b', 'axb', false],
    ['[x]', 'x', false],
    ['*', '', true],
  ])('of pattern %s: %s %s', (pattern, name, expected) => {
    expect(globToRegExp(pattern).test(name)).toBe(expected);
  });

  it.each([
    ...['v1.0', 'lakefront-kept-a', 'ä', 'a~1'].map(name => [name, true]),
    ...['', '@', 'a b', 'a/b', 'a..b', 'a.', 'a.lock', 'a^', 'a:b', 'a@{'].map(
      name => [name, false],
    ),
  ] as Array<[string, boolean]>)('of a tag: %j %s', (name, expected) => {
    expect(isTagName(name)).toBe(expected);
  });
});

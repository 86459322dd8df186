import {
  liveLake,
  previewFixture,
  repositoryDetailFixture,
  repositoryFixture,
  unreadLake,
} from '../../__testUtils__/lakefs';
import {
  columnWords,
  countWords,
  crumbsOf,
  fileWords,
  lastPart,
  rowWords,
} from './changeWords';
import {
  isRestorable,
  keptReason,
  restorableWords,
  restoreAnswers,
} from './keptBranch';
import { isHeld, obstaclesLeft, previewSentence } from './promotion';
import { repositorySentence, ruleSentences } from './repositorySentences';
import { toOptions } from './RefPicker';

const now = Date.parse('2026-01-02T10:00:00Z');

describe('words about what differs', () => {
  it('names paths by where one is', () => {
    expect(lastPart('a/b/c.parquet', 'a/b/')).toBe('c.parquet');
    expect(lastPart('elsewhere', 'a/')).toBe('elsewhere');
    expect(crumbsOf('a/b/')).toEqual([
      { title: 'a', prefix: 'a/' },
      { title: 'b', prefix: 'a/b/' },
    ]);
  });

  it('counts, and says where it did not count to the end', () => {
    expect(countWords(0, true)).toBe('');
    expect(countWords(12_345)).toBe('12,345');
    expect(countWords(1_000, true)).toBe('1,000+');
    expect(fileWords({ added: 4, removed: 1, changed: 2 })).toBe('+4 −1 ~2');
    expect(fileWords({ added: 0, removed: 0, changed: 0 })).toBe('none');
    expect(fileWords({ added: 1, removed: 0, changed: 0, more: true })).toBe(
      '+1 or more',
    );
  });

  it.each([
    [undefined, 'not told'],
    [{}, 'not told'],
    [{ before: 1000, after: 1250 }, '1,000 → 1,250'],
    [{ before: 7, after: 7 }, '7'],
    [{ after: 12 }, '12'],
  ])('rows %j', (rows, text) => {
    expect(rowWords(rows)).toBe(text);
  });

  it('says what became of columns', () => {
    expect(
      columnWords([
        { name: 'a', after: 'int' },
        { name: 'b', before: 'int' },
        { name: 'c', before: 'int', after: 'long' },
      ]),
    ).toEqual(['+a int', '−b int', 'c int → long']);
    expect(columnWords(undefined)).toEqual([]);
  });
});

describe('kept branches', () => {
  const [deleted, kept] = repositoryDetailFixture.kept!;

  it.each([
    [{}, 'ends in', true],
    [{ restorableUntil: undefined }, 'no end', true],
    [{ restorableUntil: '2026-01-02T09:00:00Z' }, 'ended 1 h ago', false],
    [{ tag: undefined }, 'no tag holds it', false],
    [{ exists: true }, 'still there', false],
  ])('can be restored or not: %j', (extra, words, restorable) => {
    const one = { ...deleted, ...extra };
    expect(restorableWords(one, now)).toMatch(words);
    expect(isRestorable(one, now)).toBe(restorable);
  });

  it('says why', () => {
    expect(keptReason(kept)).toMatch(/12 objects/);
    expect(keptReason({ ...kept, message: undefined })).toBe('Uncommitted');
    expect(keptReason(deleted)).toMatch(/^Deleted; a tag/);
  });

  it('asks where it was declared, else where its reader may ask', () => {
    const [place] = repositoryFixture.domains;
    const two = {
      ...repositoryFixture,
      domains: [{ ...place, kubernetesCluster: 'east' }, place],
    };
    expect(restoreAnswers(deleted, two)).toMatchObject({
      place: { domain: 'sales', kubernetesCluster: 'west' },
      name: 'old-prices',
    });
    expect(restoreAnswers({ ...deleted, owner: undefined }, two)).toMatchObject(
      { place: { kubernetesCluster: 'east' } },
    );
    expect(
      restoreAnswers(deleted, {
        ...repositoryFixture,
        domains: [{ ...place, mayChange: false }],
      }),
    ).toBeUndefined();
  });
});

describe('a promotion', () => {
  const conflict = { code: 'conflict', message: 'a' };
  const dirty = { code: 'uncommitted', message: 'b' };

  it('is held for what does not pass and no side was chosen for', () => {
    const all = { ...previewFixture, obstacles: [conflict, dirty] };
    expect(isHeld(all, undefined)).toBe(true);
    expect(isHeld(all, 'source-wins')).toBe(false);
    expect(obstaclesLeft(all, 'source-wins')).toEqual([
      { ...dirty, passing: true },
    ]);
    expect(
      isHeld(
        { ...all, obstacles: [{ code: 'new-one', message: 'c' }] },
        'dest-wins',
      ),
    ).toBe(true);
  });

  it('says what would be merged', () => {
    expect(previewSentence({ ...previewFixture, moreCommits: true })).toMatch(
      /^Merges more than 2 commits of new-prices into main, up to c3c3c3c3\./,
    );
    expect(previewSentence({ ...previewFixture, commits: [] })).toBe(
      'new-prices has no commit that main has not.',
    );
  });
});

describe('a repository', () => {
  it('says what needs a look', () => {
    const none = { mine: 0, expiring: 0, stale: 0, declared: 0 };
    expect(repositorySentence({ ...none, all: 1 }, liveLake)).toBe('1 branch.');
    expect(
      repositorySentence(
        { ...none, all: 10_000, mine: 2, expiring: 1_200 },
        liveLake,
      ),
    ).toBe('10,000 branches: 2 yours, 1,200 expiring or expired.');
  });

  it('counts no branches that it can not know of', () => {
    const counts = { all: 2, mine: 1, expiring: 0, stale: 0, declared: 2 };
    expect(repositorySentence(counts, unreadLake)).toBe(
      '2 branches are declared in Git, 1 of them yours. Which others there are is not known before lakeFS answers.',
    );
    expect(
      repositorySentence({ ...counts, mine: 0, declared: 1 }, unreadLake),
    ).toMatch(/^1 branch is declared in Git\. Which/);
  });

  it('says its rules, also where it has none', () => {
    expect(ruleSentences({ protection: [] })).toEqual([
      expect.stringMatching(/^No branch is protected/),
      expect.stringMatching(/^No data is ever collected/),
    ]);
    expect(ruleSentences(undefined)).toEqual([
      'Not known: lakeFS did not tell them yet.',
    ]);
  });
});

describe('what can be chosen to compare with', () => {
  const main = { id: 'main', type: 'branch' as const, commitId: 'a' };

  it('is what was found, a commit as it was typed, and what is chosen', () => {
    const ids = (options: Parameters<typeof toOptions>[0]) =>
      toOptions(options).map(({ id }) => id);
    expect(ids({ refs: [main], value: 'main', text: '' })).toEqual(['main']);
    expect(ids({ refs: [main], value: 'v1', text: 'abcdef12' })).toEqual([
      'v1',
      'main',
      'abcdef12',
    ]);
    expect(
      ids({ refs: [], value: 'v1', text: 'abcdef12', branchesOnly: true }),
    ).toEqual(['v1']);
  });
});

import {
  awayLake,
  branchDetailFixture,
  branchFixture,
  declaredBy,
  standingFixture,
  unreadLake,
} from '../../__testUtils__/lakefs';
import { asSeen } from './asSeen';
import {
  againstSentence,
  branchSentence,
  expirySentence,
  promotionSentence,
  standingNote,
  standingWords,
} from './standing';

const now = Date.parse('2026-01-02T10:00:00Z');

describe('where a branch stands', () => {
  it.each([
    [
      3,
      1,
      12,
      '3 commits ahead of main and 1 behind; 12 objects not committed yet.',
    ],
    [1, 0, 0, '1 commit ahead of main.'],
    [
      0,
      2,
      1,
      'Nothing that main has not, and 2 commits behind it; 1 object not committed yet.',
    ],
    [0, 0, 0, 'As main.'],
    [
      1000,
      0,
      1000,
      '1,000 or more commits ahead of main; 1,000 or more objects not committed yet.',
    ],
  ])(
    '%i ahead, %i behind, %i uncommitted',
    (ahead, behind, uncommitted, text) => {
      expect(
        againstSentence({
          ref: 'main',
          commitId: 'a',
          ahead,
          behind,
          uncommitted,
        }),
      ).toBe(text);
    },
  );

  it.each([
    [
      { ahead: 1000, behind: 0, uncommitted: 2 },
      '1,000+ ahead · 2 uncommitted',
    ],
    [{ ahead: 0, behind: 0, uncommitted: 0 }, 'as main'],
    [{}, 'not looked at yet'],
  ])('in a row: %j', (counts, text) => {
    expect(standingWords({ source: 'main', ...counts })).toBe(text);
  });

  it.each([
    [
      '2026-01-06T00:00:00Z',
      'Retain',
      undefined,
      'Expires in 3 d; it stays until somebody deletes it.',
    ],
    [
      '2026-01-06T00:00:00Z',
      'Delete',
      undefined,
      'Expires in 3 d, and is deleted a day later.',
    ],
    [
      '2026-01-02T08:00:00Z',
      'Delete',
      true,
      'Expired 2 h ago: it is deleted a day after that, if nothing on it would be lost.',
    ],
    // The controller has not looked yet, and the time is over.
    [
      '2026-01-02T08:00:00Z',
      'Retain',
      undefined,
      'Expired 2 h ago; it stays until somebody deletes it.',
    ],
    [undefined, 'Delete', undefined, undefined],
  ] as const)('%s under %s', (expiresAt, deletionPolicy, expired, text) => {
    expect(expirySentence({ expiresAt, deletionPolicy, expired }, now)).toBe(
      text,
    );
  });

  it('says what was promoted and what is to be', () => {
    const promotion = { commit: 'c3c3c3c3c3c3', into: 'main', done: true };
    expect(promotionSentence(promotion)).toBe(
      'Its commit c3c3c3c3 was promoted into main.',
    );
    expect(promotionSentence({ ...promotion, done: false })).toBe(
      'Its commit c3c3c3c3 is to be promoted into main.',
    );
    const refused = { code: 'conflict', message: 'Both changed a.' };
    expect(promotionSentence({ ...promotion, done: false, refused })).toBe(
      'Its commit c3c3c3c3 was not promoted into main.',
    );
    expect(promotionSentence(undefined)).toBeUndefined();
  });

  it('says why what was asked for was not promoted', () => {
    const refused = { code: 'conflict', message: 'Both changed a' };
    const promotion = {
      ...{ commit: 'c3c3c3c3c3c3', into: 'main', done: false, refused },
    };
    const row = branchFixture({
      declaredBy: {
        ...declaredBy,
        standing: { ...standingFixture, promotion },
      },
    });
    expect(branchSentence({ ...branchDetailFixture, row }, now)).toMatch(
      /Its commit c3c3c3c3 was not promoted into main\. Both changed a\.$/,
    );
  });

  it('speaks of the default branch as such', () => {
    const row = branchFixture({
      branch: 'main',
      isDefault: true,
      declaredBy: undefined,
    });
    expect(branchSentence({ ...branchDetailFixture, row }, now)).toBe(
      'The default branch of sales-lake; 12 of its objects not committed yet.',
    );
  });

  it('says of what is from before that it is, and whose word it is', () => {
    const detail = { ...branchDetailFixture, freshness: unreadLake };
    expect(branchSentence(detail, now)).toMatch(
      /^When it was last seen: 3 commits ahead of main and 1 behind; 12/,
    );
    expect(standingNote(detail)).toBe('As the branch controller saw it last.');
    expect(standingNote(branchDetailFixture)).toBeUndefined();
    expect(standingNote({ ...detail, freshness: awayLake })).toMatch(
      /^As lakeFS last said it, .*2.*\.$/,
    );
    const row = branchFixture({
      declaredBy: {
        ...declaredBy,
        standing: { ...standingFixture, unknownSince: '2026-01-02T10:00:00Z' },
      },
    });
    expect(standingNote({ ...detail, row })).toMatch(
      /^As the branch controller saw it last, before .*: since then/,
    );
  });

  it('takes what is not known for no number', () => {
    const detail = {
      ...branchDetailFixture,
      against: { ref: 'main' },
      freshness: unreadLake,
    };
    expect(againstSentence(detail.against)).toBe(
      'How it stands against main is not known yet.',
    );
    expect(branchSentence(detail, now)).toMatch(/^How it stands against main/);
    expect(asSeen(standingFixture, detail)).toBe(standingFixture);
  });
});

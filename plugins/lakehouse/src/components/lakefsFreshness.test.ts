import {
  lakefsSentence,
  unreadServers,
  worstByServer,
} from './lakefsFreshness';

describe('how fresh lakeFS is', () => {
  it('tells the worst of each server', () => {
    const readAt = '2026-01-02T10:00:00Z';
    const rows = worstByServer([
      { server: 'b', state: 'live', readAt },
      { server: 'a', repository: 'x', state: 'limited', readAt },
      { server: 'a', state: 'unreachable' },
    ]);
    expect(rows.map(({ server, state }) => `${server} ${state}`)).toEqual([
      'a unreachable',
      'b live',
    ]);
    expect(unreadServers(rows)).toEqual(['a']);
  });

  it.each([
    ['unreachable', /^lakeFS a does not answer \(showing its state of/],
    ['refused', /takes the portal's key no more/],
    ['limited', /asks the portal to wait/],
    ['stale', /was not read lately/],
  ] as const)('says what is wrong: %s', (state, text) => {
    expect(
      lakefsSentence({ server: 'a', state, readAt: '2026-01-02T10:00:00Z' }),
    ).toMatch(text);
  });

  it('says why, and that what was never read is not empty', () => {
    expect(
      lakefsSentence({ server: 'a', state: 'unreachable', message: 'refused' }),
    ).toBe(
      'lakeFS a does not answer (what it holds was not read yet and is not shown): refused',
    );
    expect(lakefsSentence({ server: 'a', state: 'live' })).toBeUndefined();
  });

  it('says since when, and whose word is shown instead', () => {
    const away = { server: 'a', state: 'unreachable' as const };
    const since = '2026-01-02T10:00:00Z';
    expect(lakefsSentence({ ...away, since, fromObjects: true })).toMatch(
      /^lakeFS a does not answer, since \w+ \d+:\d+ \(showing what the branch controller saw last of branches that are declared in Git\)$/,
    );
    expect(lakefsSentence({ ...away, since, readAt: since })).toMatch(
      /, since (.+) \(showing its state of \1\)$/,
    );
  });
});

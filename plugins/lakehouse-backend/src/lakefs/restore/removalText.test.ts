import { restorableText } from './removalText';

const now = Date.parse('2026-03-10T12:00:00Z');
const rules = { defaultRetentionDays: 7, branches: [] };
const head = (until: string) => ({
  commitId: 'a1'.repeat(32),
  until: Date.parse(until),
});

describe('how long a branch that is deleted now could be restored', () => {
  it('is said with its end', () => {
    const traces = { head: head('2026-03-12T10:00:00Z'), rules };
    expect(restorableText({ kept: [], claims: [], ...traces }, now)).toMatch(
      /^Undo restores a deleted one until 2026-03-12 10:00 UTC: after that, /,
    );
  });

  it('is not promised where it is over already', () => {
    const traces = { head: head('2026-03-09T10:00:00Z'), rules };
    expect(restorableText({ kept: [], claims: [], ...traces }, now)).toBe(
      "Undo cannot restore a deleted one: its last commit is older than 7 days, so that the repository's rules of garbage collection may take its data at once.",
    );
  });
});

import { filterLines, findLines, splitMatches } from './searchLines';

const lines = [
  'INFO start',
  'WARN slow',
  'ERROR failed',
  '    at org.apache.X',
  'Caused by: y',
  'INFO end',
];

describe('search and filter of a log', () => {
  it('shows errors with their stack traces', () => {
    expect(filterLines(lines, 'error')).toEqual([2, 3, 4]);
    expect(filterLines(lines, 'warn')).toEqual([1, 2, 3, 4]);
    expect(filterLines(lines, 'all')).toHaveLength(6);
  });

  it('finds lines among those that are shown', () => {
    expect(findLines(lines, [0, 2, 5], 'info')).toEqual([0, 2]);
    expect(findLines(lines, [0, 2, 5], '')).toEqual([]);
  });

  it('marks each match', () => {
    expect(splitMatches('a Bab', 'ab')).toEqual([
      { text: 'a B', match: false },
      { text: 'ab', match: true },
    ]);
    expect(splitMatches('abc', '')).toEqual([{ text: 'abc', match: false }]);
  });
});

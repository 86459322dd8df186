import { nextVersion } from './nextVersion';

describe('nextVersion', () => {
  it.each<[string | undefined, string[], string]>([
    [undefined, [], 'v1'],
    ['v1', ['v1'], 'v2'],
    ['v9', ['v9', 'v10'], 'v11'],
    ['v099', [], 'v100'],
    ['2026-3', [], '2026-4'],
    ['first', [], 'first-2'],
    ['7', ['7'], '8'],
  ])('after %s, %j taken, comes %s', (last, taken, expected) => {
    expect(nextVersion(last, taken)).toBe(expected);
  });
});

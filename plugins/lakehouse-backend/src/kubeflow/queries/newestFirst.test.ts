import { newestFirst } from './newestFirst';

const EARLY = '2026-11-20T08:00:00Z';
const LATE = '2026-11-21T08:00:00Z';

describe('newestFirst', () => {
  it.each<[string, Array<[name: string, createdAt: string]>, string[]]>([
    [
      'by when they were made',
      [
        ['z-1', EARLY],
        ['a-1', LATE],
      ],
      ['a-1', 'z-1'],
    ],
    [
      'by what they count, where they were made at once',
      [
        ['features-v2', EARLY],
        ['features-v10', EARLY],
        ['features-v9', EARLY],
      ],
      ['features-v10', 'features-v9', 'features-v2'],
    ],
    [
      'in one order also where they count alike',
      [
        ['v01', EARLY],
        ['v1', EARLY],
        ['v001', EARLY],
      ],
      ['v1', 'v01', 'v001'],
    ],
  ])('orders versions %s, however they come', (_what, versions, expected) => {
    const made = versions.map(([name, createdAt]) => ({ name, createdAt }));
    for (const some of [made, [...made].reverse()]) {
      expect([...some].sort(newestFirst).map(({ name }) => name)).toEqual(
        expected,
      );
    }
  });
});

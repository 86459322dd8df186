import type { FootprintPart } from '@lakefront/backstage-plugin-lakehouse-common';
import { describeParts } from './FootprintLine';

describe('describeParts', () => {
  const part = (role: string): FootprintPart => ({
    ...{ role, count: 1, minCount: 1 },
    ...{ cpu: 1, memory: 2 ** 30, gpu: 0 },
  });
  const of = (count: number) => ({
    ...{ cpu: 1, memory: 2 ** 30, gpu: 0, pods: count },
    parts: Array.from({ length: count }, (_, index) => part(`step-${index}`)),
  });

  it('names each of a few', () => {
    expect(describeParts(of(10))).toHaveLength(10);
    expect(describeParts(of(1))).toEqual(['step-0: 1 × 1 CPU, 1 GiB']);
  });

  it('names some of many, and says how many more', () => {
    const said = describeParts(of(200));
    expect(said).toHaveLength(11);
    expect(said.at(-1)).toBe('and 190 more');
  });
});

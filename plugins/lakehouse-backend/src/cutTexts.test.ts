import * as fc from 'fast-check';
import { cutTexts, cutToFit } from './cutTexts';
import { LARGEST_PAGE_BYTES, sizeOf } from './queries/pageSize';

describe('cutTexts', () => {
  it('leaves what has no long text as it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        expect(cutTexts(value, 1_000)).toBe(value);
      }),
    );
  });

  it('cuts long texts wherever they are, and nothing else', () => {
    const short = { b: [1, null, true] };
    const value = { a: 'abcdef', short, list: ['abcdef', 'ab'] };
    const cut = cutTexts(value, 3);
    expect(cut).toEqual({ a: 'abc…', short, list: ['abc…', 'ab'] });
    expect(cut.short).toBe(short);
    expect(value.a).toBe('abcdef');
  });
});

describe('cutToFit', () => {
  it('cuts as little as fits into an answer', () => {
    const small = { text: 'x'.repeat(100_000) };
    expect(cutToFit(small)).toEqual({ value: small });
    const large = { one: 'x'.repeat(1_500_000), other: 'y'.repeat(10_000) };
    const cut = cutToFit(large);
    expect(cut?.truncated).toBe(true);
    expect(cut?.value.other).toBe(large.other);
    expect(sizeOf(cut?.value)).toBeLessThan(LARGEST_PAGE_BYTES);
  });

  it('says that there are too many parts', () => {
    expect(cutToFit(Array.from({ length: 500_000 }, () => 'xx'))).toBe(
      undefined,
    );
  });
});

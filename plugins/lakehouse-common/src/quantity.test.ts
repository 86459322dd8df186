import fc from 'fast-check';
import { formatBytes, formatCpu } from './formatAmount';
import {
  formatQuantity,
  isSameQuantity,
  parseQuantity,
  toNanos,
  tryParseQuantity,
} from './quantity';

describe('parseQuantity', () => {
  it.each([
    ['0', 0],
    ['1', 1],
    ['500m', 0.5],
    ['1.5', 1.5],
    ['.5', 0.5],
    ['5.', 5],
    ['-2', -2],
    ['1e3', 1000],
    ['1E', 1e18],
    ['1E3', 1000],
    ['2e-3', 0.002],
    ['1Ki', 1024],
    ['1.5Gi', 1.5 * 1024 ** 3],
    ['64Gi', 64 * 1024 ** 3],
    ['1k', 1000],
    ['100n', 1e-7],
    [4, 4],
  ])('%s is %d', (text, expected) => {
    expect(parseQuantity(text)).toBe(expected);
  });

  it.each([
    '',
    ' ',
    'x',
    '1g',
    '1 Gi',
    '1Mi2',
    '--1',
    '.',
    '1e',
    'Infinity',
    NaN,
  ])('refuses %p', text => {
    expect(tryParseQuantity(text)).toBeUndefined();
    expect(() => parseQuantity(text)).toThrow('is not a Kubernetes quantity');
  });

  it('rounds up what is finer than a billionth', () => {
    expect(toNanos('0.0000000001')).toBe(1n);
  });

  it('reads back what it writes, exactly', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 30n }), nanos => {
        expect(toNanos(formatQuantity(nanos))).toBe(nanos);
      }),
    );
  });

  it('never throws when it only tries', () => {
    fc.assert(
      fc.property(fc.anything(), value => {
        expect(() => tryParseQuantity(value)).not.toThrow();
      }),
    );
  });

  it('knows that two spellings say the same', () => {
    expect(isSameQuantity('1', '1000m')).toBe(true);
    expect(isSameQuantity('1Gi', '1024Mi')).toBe(true);
    expect(isSameQuantity('1G', '1Gi')).toBe(false);
    expect(isSameQuantity('x', 'x')).toBe(false);
  });
});

describe('amounts for people', () => {
  it.each([
    [6, '6'],
    [0.5, '0.5'],
    [1.256, '1.26'],
    [123.4, '123'],
    [0, '0'],
  ])('%d cores are %s', (cores, text) => {
    expect(formatCpu(cores)).toBe(text);
  });

  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1 KiB'],
    [1024 ** 2 - 1, '1 MiB'],
    [1.4 * 1024 ** 3, '1.4 GiB'],
    [14 * 1024 ** 3, '14 GiB'],
    [180.4 * 1024 ** 3, '180 GiB'],
    [2 * 1024 ** 4, '2 TiB'],
    [-1024, '-1 KiB'],
  ])('%d bytes are %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});

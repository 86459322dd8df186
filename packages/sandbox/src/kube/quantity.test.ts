import fc from 'fast-check';
import {
  addQuantities,
  canonicalQuantity,
  formatQuantity,
  parseQuantity,
} from './quantity';

describe('quantities', () => {
  it.each([
    ['0', '0'],
    ['1', '1'],
    ['1000m', '1'],
    ['1500m', '1500m'],
    ['0.5', '500m'],
    ['.5', '500m'],
    ['5.', '5'],
    ['2000', '2k'],
    ['1Gi', '1Gi'],
    ['1024Mi', '1Gi'],
    ['1.5Gi', '1536Mi'],
    ['512', '512'],
    ['1000Ki', '1000Ki'],
    ['1e3', '1e3'],
    ['12e6', '12e6'],
    ['1E', '1E'],
    ['+4', '4'],
    ['-1', '-1'],
    ['0.1n', '1n'],
    ['100Ei', '100Ei'],
    ['64', '64'],
  ])('%s is written %s', (text, canonical) => {
    expect(canonicalQuantity(text)).toBe(canonical);
  });

  it('takes whole numbers as YAML gives them', () => {
    expect(canonicalQuantity(16)).toBe('16');
  });

  it.each(['', ' 1', '1 Gi', '1g', '1K', '1e', 'Gi', '1.2.3', '--1', 'NaN'])(
    'refuses %j',
    text => {
      expect(parseQuantity(text)).toBeUndefined();
    },
  );

  const quantityText = fc
    .tuple(
      fc.integer({ min: 0, max: 1_000_000 }),
      fc.option(fc.integer({ min: 0, max: 999 }), { nil: undefined }),
      fc.constantFrom(
        '',
        'n',
        'u',
        'm',
        'k',
        'M',
        'G',
        'Ki',
        'Mi',
        'Gi',
        'Ti',
        'e3',
      ),
    )
    .map(
      ([whole, fraction, suffix]) =>
        `${whole}${fraction === undefined ? '' : `.${fraction}`}${suffix}`,
    );
  const parsed = quantityText.map(text => parseQuantity(text)!);

  it('says the same after being written and read again', () => {
    fc.assert(
      fc.property(parsed, quantity => {
        const again = parseQuantity(formatQuantity(quantity))!;
        const isFraction = quantity.nano % 1_000_000_000n !== 0n;
        // binary quantities of 1Ki and more are whole, rounded up, as in Go
        const roundsUp = quantity.format === 'BinarySI' && isFraction;
        const lost = again.nano - quantity.nano;
        expect(lost).toBeGreaterThanOrEqual(0n);
        expect(lost).toBeLessThanOrEqual(roundsUp ? 999_999_999n : 0n);
      }),
    );
  });

  it('writes a canonical text that is its own canonical text', () => {
    fc.assert(
      fc.property(quantityText, text => {
        const once = canonicalQuantity(text);
        expect(canonicalQuantity(once)).toBe(once);
      }),
    );
  });

  it('adds without losing anything, in any order', () => {
    fc.assert(
      fc.property(parsed, parsed, parsed, (a, b, c) => {
        expect(addQuantities(addQuantities(a, b), c).nano).toBe(
          addQuantities(a, addQuantities(c, b)).nano,
        );
      }),
    );
  });
});

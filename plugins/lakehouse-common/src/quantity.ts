import { InputError } from '@backstage/errors';

const NANOS_PER_UNIT = 1_000_000_000n;

const BINARY: Record<string, bigint> = {
  Ki: 1024n,
  Mi: 1024n ** 2n,
  Gi: 1024n ** 3n,
  Ti: 1024n ** 4n,
  Pi: 1024n ** 5n,
  Ei: 1024n ** 6n,
};

/** Powers of ten by suffix. */
const DECIMAL: Record<string, number> = {
  n: -9,
  u: -6,
  m: -3,
  '': 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};

const QUANTITY =
  /^([+-]?)(\d{1,40})?(?:\.(\d{0,40}))?(?:(Ki|Mi|Gi|Ti|Pi|Ei)|[eE]([+-]?\d{1,3})|([numkMGTPE]))?$/;

/**
 * A Kubernetes quantity (`500m`, `1.5Gi`, `2e3`) in billionths of its unit,
 * exactly; what is finer is rounded up, as Kubernetes does. Undefined where
 * the text is no quantity.
 * @public
 */
export function toNanos(quantity: string | number): bigint | undefined {
  const match = QUANTITY.exec(String(quantity).trim());
  if (!match || (match[2] === undefined && !match[3])) {
    return undefined;
  }
  const [, sign, whole = '', fraction = '', binary, exponent, suffix] = match;
  const power = Number(exponent ?? DECIMAL[suffix ?? '']);
  // The value is digits * 10^-fraction.length * 10^power * binary; in nanos another 10^9.
  const shift = power + 9 - fraction.length;
  const digits = BigInt(`${whole}${fraction}`) * (BINARY[binary] ?? 1n);
  const nanos =
    shift >= 0 ? digits * 10n ** BigInt(shift) : divideUp(digits, -shift);
  return sign === '-' ? -nanos : nanos;
}

function divideUp(value: bigint, powerOfTen: number): bigint {
  const divisor = 10n ** BigInt(powerOfTen);
  return (value + divisor - 1n) / divisor;
}

/**
 * A quantity as a number of its unit (cores, bytes, pieces).
 * Throws `InputError` where the text is no quantity.
 * @public
 */
export function parseQuantity(quantity: string | number): number {
  const parsed = tryParseQuantity(quantity);
  if (parsed === undefined) {
    throw new InputError(`"${quantity}" is not a Kubernetes quantity`);
  }
  return parsed;
}

/** As `parseQuantity`, but undefined where there is none. @public */
export function tryParseQuantity(quantity: unknown): number | undefined {
  if (typeof quantity !== 'string' && typeof quantity !== 'number') {
    return undefined;
  }
  const nanos = toNanos(quantity);
  if (nanos === undefined) {
    return undefined;
  }
  const whole = nanos / NANOS_PER_UNIT;
  return Number(whole) + Number(nanos % NANOS_PER_UNIT) / 1e9;
}

/** Whether two quantities say the same, as `1` and `1000m` do. @public */
export function isSameQuantity(
  a: string | number,
  b: string | number,
): boolean {
  const nanos = toNanos(a);
  return nanos !== undefined && nanos === toNanos(b);
}

/** Billionths of a unit as the shortest decimal quantity; `toNanos` reads it back. @public */
export function formatQuantity(nanos: bigint): string {
  const scales: Array<[string, bigint]> = [
    ['', NANOS_PER_UNIT],
    ['m', 1_000_000n],
    ['u', 1000n],
    ['n', 1n],
  ];
  const [suffix, size] =
    scales.find(([, scale]) => nanos % scale === 0n) ?? scales[3];
  return `${nanos / size}${suffix}`;
}

/**
 * Kubernetes quantities, exactly: nano-units in a BigInt, as Go's
 * `resource.Quantity` rounds and writes them.
 */
export interface Quantity {
  nano: bigint;
  format: 'BinarySI' | 'DecimalSI' | 'DecimalExponent';
}

const NANO = 1_000_000_000n;
const DECIMAL_SUFFIXES = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const BINARY_SUFFIXES = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const PATTERN =
  /^([+-]?)(\d+\.?\d*|\.\d+)(|[numkMGTPE]|[KMGTPE]i|[eE][+-]?\d{1,4})$/;

/** The quantity a text or whole number says, or undefined when it says none. */
export function parseQuantity(text: unknown): Quantity | undefined {
  const match = PATTERN.exec(
    typeof text === 'number' ? String(text) : textOf(text),
  );
  if (!match) {
    return undefined;
  }
  const [, sign, number, suffix] = match;
  const [whole, fraction = ''] = number.split('.');
  const digits = BigInt(`${whole}${fraction}` || '0');
  const scale = scaleOf(suffix);
  // value = digits / 10^fraction * multiplier * 10^exponent, in nano-units
  let numerator = digits * scale.multiplier * NANO;
  let denominator = 10n ** BigInt(fraction.length);
  if (scale.exponent >= 0) {
    numerator *= 10n ** BigInt(scale.exponent);
  } else {
    denominator *= 10n ** BigInt(-scale.exponent);
  }
  const nano = divideUp(numerator, denominator);
  return { nano: sign === '-' ? -nano : nano, format: scale.format };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function scaleOf(suffix: string): {
  multiplier: bigint;
  exponent: number;
  format: Quantity['format'];
} {
  if (BINARY_SUFFIXES.includes(suffix) && suffix !== '') {
    const power = BINARY_SUFFIXES.indexOf(suffix);
    return {
      multiplier: 1024n ** BigInt(power),
      exponent: 0,
      format: 'BinarySI',
    };
  }
  if (DECIMAL_SUFFIXES.includes(suffix)) {
    const exponent = (DECIMAL_SUFFIXES.indexOf(suffix) - 3) * 3;
    return { multiplier: 1n, exponent, format: 'DecimalSI' };
  }
  const exponent = Number(suffix.slice(1));
  return { multiplier: 1n, exponent, format: 'DecimalExponent' };
}

/** Whole division that rounds up, since asking for a little is not asking for nothing. */
function divideUp(numerator: bigint, denominator: bigint): bigint {
  return (numerator + denominator - 1n) / denominator;
}

/** The canonical text: no fraction, the largest suffix that loses nothing. */
export function formatQuantity({ nano, format }: Quantity): string {
  if (nano === 0n) {
    return '0';
  }
  const sign = nano < 0n ? '-' : '';
  const size = nano < 0n ? -nano : nano;
  if (format === 'BinarySI' && size >= 1024n * NANO) {
    let value = divideUp(size, NANO);
    let power = 0;
    while (value % 1024n === 0n && power < BINARY_SUFFIXES.length - 1) {
      value /= 1024n;
      power += 1;
    }
    return `${sign}${value}${BINARY_SUFFIXES[power]}`;
  }
  let value = size;
  let power = 0;
  while (value % 1000n === 0n && power < DECIMAL_SUFFIXES.length - 1) {
    value /= 1000n;
    power += 1;
  }
  const exponent = (power - 3) * 3;
  if (format === 'DecimalExponent') {
    return `${sign}${value}${exponent === 0 ? '' : `e${exponent}`}`;
  }
  return `${sign}${value}${DECIMAL_SUFFIXES[power]}`;
}

/** The sum; the first that is not zero says how it is written, as in Go. */
export function addQuantities(a: Quantity, b: Quantity): Quantity {
  return {
    nano: a.nano + b.nano,
    format: a.nano === 0n ? b.format : a.format,
  };
}

export function zeroQuantity(): Quantity {
  return { nano: 0n, format: 'DecimalSI' };
}

/** The canonical text of a quantity; what is none stays as it is. */
export function canonicalQuantity(value: unknown): unknown {
  const quantity = parseQuantity(value);
  return quantity ? formatQuantity(quantity) : value;
}

const MIB = 1024 ** 2;

/** Spark adds at least this to the heap of a driver or executor. @public */
export const MINIMUM_OVERHEAD_BYTES = 384 * MIB;
/** What Spark adds to the heap for a JVM program. @public */
export const JVM_OVERHEAD_FACTOR = 0.1;
/** What Spark adds to the heap for Python and R, whose workers live outside it. @public */
export const NON_JVM_OVERHEAD_FACTOR = 0.4;

const JVM_SIZE = /^\s*(\d{1,15})\s*(?:([kmgtp])?b?)\s*$/i;
const UNITS: Record<string, number> = {
  k: 1024,
  m: MIB,
  g: 1024 ** 3,
  t: 1024 ** 4,
  p: 1024 ** 5,
};

/** A JVM size (`512m`, `4g`; a bare number is MiB) in bytes; undefined where it is none. @public */
export function parseJvmSize(
  size: string | number | undefined,
): number | undefined {
  const match = size === undefined ? null : JVM_SIZE.exec(String(size));
  return match
    ? Number(match[1]) * UNITS[(match[2] ?? 'm').toLowerCase()]
    : undefined;
}

/**
 * What a Spark pod requests: the heap plus overhead, in whole MiB as Spark
 * counts. An explicit overhead wins over the factor and its minimum.
 * @public
 */
export function sparkPodMemory(options: {
  heap: number;
  overhead?: number;
  factor: number;
}): number {
  const heap = Math.floor(options.heap / MIB) * MIB;
  const byFactor = Math.floor((heap / MIB) * options.factor) * MIB;
  return (
    heap + (options.overhead ?? Math.max(byFactor, MINIMUM_OVERHEAD_BYTES))
  );
}

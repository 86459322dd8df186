/** A resourceVersion as an integer, or undefined when it is not one. */
export function parseResourceVersion(version: string): bigint | undefined {
  return /^\d{1,40}$/.test(version) ? BigInt(version) : undefined;
}

/**
 * Orders two resourceVersions of the same resource of one API server: negative,
 * zero or positive; undefined when they cannot be compared.
 *
 * Kubernetes calls them opaque, yet every API server backed by etcd counts; one
 * that does not parse only ever costs a full answer.
 */
export function compareResourceVersions(
  a: string,
  b: string,
): number | undefined {
  if (a === b) {
    return 0;
  }
  const left = parseResourceVersion(a);
  const right = parseResourceVersion(b);
  if (left === undefined || right === undefined) {
    return undefined;
  }
  if (left === right) {
    return 0;
  }
  return left < right ? -1 : 1;
}

/** The higher of two; undefined is lower than any. */
export function highest(a: bigint, b: bigint | undefined): bigint {
  return b !== undefined && b > a ? b : a;
}

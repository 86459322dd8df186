import type { Answer, Body } from './KubeHttp';

/** How a call went, as a client acts on it: code, reason and what it is about. */
export function verdictOf({ status, body }: Answer) {
  return {
    status,
    kind: body?.kind,
    reason: body?.reason,
    code: body?.code,
    message: body?.message,
    details: withoutTexts(body?.details),
  };
}

/** Causes by field and reason: their sentences may differ. */
function withoutTexts(details: Body['details']) {
  if (!details) return undefined;
  const { causes, uid, ...rest } = details;
  return {
    ...rest,
    ...(causes && {
      causes: causes.map(({ field, reason }) => `${field}: ${reason}`).sort(),
    }),
  };
}

/** Which fields there are, and of which type; values and their order do not count. */
export function shapeOf(value: any): unknown {
  if (Array.isArray(value)) {
    return value.length > 0 ? [shapeOf(value[0])] : [];
  }
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map(key => [key, shapeOf(value[key])]),
  );
}

/** An object without what differs from run to run. */
export function withoutChance(object: any) {
  const {
    uid,
    resourceVersion,
    creationTimestamp,
    managedFields,
    ...metadata
  } = object.metadata ?? {};
  return { ...object, metadata };
}

/** Names of those who have a say in an object's fields. */
export function managersOf(object: any): string[] {
  return (object.metadata?.managedFields ?? []).map(
    ({ manager, operation }: { manager: string; operation: string }) =>
      `${manager} ${operation}`,
  );
}

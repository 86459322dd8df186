import { isRecord } from '../jsonPath';
import type { WorkloadKind } from './WorkloadKind';

/**
 * Whether labels match a selector as the API server takes it: `key` or
 * `key=value`, several of them with `,` between. Pure.
 */
export function matchesLabels(
  selector: string | undefined,
  labels: unknown,
): boolean {
  const given = isRecord(labels) ? labels : {};
  return requirements(selector).every(({ key, value }) =>
    value === undefined ? Object.hasOwn(given, key) : given[key] === value,
  );
}

/**
 * Whether an object is of a kind: by API group, kind and, where several kinds
 * share these, by label. Pure.
 * @public
 */
export function isObjectOf(
  kind: Pick<WorkloadKind, 'group' | 'kind' | 'labelSelector'>,
  object: { apiVersion?: unknown; kind?: unknown; metadata?: unknown },
): boolean {
  const [group, version] = String(object.apiVersion ?? '').split('/');
  return (
    object.kind === kind.kind &&
    (version === undefined ? '' : group) === kind.group &&
    matchesLabels(
      kind.labelSelector,
      isRecord(object.metadata) ? object.metadata.labels : undefined,
    )
  );
}

/** The labels that a selector asks for, as a sentence would name them. */
export function requirements(
  selector: string | undefined,
): Array<{ key: string; value?: string }> {
  return (selector ? selector.split(',') : []).map(one => {
    const [key, ...value] = one.split('=');
    return value.length > 0 ? { key, value: value.join('=') } : { key };
  });
}

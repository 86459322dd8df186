import { badRequest } from '../KubeStatusError';
import { ResourceDefinition } from '../resources';

/** What a path is about. */
export type RequestInfo =
  | { kind: 'other'; path: string }
  | {
      kind: 'resource';
      resource: ResourceDefinition;
      namespace?: string;
      name?: string;
      subresource?: string;
    };

/** Reads a path as the real server does; undefined when no resource is served there. */
export function readPath(
  path: string,
  served: ResourceDefinition[],
): RequestInfo | undefined {
  const parts = path.split('/').filter(Boolean).map(decode);
  const [root, ...after] = parts;
  const isCore = root === 'api' && after.length > 1;
  const isGroup = root === 'apis' && after.length > 2;
  if (!isCore && !isGroup) {
    return { kind: 'other', path };
  }
  const [group, version, ...rest] = isCore ? ['', ...after] : after;
  const [namespace, plural, name, subresource, ...tooMany] =
    rest[0] === 'namespaces' && rest.length > 2 && !isNamespacePart(rest[2])
      ? [rest[1], ...rest.slice(2)]
      : [undefined, ...rest];
  const resource = served.find(
    candidate =>
      candidate.group === group &&
      candidate.version === version &&
      candidate.plural === plural,
  );
  if (
    !resource ||
    tooMany.length ||
    (namespace !== undefined && !resource.namespaced)
  ) {
    return undefined;
  }
  return { kind: 'resource', resource, namespace, name, subresource };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw badRequest(`invalid path: ${part}`);
  }
}

/** `/namespaces/x/status` is a part of the namespace, not something in it. */
function isNamespacePart(part: string): boolean {
  return part === 'status' || part === 'finalize';
}

import { KubeStatus, ResourceRef } from '../types';

/** What a failed call throws in process and answers over HTTP. */
export class KubeStatusError extends Error {
  readonly status: KubeStatus;

  constructor(
    code: number,
    reason: string,
    message: string,
    details?: Record<string, unknown>,
  ) {
    super(message);
    this.name = 'KubeStatusError';
    this.status = {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message,
      reason,
      ...(details ? { details } : {}),
      code,
    };
  }
}

/** One field that is wrong, in the words of the field validation. */
export interface FieldProblem {
  reason:
    | 'FieldValueRequired'
    | 'FieldValueInvalid'
    | 'FieldValueNotSupported'
    | 'FieldValueForbidden'
    | 'FieldValueTypeInvalid';
  field: string;
  message: string;
}

/** `pods` or `sparkapplications.sparkoperator.k8s.io`. */
export function qualifiedResource(resource: {
  group: string;
  plural: string;
}): string {
  return resource.group
    ? `${resource.plural}.${resource.group}`
    : resource.plural;
}

function detailsOf(resource: ResourceRef, name?: string) {
  return {
    ...(name ? { name } : {}),
    ...(resource.group ? { group: resource.group } : {}),
    kind: resource.plural,
  };
}

export function notFound(resource: ResourceRef, name: string) {
  return new KubeStatusError(
    404,
    'NotFound',
    `${qualifiedResource(resource)} "${name}" not found`,
    detailsOf(resource, name),
  );
}

/** A path that nothing serves. */
export function noSuchPath() {
  return new KubeStatusError(
    404,
    'NotFound',
    'the server could not find the requested resource',
    {},
  );
}

export function alreadyExists(resource: ResourceRef, name: string) {
  return new KubeStatusError(
    409,
    'AlreadyExists',
    `${qualifiedResource(resource)} "${name}" already exists`,
    detailsOf(resource, name),
  );
}

export function conflict(
  resource: ResourceRef,
  name: string,
  why = 'the object has been modified; please apply your changes to the latest version and try again',
) {
  return new KubeStatusError(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${qualifiedResource(
      resource,
    )} "${name}": ${why}`,
    detailsOf(resource, name),
  );
}

export function forbidden(
  resource: ResourceRef,
  name: string | undefined,
  why: string,
) {
  return new KubeStatusError(
    403,
    'Forbidden',
    `${qualifiedResource(resource)}${
      name ? ` "${name}"` : ''
    } is forbidden: ${why}`,
    detailsOf(resource, name),
  );
}

export function invalid(
  resource: ResourceRef & { kind: string },
  name: string,
  problems: FieldProblem[],
) {
  const texts = problems.map(problem =>
    problem.field ? `${problem.field}: ${problem.message}` : problem.message,
  );
  const kind = resource.group
    ? `${resource.kind}.${resource.group}`
    : resource.kind;
  return new KubeStatusError(
    422,
    'Invalid',
    `${kind} "${name}" is invalid: ${
      texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`
    }`,
    {
      name,
      ...(resource.group ? { group: resource.group } : {}),
      kind: resource.kind,
      causes: problems,
    },
  );
}

/** An apply patch that does not say whose it is. */
export function noFieldManager() {
  const message = 'Required value: is required for apply patch';
  return new KubeStatusError(
    422,
    'Invalid',
    `PatchOptions.meta.k8s.io "" is invalid: fieldManager: ${message}`,
    {
      group: 'meta.k8s.io',
      kind: 'PatchOptions',
      causes: [
        { reason: 'FieldValueRequired', message, field: 'fieldManager' },
      ],
    },
  );
}

export function badRequest(message: string) {
  return new KubeStatusError(400, 'BadRequest', message);
}

export function unauthorized() {
  return new KubeStatusError(401, 'Unauthorized', 'Unauthorized');
}

/** A resource version or continue token that is no longer remembered. */
export function expired(message: string) {
  return new KubeStatusError(410, 'Expired', message);
}

export function methodNotAllowed() {
  return new KubeStatusError(
    405,
    'MethodNotAllowed',
    'the server does not allow this method on the requested resource',
    {},
  );
}

export function unsupportedMediaType(got: string, supported: string[]) {
  return new KubeStatusError(
    415,
    'UnsupportedMediaType',
    `the body of the request was in an unknown format - accepted media types include: ${supported.join(
      ', ',
    )}${got ? ` (got ${got})` : ''}`,
    {},
  );
}

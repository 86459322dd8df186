import { IncomingMessage, ServerResponse } from 'node:http';
import { KubeObject, KubeUser } from '../../types';
import { parseFieldSelector } from '../fieldSelector';
import { asArray, asObject, asString } from '../json';
import { DeleteOptions, Target, WriteOptions } from '../KubeApi';
import { badRequest, unsupportedMediaType } from '../KubeStatusError';
import { parseLabelSelector } from '../labelSelector';
import { Patch } from '../patch/patchObject';
import { ResourceDefinition } from '../resources';
import { mediaType, readBody } from './readBody';

/** One request on a resource, read so far. */
export interface Call {
  request: IncomingMessage;
  response: ServerResponse;
  query: URLSearchParams;
  user: KubeUser;
  resource: ResourceDefinition;
  namespace?: string;
  name?: string;
  subresource?: string;
}

const PATCH_TYPES: Record<string, Patch['type']> = {
  'application/json-patch+json': 'json',
  'application/merge-patch+json': 'merge',
  'application/strategic-merge-patch+json': 'strategic',
  'application/apply-patch+yaml': 'apply',
};

export function isWatch(query: URLSearchParams): boolean {
  return ['true', '1'].includes(query.get('watch') ?? '');
}

export function targetOf(call: Call): Target {
  const { resource, namespace, name, subresource } = call;
  return {
    resource,
    namespace,
    name,
    ...(subresource === 'status' ? { subresource } : {}),
  };
}

export function selectorOf({ query, resource, namespace }: Call) {
  const byLabels = parseLabelSelector(query.get('labelSelector') ?? '');
  const byFields = parseFieldSelector(
    query.get('fieldSelector') ?? '',
    resource,
  );
  return (object: KubeObject) =>
    (namespace === undefined || object.metadata.namespace === namespace) &&
    byLabels(object.metadata.labels ?? {}) &&
    byFields(object);
}

export async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const body = await readBody(request);
  if (body === undefined) {
    throw badRequest('the request has no body');
  }
  return body;
}

export function patchType(
  request: IncomingMessage,
  resource: ResourceDefinition,
): Patch['type'] {
  const type = PATCH_TYPES[mediaType(request)];
  if (!type || (type === 'strategic' && resource.custom)) {
    throw unsupportedMediaType(
      mediaType(request),
      Object.keys(PATCH_TYPES).filter(
        known => !resource.custom || !known.includes('strategic'),
      ),
    );
  }
  return type;
}

export function writeOptions({ query, request }: Call): WriteOptions {
  const fieldValidation = query.get('fieldValidation');
  return {
    dryRun: isDryRun(query.getAll('dryRun')),
    fieldManager:
      query.get('fieldManager') ??
      request.headers['user-agent']?.split('/')[0].slice(0, 128),
    force: query.get('force') === 'true',
    fieldValidation:
      fieldValidation === 'Strict' || fieldValidation === 'Ignore'
        ? fieldValidation
        : 'Warn',
    warnings: [],
  };
}

export function deleteOptions(
  body: unknown,
  query: URLSearchParams,
): DeleteOptions {
  const given = asObject(body);
  return {
    dryRun: isDryRun([
      ...asArray(given.dryRun).map(String),
      ...query.getAll('dryRun'),
    ]),
    propagationPolicy:
      asString(given.propagationPolicy) ?? query.get('propagationPolicy'),
    preconditions: given.preconditions,
  };
}

function isDryRun(values: string[]): boolean {
  const wrong = values.find(value => value !== 'All');
  if (wrong !== undefined) {
    throw badRequest(
      `dryRun: Unsupported value: "${wrong}": supported values: "All"`,
    );
  }
  return values.length > 0;
}

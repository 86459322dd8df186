import { InputError } from '@backstage/errors';
import {
  ANNOTATION_CHANGE,
  ANNOTATION_OWNER,
  ANNOTATION_REQUESTED_BY,
} from './annotations';
import { isRecord } from './jsonPath';
import type { WorkloadKind } from './kinds/WorkloadKind';
import type { KubernetesObject, ProposedObject } from './types';

const SEGMENT = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;
const ROOT_SEGMENT = /^[A-Za-z0-9_]([-\w.]{0,251}\w)?$/;

/** Keys that the API server fills in; never written to Git. */
const SERVER_METADATA = new Set([
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'managedFields',
  'selfLink',
]);
const FIRST = ['apiVersion', 'kind', 'metadata', 'name', 'namespace', 'spec'];

/** Where a domain's workloads of a stage are in its repository. @public */
export function workloadDirectory(options: {
  kubernetesCluster: string;
  domain: string;
  stage?: 1 | 2;
  root?: string;
}): string {
  const domains = options.stage === 2 ? 'domains-after' : 'domains';
  return [
    ...rootSegments(options.root),
    'clusters',
    segment('Kubernetes cluster', options.kubernetesCluster),
    domains,
    segment('domain', options.domain),
  ].join('/');
}

/** Where the platform's own files of a Kubernetes cluster are in its repository: what makes its domains. @public */
export function platformDirectory(options: {
  kubernetesCluster: string;
  root?: string;
}): string {
  return [
    ...rootSegments(options.root),
    'platform',
    segment('Kubernetes cluster', options.kubernetesCluster),
  ].join('/');
}

/** The file of one workload in its repository. Throws `InputError` for names that are no path segment. @public */
export function manifestPath(options: {
  kubernetesCluster: string;
  domain: string;
  kind: Pick<WorkloadKind, 'id' | 'stage'>;
  name: string;
  root?: string;
}): string {
  const { kind, name, ...place } = options;
  return [
    workloadDirectory({ ...place, stage: kind.stage }),
    segment('kind', kind.id),
    `${segment('name', name)}.yaml`,
  ].join('/');
}

/** The name that one object of a proposal is about; unchecked, as it was given. @public */
export function nameOfProposed(proposed: ProposedObject): unknown {
  switch (proposed.action) {
    case 'edit':
    case 'verb':
    case 'delete':
    case 'adopt':
    case 'undo':
      return proposed.name;
    default:
      return proposed.object?.metadata?.name;
  }
}

/** Says in an object where it belongs, whose it is and which change wrote it. Pure. @public */
export function withLakefrontMetadata(
  object: {
    metadata: { name: string; [key: string]: unknown };
    [key: string]: unknown;
  },
  options: {
    kind: Pick<WorkloadKind, 'group' | 'version' | 'kind' | 'emptyStatus'>;
    namespace: string;
    owner?: string;
    requestedBy?: string;
    changeId?: string;
  },
): KubernetesObject {
  const { kind, namespace, owner, requestedBy, changeId } = options;
  const given = isRecord(object.metadata.annotations)
    ? object.metadata.annotations
    : {};
  const annotations = Object.fromEntries(
    Object.entries({
      ...given,
      // Who owns it may be said in the form; who asked and by which change may not.
      [ANNOTATION_OWNER]: given[ANNOTATION_OWNER] ?? owner,
      [ANNOTATION_REQUESTED_BY]: requestedBy,
      [ANNOTATION_CHANGE]: changeId,
    }).flatMap(([key, value]) => (value ? [[key, String(value)]] : [])),
  );
  return {
    ...object,
    apiVersion: kind.group ? `${kind.group}/${kind.version}` : kind.version,
    kind: kind.kind,
    metadata: { ...object.metadata, namespace, annotations },
    ...(kind.emptyStatus && { status: object.status ?? {} }),
  };
}

/**
 * An object as it is written to Git: without what the API server fills in,
 * keys in one order, so that the same object is always the same text.
 * @public
 */
export function toManifest(object: KubernetesObject): KubernetesObject {
  const { status, metadata, ...rest } = object;
  // Empty, it was put there for a definition that asks for it.
  const isAsked = isRecord(status) && Object.keys(status).length === 0;
  const kept = Object.fromEntries(
    Object.entries(metadata).filter(
      ([key, value]) =>
        !SERVER_METADATA.has(key) &&
        !(isRecord(value) && Object.keys(value).length === 0),
    ),
  );
  return inOrder({
    ...{ ...rest, metadata: kept },
    ...(isAsked && { status }),
  }) as KubernetesObject;
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(inOrder);
  }
  if (!isRecord(value)) {
    return value;
  }
  return Object.fromEntries(
    Object.keys(value)
      .filter(key => value[key] !== undefined)
      .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
      .map(key => [key, inOrder(value[key])]),
  );
}

function rank(key: string): number {
  const at = FIRST.indexOf(key);
  return at === -1 ? FIRST.length : at;
}

function segment(what: string, text: string): string {
  if (typeof text !== 'string' || !SEGMENT.test(text) || text.includes('..')) {
    throw new InputError(
      `The ${what} "${text}" must be lower-case letters, digits, "-" and "."`,
    );
  }
  return text;
}

function rootSegments(root = ''): string[] {
  const segments = root.split('/').filter(part => part !== '' && part !== '.');
  for (const part of segments) {
    if (!ROOT_SEGMENT.test(part) || part.includes('..')) {
      throw new InputError(`The root "${root}" is not a plain relative path`);
    }
  }
  return segments;
}

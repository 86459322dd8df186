import { isRecord } from '../../jsonPath';
import type { Footprint, KubernetesObject } from '../../types';

/** Label of what starts runs for people, and its value. */
export const STARTER_LABEL = 'app.kubernetes.io/component';
export const STARTER = 'pipeline-starter';
/** Label of a `Workflow` that KFP made: the id of its run. */
export const RUN_ID_LABEL = 'pipeline/runid';

/** One for all that asks for nothing itself. */
export const NOTHING: Footprint = {
  ...{ cpu: 0, memory: 0, gpu: 0, pods: 0 },
  parts: [],
};

/** The names of what is an object in Kubernetes and a file in Git: DNS labels. */
export const LABEL_NAME = {
  maxLength: 63,
  pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$',
  message:
    'A name begins and ends with a lower-case letter or digit, and has lower-case letters, digits and "-" between.',
};

export function specOf(object: KubernetesObject): Record<string, unknown> {
  return isRecord(object.spec) ? object.spec : {};
}

export function statusOf(object: KubernetesObject): Record<string, unknown> {
  return isRecord(object.status) ? object.status : {};
}

export function recordAt(
  from: Record<string, unknown>,
  key: string,
): Record<string, unknown> {
  return isRecord(from[key]) ? (from[key] as Record<string, unknown>) : {};
}

export function recordsAt(
  from: Record<string, unknown>,
  key: string,
): Array<Record<string, unknown>> {
  const list = from[key];
  return Array.isArray(list) ? list.filter(isRecord) : [];
}

/** A manifest with other values at the top of its spec. */
export function withSpec(
  manifest: KubernetesObject,
  changes: Record<string, unknown>,
): KubernetesObject {
  return { ...manifest, spec: { ...specOf(manifest), ...changes } };
}

/** A text that is not empty. */
export function textAt(
  from: Record<string, unknown>,
  key: string,
): string | undefined {
  const value = from[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

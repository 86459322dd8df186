import { KubeObject } from '../../types';
import { asObject, deepEqual, isObject } from '../json';
import { badRequest } from '../KubeStatusError';
import { ObjectStore } from '../ObjectStore';
import { builtinResource } from '../resources';

const GROUP = 'pipelines.kubeflow.org';
const API_VERSION = `${GROUP}/v2beta1`;
const PIPELINES = builtinResource(GROUP, 'pipelines');

const TOP_FIELDS = [
  'pipelineInfo',
  'deploymentSpec',
  'schemaVersion',
  'sdkVersion',
  'components',
  'root',
  'defaultPipelineRoot',
];

/** What KFP's mutating webhook puts in, in place: on create and on update. */
export function defaultPipelineVersion(
  store: ObjectStore,
  object: KubeObject,
): void {
  const { metadata, spec } = object;
  const pipeline = store.get(
    PIPELINES,
    metadata.namespace,
    String(asObject(spec).pipelineName ?? ''),
  );
  if (!pipeline) {
    throw denied(
      "The spec.pipelineName doesn't map to an existing Pipeline object",
    );
  }
  const { name, uid = '' } = pipeline.metadata;
  metadata.labels = {
    ...metadata.labels,
    [`${GROUP}/pipeline-id`]: uid,
    [`${GROUP}/pipeline`]: name.slice(0, 63),
  };
  const owner = {
    apiVersion: API_VERSION,
    kind: 'Pipeline',
    name,
    uid,
    blockOwnerDeletion: true,
  };
  const others = (metadata.ownerReferences ?? []).filter(
    ({ apiVersion, kind }) => apiVersion !== API_VERSION || kind !== 'Pipeline',
  );
  metadata.ownerReferences = [...others, owner];
}

/** Throws what KFP's validating webhook refuses. */
export function checkPipelineVersion(
  object: KubeObject,
  old: KubeObject | undefined,
): void {
  const spec = asObject(object.spec);
  if (!old) {
    const why = pipelineSpecProblem(spec.pipelineSpec);
    if (why) throw denied(why);
    return;
  }
  const { displayName, tags } = spec;
  const expected = { ...asObject(old.spec), displayName, tags };
  if (!deepEqual(defined(expected), defined(spec))) {
    throw denied(
      'Pipeline spec is immutable; only mutable fields (display_name, tags) can be updated',
    );
  }
}

/**
 * What KFP's API server finds wrong with a compiled pipeline, in its words. Of
 * the many fields of the format only the uppermost are looked at here.
 */
export function pipelineSpecProblem(spec: unknown): string | undefined {
  const why = formatProblem(spec);
  return why
    ? `The pipeline spec is invalid: failed to parse the pipeline spec: InvalidInputError: ${why}: pipeline spec is invalid`
    : nameProblem(String(asObject(asObject(spec).pipelineInfo).name));
}

function formatProblem(value: unknown): string | undefined {
  const { pipelineInfo, root, schemaVersion } = asObject(value);
  const known = Object.keys(asObject(value)).every(key =>
    TOP_FIELDS.includes(key),
  );
  // A document with a field that KFP does not know is no pipeline to it.
  if (!known || !asObject(pipelineInfo).name || !isObject(root)) {
    return 'no pipeline spec is provided';
  }
  if (schemaVersion !== '2.1.0') {
    return `KFP only supports schema version 2.1.0, but the pipeline spec has version ${
      schemaVersion ?? ''
    }`;
  }
  // Its pattern is held against any part of the name.
  return /[a-z0-9]/.test(String(asObject(pipelineInfo).name))
    ? undefined
    : "invalid v2 pipeline spec: name should consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
}

function nameProblem(name: string): string | undefined {
  if (name.length > 128) {
    return "Invalid input error: pipeline's name must contain no more than 128 characters";
  }
  return /^[a-z0-9][-a-z0-9]*$/.test(name)
    ? undefined
    : "Invalid input error: pipeline's name must contain only lowercase alphanumeric characters or '-' and must start with alphanumeric characters";
}

/** Without what is not said: the API server never stores that. */
function defined(spec: object): object {
  return Object.fromEntries(
    Object.entries(spec).filter(([, value]) => value !== undefined),
  );
}

function denied(why: string) {
  return badRequest(
    `admission webhook "pipelineversions.${GROUP}" denied the request: ${why}`,
  );
}

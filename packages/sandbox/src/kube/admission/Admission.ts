import { KubeObject, KubeUser } from '../../types';
import { Authorizer } from '../Authorizer';
import { checkSchema } from '../decode';
import { asObject, deepEqual } from '../json';
import { forbidden, invalid, notFound } from '../KubeStatusError';
import { ObjectStore } from '../ObjectStore';
import { builtinResource, ResourceDefinition } from '../resources';
import { putKindDefaults, putPodQuality } from './defaults';
import {
  claimLimitProblems,
  podLimitProblems,
  putLimitRangeDefaults,
} from './limitRange';
import { metadataProblems } from './metadata';
import {
  checkPipelineVersion,
  defaultPipelineVersion,
} from './pipelineVersion';
import { podProblems } from './podProblems';
import { QuotaKeeper } from './QuotaKeeper';
import { checkSparkObject } from './sparkApplication';

const NAMESPACES = builtinResource('', 'namespaces');
const LIMIT_RANGES = builtinResource('', 'limitranges');
const PIPELINE_VERSIONS = builtinResource(
  'pipelines.kubeflow.org',
  'pipelineversions',
);
const SPARK_GROUP = 'sparkoperator.k8s.io';

export interface Write {
  user: KubeUser;
  resource: ResourceDefinition;
  object: KubeObject;
  /** What is there now; nothing when the object is new. */
  old?: KubeObject;
}

/** What stands between an allowed write and the store: defaults, then everything that may refuse it. */
export class Admission {
  readonly #store: ObjectStore;
  readonly #authorizer: Authorizer;
  readonly #quotas: QuotaKeeper;

  constructor(store: ObjectStore, authorizer: Authorizer, quotas: QuotaKeeper) {
    this.#store = store;
    this.#authorizer = authorizer;
    this.#quotas = quotas;
  }

  /** Throws when the object's namespace is not there or going. */
  checkNamespace(resource: ResourceDefinition, object: KubeObject): void {
    const { name, namespace } = object.metadata;
    if (!resource.namespaced || namespace === undefined) {
      return;
    }
    const found = this.#store.get(NAMESPACES, undefined, namespace);
    if (!found) {
      throw notFound(NAMESPACES, namespace);
    }
    if (found.metadata.deletionTimestamp) {
      throw forbidden(
        resource,
        name,
        `unable to create new content in namespace ${namespace} because it is being terminated`,
      );
    }
  }

  /** Fills in defaults, in place, and throws what is refused. */
  admit({ user, resource, object, old }: Write): void {
    const limitRanges = this.#limitRanges(resource, object);
    putKindDefaults(resource, object);
    const isVersion = resource === PIPELINE_VERSIONS;
    if (isVersion) {
      defaultPipelineVersion(this.#store, object);
    }
    const isPod = resource.plural === 'pods';
    if (isPod && !old) {
      putLimitRangeDefaults(limitRanges, object);
      putPodQuality(object);
    }
    checkSchema(resource, object, [
      ...metadataProblems(resource, object),
      ...(isPod ? podProblems(object) : []),
    ]);
    checkUnchanged(resource, object, old);
    if (resource.group === SPARK_GROUP) {
      checkSparkObject(resource, object);
    }
    if (isVersion) {
      checkPipelineVersion(object, old);
    }
    this.#authorizer.checkEscalation(user, resource, object);
    if (!old) {
      checkLimits(resource, object, limitRanges);
      this.#quotas.check(resource, object);
    }
  }

  #limitRanges(resource: ResourceDefinition, object: KubeObject) {
    return ['pods', 'persistentvolumeclaims'].includes(resource.plural)
      ? this.#store.list(LIMIT_RANGES, object.metadata.namespace ?? '')
      : [];
  }
}

function checkLimits(
  resource: ResourceDefinition,
  object: KubeObject,
  limitRanges: KubeObject[],
): void {
  const problems =
    resource.plural === 'pods'
      ? podLimitProblems(limitRanges, object)
      : claimLimitProblems(limitRanges, object);
  if (problems.length) {
    throw forbidden(
      resource,
      object.metadata.name,
      problems.length === 1 ? problems[0] : `[${problems.join(', ')}]`,
    );
  }
}

/** A binding never points to another role; an immutable ConfigMap or Secret keeps its data. */
function checkUnchanged(
  resource: ResourceDefinition,
  object: KubeObject,
  old: KubeObject | undefined,
): void {
  if (!old) {
    return;
  }
  const { name } = object.metadata;
  if (old.roleRef && !deepEqual(old.roleRef, object.roleRef)) {
    const ref = asObject(object.roleRef);
    throw invalid(resource, name, [
      {
        reason: 'FieldValueInvalid',
        field: 'roleRef',
        message: `Invalid value: {"apiGroup":"${ref.apiGroup}","kind":"${ref.kind}","name":"${ref.name}"}: cannot change roleRef`,
      },
    ]);
  }
  if (old.immutable === true && !deepEqual(old.data, object.data)) {
    throw invalid(resource, name, [
      {
        reason: 'FieldValueForbidden',
        field: 'data',
        message: 'Forbidden: field is immutable when `immutable` is set',
      },
    ]);
  }
}

import { KubeObject } from '../../types';
import { asArray, asObject, isObject, JsonObject } from '../json';
import { canonicalQuantity } from '../quantity';
import { ResourceDefinition } from '../resources';
import { defaultSparkApplication } from './sparkApplication';

const DEFAULTS: Record<string, (object: KubeObject) => void> = {
  namespaces: defaultNamespace,
  pods: defaultPod,
  secrets: defaultSecret,
  services: defaultService,
  persistentvolumeclaims: defaultVolumeClaim,
  resourcequotas: defaultQuota,
  limitranges: defaultLimitRange,
  rolebindings: defaultBinding,
  clusterrolebindings: defaultBinding,
  sparkapplications: defaultSparkApplication,
};

/** Fills in, in place, what the real server (or the operator's webhook) fills in. */
export function putKindDefaults(
  resource: ResourceDefinition,
  object: KubeObject,
): void {
  DEFAULTS[resource.plural]?.(object);
}

/** The object below a key, made when it is not there. */
export function ensureObject(parent: JsonObject, key: string): JsonObject {
  const value = parent[key];
  if (isObject(value)) {
    return value;
  }
  const made: JsonObject = {};
  parent[key] = made;
  return made;
}

function putMissing(target: JsonObject, values: JsonObject): void {
  for (const [key, value] of Object.entries(values)) {
    target[key] ??= value;
  }
}

function canonicalize(quantities: unknown): void {
  if (isObject(quantities)) {
    for (const [name, value] of Object.entries(quantities)) {
      quantities[name] = canonicalQuantity(value);
    }
  }
}

function defaultNamespace(object: KubeObject): void {
  object.metadata.labels = {
    ...object.metadata.labels,
    'kubernetes.io/metadata.name': object.metadata.name,
  };
  putMissing(ensureObject(object, 'spec'), { finalizers: ['kubernetes'] });
  putMissing(ensureObject(object, 'status'), { phase: 'Active' });
}

function defaultPod(object: KubeObject): void {
  const spec = ensureObject(object, 'spec');
  putMissing(spec, {
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    serviceAccountName: spec.serviceAccount ?? 'default',
    schedulerName: 'default-scheduler',
    enableServiceLinks: true,
  });
  for (const container of containersOf(object)) {
    const resources = ensureObject(container, 'resources');
    canonicalize(resources.limits);
    canonicalize(resources.requests);
    if (isObject(resources.limits)) {
      putMissing(ensureObject(resources, 'requests'), resources.limits);
    }
  }
  const status = ensureObject(object, 'status');
  putMissing(status, { phase: 'Pending' });
  if (!status.qosClass) {
    putPodQuality(object);
  }
}

function containersOf({ spec }: KubeObject): JsonObject[] {
  const { containers, initContainers } = asObject(spec);
  return [...asArray(containers), ...asArray(initContainers)].filter(isObject);
}

/** The quality of service that a pod's requests and limits come to, once all of them are there. */
export function putPodQuality(object: KubeObject): void {
  const status = ensureObject(object, 'status');
  status.qosClass = qualityOf(containersOf(object));
}

function qualityOf(containers: JsonObject[]): string {
  const pairs = containers.map(container => {
    const resources = asObject(container.resources);
    return [asObject(resources.requests), asObject(resources.limits)];
  });
  const said = pairs.flat().some(quantities => Object.keys(quantities).length);
  if (!said) {
    return 'BestEffort';
  }
  const guaranteed = pairs.every(([requests, limits]) =>
    ['cpu', 'memory'].every(
      name => limits[name] !== undefined && limits[name] === requests[name],
    ),
  );
  return guaranteed ? 'Guaranteed' : 'Burstable';
}

function defaultSecret(object: KubeObject): void {
  object.type ??= 'Opaque';
  if (isObject(object.stringData)) {
    const data = ensureObject(object, 'data');
    for (const [key, text] of Object.entries(object.stringData)) {
      data[key] = Buffer.from(String(text)).toString('base64');
    }
    delete object.stringData;
  }
}

function defaultService(object: KubeObject): void {
  putMissing(ensureObject(object, 'spec'), {
    type: 'ClusterIP',
    sessionAffinity: 'None',
  });
  putMissing(ensureObject(object, 'status'), { loadBalancer: {} });
}

function defaultVolumeClaim(object: KubeObject): void {
  const spec = ensureObject(object, 'spec');
  putMissing(spec, { volumeMode: 'Filesystem' });
  canonicalize(asObject(spec.resources).requests);
  putMissing(ensureObject(object, 'status'), { phase: 'Pending' });
}

function defaultQuota(object: KubeObject): void {
  canonicalize(asObject(object.spec).hard);
}

/** As the real server: a maximum becomes the default limit, a default limit the default request. */
function defaultLimitRange(object: KubeObject): void {
  for (const limit of asArray(asObject(object.spec).limits).filter(isObject)) {
    for (const key of ['default', 'defaultRequest', 'max', 'min']) {
      canonicalize(limit[key]);
    }
    if (limit.type === 'Container') {
      const defaults = { ...asObject(limit.max), ...asObject(limit.default) };
      const requests = {
        ...asObject(limit.min),
        ...defaults,
        ...asObject(limit.defaultRequest),
      };
      if (Object.keys(defaults).length) {
        limit.default = defaults;
      }
      if (Object.keys(requests).length) {
        limit.defaultRequest = requests;
      }
    }
  }
}

function defaultBinding(object: KubeObject): void {
  putMissing(ensureObject(object, 'roleRef'), {
    apiGroup: 'rbac.authorization.k8s.io',
  });
  for (const subject of asArray(object.subjects).filter(isObject)) {
    if (subject.kind !== 'ServiceAccount') {
      subject.apiGroup ??= 'rbac.authorization.k8s.io';
    }
  }
}

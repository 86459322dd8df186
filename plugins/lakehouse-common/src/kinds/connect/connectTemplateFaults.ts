import { formatPath, isRecord, type PathPart } from '../../jsonPath';
import type { Fault } from '../spark/sparkConfFaults';
import { CONTAINERS } from './SparkConnect';

/** What may stand at a place: anything (`true`), or only these keys. */
type Allowed = true | { [key: string]: Allowed };

const SECCOMP: Allowed = { seccompProfile: { type: true } };
const USER: Allowed = {
  runAsNonRoot: true,
  runAsUser: true,
  runAsGroup: true,
};

/** Of a container, but its name, which is fixed. Hardening is welcome, its reverse is not in the list. */
const CONTAINER: Record<string, Allowed> = {
  name: true,
  image: true,
  imagePullPolicy: true,
  env: true,
  volumeMounts: true,
  securityContext: {
    ...USER,
    ...SECCOMP,
    allowPrivilegeEscalation: true,
    readOnlyRootFilesystem: true,
    capabilities: { drop: true },
  },
};

const POD: Allowed = {
  serviceAccountName: true,
  containers: true,
  volumes: true,
  nodeSelector: true,
  tolerations: true,
  securityContext: { ...USER, ...SECCOMP, fsGroup: true },
};

const KEPT = 'is kept for the platform and cannot be set';

/**
 * What speaks against a pod template: it reaches everything that a pod can be,
 * so only what is known to be harmless may stand there.
 */
export function connectTemplateFaults(
  template: unknown,
  role: keyof typeof CONTAINERS,
): Fault[] {
  if (template === undefined) {
    return [];
  }
  const path = ['spec', role, 'template'];
  const faults = notAllowed(template, { spec: POD }, path);
  const containers = isRecord(template)
    ? (isRecord(template.spec) && template.spec.containers) || []
    : [];
  const at = [...path, 'spec', 'containers'];
  if (!Array.isArray(containers)) {
    return [...faults, { path: formatPath(at), message: 'must be a list' }];
  }
  return [
    ...faults,
    ...containers.flatMap((container, index): Fault[] =>
      containerFaults(container, [...at, index], role),
    ),
    ...(containers.length > 1
      ? [{ path: formatPath(at), message: 'must hold one container only' }]
      : []),
  ];
}

function containerFaults(
  container: unknown,
  at: PathPart[],
  role: keyof typeof CONTAINERS,
): Fault[] {
  const allowed: Allowed =
    // Spark sizes executors itself, from cores and memory.
    role === 'server' ? { ...CONTAINER, resources: true } : CONTAINER;
  const faults = notAllowed(container, allowed, at);
  if (!isRecord(container)) {
    return faults;
  }
  if (container.name !== CONTAINERS[role]) {
    faults.push({
      path: formatPath([...at, 'name']),
      message: `must be ${CONTAINERS[role]}, the container that runs Spark`,
    });
  }
  const { securityContext } = container;
  if (isRecord(securityContext) && securityContext.allowPrivilegeEscalation) {
    faults.push({
      path: formatPath([...at, 'securityContext', 'allowPrivilegeEscalation']),
      message: KEPT,
    });
  }
  return faults;
}

function notAllowed(value: unknown, allowed: Allowed, at: PathPart[]): Fault[] {
  if (allowed === true) {
    return [];
  }
  if (!isRecord(value)) {
    return [{ path: formatPath(at), message: 'must be an object' }];
  }
  return Object.entries(value).flatMap(([key, item]) =>
    Object.hasOwn(allowed, key)
      ? notAllowed(item, allowed[key], [...at, key])
      : [{ path: formatPath([...at, key]), message: KEPT }],
  );
}

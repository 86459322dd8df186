import type { KubeHttp, Manifest } from '../support/KubeHttp';

export const NAMESPACE = 'alike';
export const CORE = `/api/v1/namespaces/${NAMESPACE}`;
export const MAPS = `${CORE}/configmaps`;
export const SECRETS = `${CORE}/secrets`;
export const PODS = `${CORE}/pods`;
export const JOBS = `/apis/sparkoperator.k8s.io/v1beta2/namespaces/${NAMESPACE}/sparkapplications`;
export const SCHEDULES = JOBS.replace(
  '/sparkapplications',
  '/scheduledsparkapplications',
);
export const RBAC = `/apis/rbac.authorization.k8s.io/v1/namespaces/${NAMESPACE}`;

/** One of the two servers, as its administrator and as somebody with few rights. */
export interface Side {
  admin: KubeHttp;
  mia: KubeHttp;
}
/** A question to its way of asking; both sides have to tell the same. */
export type Questions = Record<string, (side: Side) => Promise<unknown>>;

export function map(name: string, more: object = {}): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: NAMESPACE },
    data: { key: 'value' },
    ...more,
  };
}

export function pod(name: string, resources: object): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: NAMESPACE },
    spec: { containers: [{ name: 'main', image: 'busybox:1', resources }] },
  };
}

export function job(name: string, spec: object = {}): Manifest {
  return {
    apiVersion: 'sparkoperator.k8s.io/v1beta2',
    kind: 'SparkApplication',
    metadata: { name, namespace: NAMESPACE },
    spec: {
      type: 'Python',
      // The sandbox has an operator, and the real server here has none.
      suspend: true,
      // As the operator's webhook would fill in; the sandbox has it built in.
      mode: 'cluster',
      restartPolicy: { type: 'Never' },
      sparkVersion: '4.0.1',
      image: 'apache/spark:4.0.1',
      mainApplicationFile: 'local:///pi.py',
      driver: { cores: 1, memory: '512m' },
      executor: { cores: 1, memory: '512m', instances: 1 },
      ...spec,
    },
  };
}

/** A namespace with limits, and mia who may read and bind ConfigMaps in it. */
export async function prepareNamespace({ admin }: Side): Promise<void> {
  const rules = [
    { apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list'] },
    {
      apiGroups: ['rbac.authorization.k8s.io'],
      resources: ['roles', 'rolebindings'],
      verbs: ['create'],
    },
  ];
  const group = 'rbac.authorization.k8s.io';
  const metadata = { name: 'binder', namespace: NAMESPACE };
  const objects: Manifest[] = [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } },
    {
      apiVersion: 'v1',
      kind: 'LimitRange',
      metadata: { name: 'limits', namespace: NAMESPACE },
      spec: {
        limits: [
          {
            type: 'Container',
            default: { memory: '1Gi' },
            defaultRequest: { cpu: '250m', memory: '512Mi' },
            max: { memory: '2Gi' },
          },
        ],
      },
    },
    { apiVersion: `${group}/v1`, kind: 'Role', metadata, rules },
    {
      apiVersion: `${group}/v1`,
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup: group, kind: 'Role', name: 'binder' },
      subjects: [{ apiGroup: group, kind: 'User', name: 'mia' }],
    },
  ];
  for (const object of objects) await admin.mustApply(object);
}

import type { KubeObject } from '../types';

const GROUP = 'rbac.authorization.k8s.io';

export const READ = ['get', 'list', 'watch'];
export const WRITE = [...READ, 'create', 'update', 'patch', 'delete'];

/** What is about pipelines, by API group. */
export const KUBEFLOW_RULES: Array<[string, string[]]> = [
  ['pipelines.kubeflow.org', ['pipelines', 'pipelineversions']],
  ['kubeflow.org', ['scheduledworkflows']],
  ['argoproj.io', ['workflows']],
  ['batch', ['jobs', 'cronjobs']],
];

export interface Rule {
  apiGroups: string[];
  resources: string[];
  verbs: string[];
  resourceNames?: string[];
}

export type Subject =
  | { kind: 'ServiceAccount'; namespace: string; name: string }
  | { kind: 'Group' | 'User'; name: string };

export function rule(
  apiGroup: string,
  resources: string[],
  verbs: string[],
  resourceNames?: string[],
): Rule {
  return {
    apiGroups: [apiGroup],
    resources,
    verbs,
    ...(resourceNames && { resourceNames }),
  };
}

export function role(
  name: string,
  namespace: string | undefined,
  rules: Rule[],
): KubeObject {
  return {
    apiVersion: `${GROUP}/v1`,
    kind: namespace ? 'Role' : 'ClusterRole',
    metadata: { name, ...(namespace && { namespace }) },
    rules,
  };
}

/** Binds a role of the same scope (or `clusterRole`) to a subject. */
export function binding(
  name: string,
  namespace: string | undefined,
  options: { role: string; clusterRole?: boolean; subject: Subject },
): KubeObject {
  const { subject } = options;
  const cluster = options.clusterRole ?? !namespace;
  return {
    apiVersion: `${GROUP}/v1`,
    kind: namespace ? 'RoleBinding' : 'ClusterRoleBinding',
    metadata: { name, ...(namespace && { namespace }) },
    subjects: [
      subject.kind === 'ServiceAccount'
        ? subject
        : { apiGroup: GROUP, ...subject },
    ],
    roleRef: {
      apiGroup: GROUP,
      kind: cluster ? 'ClusterRole' : 'Role',
      name: options.role,
    },
  };
}

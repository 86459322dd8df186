/** Field number to name, type and how often. A type is a scalar's name or a message. */
export interface Message {
  [number: number]: [
    name: string,
    type: Message | 'string' | 'bytes' | 'bool' | 'int' | 'quantity',
    mode?: 'list' | 'map',
  ];
}

const ownerReference: Message = {
  1: ['kind', 'string'],
  3: ['name', 'string'],
  4: ['uid', 'string'],
  5: ['apiVersion', 'string'],
  6: ['controller', 'bool'],
  7: ['blockOwnerDeletion', 'bool'],
};

const metadata: Message = {
  1: ['name', 'string'],
  2: ['generateName', 'string'],
  3: ['namespace', 'string'],
  5: ['uid', 'string'],
  6: ['resourceVersion', 'string'],
  11: ['labels', 'string', 'map'],
  12: ['annotations', 'string', 'map'],
  13: ['ownerReferences', ownerReference, 'list'],
  14: ['finalizers', 'string', 'list'],
};

const resourceAttributes: Message = {
  1: ['namespace', 'string'],
  2: ['verb', 'string'],
  3: ['group', 'string'],
  4: ['version', 'string'],
  5: ['resource', 'string'],
  6: ['subresource', 'string'],
  7: ['name', 'string'],
};

const nonResourceAttributes: Message = {
  1: ['path', 'string'],
  2: ['verb', 'string'],
};

const selfAccess: Message = {
  1: ['resourceAttributes', resourceAttributes],
  2: ['nonResourceAttributes', nonResourceAttributes],
};

const rule: Message = {
  1: ['verbs', 'string', 'list'],
  2: ['apiGroups', 'string', 'list'],
  3: ['resources', 'string', 'list'],
  4: ['resourceNames', 'string', 'list'],
  5: ['nonResourceURLs', 'string', 'list'],
};

const subject: Message = {
  1: ['kind', 'string'],
  2: ['apiGroup', 'string'],
  3: ['name', 'string'],
  4: ['namespace', 'string'],
};

const roleRef: Message = {
  1: ['apiGroup', 'string'],
  2: ['kind', 'string'],
  3: ['name', 'string'],
};

const role: Message = { 1: ['metadata', metadata], 2: ['rules', rule, 'list'] };
const binding: Message = {
  1: ['metadata', metadata],
  2: ['subjects', subject, 'list'],
  3: ['roleRef', roleRef],
};

/** Messages by kind: what `kubectl auth` and `kubectl create` send. */
export const MESSAGES: Record<string, Message> = {
  Unknown: {
    1: ['typeMeta', { 1: ['apiVersion', 'string'], 2: ['kind', 'string'] }],
    2: ['raw', 'bytes'],
  },
  SelfSubjectAccessReview: {
    1: ['metadata', metadata],
    2: ['spec', selfAccess],
  },
  SubjectAccessReview: {
    1: ['metadata', metadata],
    2: [
      'spec',
      {
        ...selfAccess,
        3: ['user', 'string'],
        4: ['groups', 'string', 'list'],
        6: ['uid', 'string'],
      },
    ],
  },
  SelfSubjectRulesReview: {
    1: ['metadata', metadata],
    2: ['spec', { 1: ['namespace', 'string'] }],
  },
  SelfSubjectReview: { 1: ['metadata', metadata] },
  ConfigMap: {
    1: ['metadata', metadata],
    2: ['data', 'string', 'map'],
    3: ['binaryData', 'bytes', 'map'],
    4: ['immutable', 'bool'],
  },
  Secret: {
    1: ['metadata', metadata],
    2: ['data', 'bytes', 'map'],
    3: ['type', 'string'],
    4: ['stringData', 'string', 'map'],
    5: ['immutable', 'bool'],
  },
  Namespace: { 1: ['metadata', metadata] },
  ServiceAccount: { 1: ['metadata', metadata] },
  ResourceQuota: {
    1: ['metadata', metadata],
    2: ['spec', { 1: ['hard', 'quantity', 'map'] }],
  },
  Role: role,
  ClusterRole: role,
  RoleBinding: binding,
  ClusterRoleBinding: binding,
};

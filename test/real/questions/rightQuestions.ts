import { verdictOf } from '../support/alike';
import {
  NAMESPACE,
  CORE,
  MAPS,
  JOBS,
  RBAC,
  map,
  job,
  type Questions,
} from './namespace';

/** About who may do what. What one asks builds on what the ones before it made. */
export const rightQuestions: Questions = {
  'without a token that is known': async ({ admin }) =>
    verdictOf(await admin.as('nobody').get(MAPS)),
  'read without the right': async ({ mia }) =>
    verdictOf(await mia.get(`${CORE}/secrets/any`)),
  'list without the right': async ({ mia }) =>
    verdictOf(await mia.get('/api/v1/secrets')),
  'write a custom object without the right': async ({ mia }) =>
    verdictOf(await mia.post(JOBS, job('not-hers'))),
  'apply without the right': async ({ mia }) =>
    verdictOf(await mia.apply(map('not-hers'))),
  'asks what it may': async ({ mia }) => {
    const may = async (verb: string, resource: string) => {
      const { status, body } = await mia.post<{ status: { allowed: boolean } }>(
        '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
        {
          apiVersion: 'authorization.k8s.io/v1',
          kind: 'SelfSubjectAccessReview',
          spec: {
            resourceAttributes: { namespace: NAMESPACE, verb, resource },
          },
        },
      );
      return [status, body.status.allowed];
    };
    return [await may('get', 'configmaps'), await may('get', 'secrets')];
  },
  'a right that one has not oneself': async ({ mia }) => {
    const answer = await mia.post(`${RBAC}/rolebindings`, {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name: 'more', namespace: NAMESPACE },
      roleRef: {
        apiGroup: 'rbac.authorization.k8s.io',
        kind: 'ClusterRole',
        name: 'cluster-admin',
      },
      subjects: [
        { apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'mia' },
      ],
    });
    const { message, ...verdict } = verdictOf(answer);
    return [
      verdict,
      /rolebindings\.rbac\.authorization\.k8s\.io "more" is forbidden: user "mia" \(groups=\["sales-data" "system:authenticated"\]\) is attempting to grant RBAC permissions not currently held/.test(
        message,
      ) || message,
    ];
  },
  'a role with more than one has': async ({ mia }) => {
    const { message, ...verdict } = verdictOf(
      await mia.post(`${RBAC}/roles`, {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'Role',
        metadata: { name: 'more', namespace: NAMESPACE },
        rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get'] }],
      }),
    );
    return verdict;
  },
  'a right that one has': async ({ mia }) =>
    (
      await mia.post(`${RBAC}/rolebindings`, {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'RoleBinding',
        metadata: { name: 'same', namespace: NAMESPACE },
        roleRef: {
          apiGroup: 'rbac.authorization.k8s.io',
          kind: 'Role',
          name: 'binder',
        },
        subjects: [
          { apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'ben' },
        ],
      })
    ).status,
};

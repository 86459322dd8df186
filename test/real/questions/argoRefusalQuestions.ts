import type { Manifest } from '../support/KubeHttp';
import {
  APPLICATION,
  commit,
  EXTRA,
  isTried,
  map,
  NAMESPACE,
  once,
  refused,
  RETRIES,
  type ArgoQuestions,
} from './argoDesk';

const ROLE_BINDING: Manifest = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'RoleBinding',
  metadata: { name: 'grab', namespace: NAMESPACE },
  roleRef: {
    apiGroup: 'rbac.authorization.k8s.io',
    kind: 'ClusterRole',
    name: 'cluster-admin',
  },
  subjects: [
    { apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'mia' },
  ],
};

/** What the project, the API server or nobody takes. */
export const argoRefusalQuestions: ArgoQuestions = {
  'a kind that the project does not permit': side =>
    refused(side, ROLE_BINDING),
  'a refused file that is mended while it is tried': async side => {
    const retryUpTo = (limit: number) =>
      side.admin.patch(APPLICATION, {
        spec: { syncPolicy: { retry: { limit } } },
      });
    await retryUpTo(100);
    const bad = await commit(side, { [EXTRA]: ROLE_BINDING });
    await once(side, 'it is refused', isTried(bad));
    const mended = await commit(side, { [EXTRA]: null });
    const { operationState } = await once(
      side,
      'it is mended',
      ({ sync, operationState: operation }) =>
        sync?.status === 'Synced' &&
        sync.revision === mended &&
        operation?.phase === 'Succeeded',
    );
    await retryUpTo(RETRIES);
    // The same operation went on, with the newest commit; how often it was tried is chance.
    const { retryCount = 0, ...rest } = operationState ?? {};
    return [retryCount > 0, rest];
  },
  'a namespace that the project does not permit': side =>
    refused(side, {
      ...map('stray'),
      metadata: { name: 'stray', namespace: 'default' },
    }),
  'a kind that is not served': side =>
    refused(side, {
      apiVersion: 'sparkoperator.k8s.io/v1beta2',
      kind: 'SparkThing',
      metadata: { name: 'thing', namespace: NAMESPACE },
    }),
  'an object that the API server refuses': side =>
    refused(side, map('Not A Name')),
  // No tool for it is asked: it is an object that nobody serves, and has no name.
  'a kustomization of its own': side =>
    refused(
      side,
      `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [first.yaml]
`,
      'kustomization.yaml',
    ),
};

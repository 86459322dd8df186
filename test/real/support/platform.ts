import { bootstrapObjects } from '../../../packages/sandbox/src/seed/bootstrapObjects';
import { PORTAL_ACCOUNT } from '../../../packages/sandbox/src/sampleUsers';
import { until } from '../../e2e/api/support/until';
import type { GitOps } from './gitops';
import type { KubeHttp, Manifest } from './KubeHttp';

const SYNCS =
  '/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/flux-system/kustomizations';

/**
 * What an administrator installs by hand, once: the portal's rights, the root
 * sync and its credentials. The sandbox's own objects, so that both agree.
 */
export async function installPlatform(
  kubernetes: KubeHttp,
  gitops: GitOps,
): Promise<void> {
  await kubernetes.mustApply({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'lakehouse-gitops-auth', namespace: 'flux-system' },
    stringData: { username: 'flux', password: gitops.tokens.flux },
  });
  const objects = bootstrapObjects({
    cluster: 'west',
    gitUrl: gitops.gitea.url,
  });
  for (const object of objects) {
    // No kubelet would ever answer for its nodes.
    if (object.kind !== 'Node') await kubernetes.mustApply(hurried(object));
  }
}

/** Flux looks once a minute by itself; its controller for webhooks is not here to tell it earlier. */
function hurried(object: Manifest): Manifest {
  return object.kind === 'GitRepository'
    ? { ...object, spec: { ...(object.spec as object), interval: '2s' } }
    : object;
}

interface Condition {
  type: string;
  status: string;
  reason: string;
  message: string;
}

/** The Ready condition of a sync, and what it applied last. */
export async function readSync(kubernetes: KubeHttp, name: string) {
  const { body } = await kubernetes.get(`${SYNCS}/${name}`);
  const conditions: Condition[] = body.status?.conditions ?? [];
  return {
    ready: conditions.find(({ type }) => type === 'Ready'),
    revision: body.status?.lastAppliedRevision as string | undefined,
  };
}

/** Waits until a sync has applied what it should. */
export function untilSynced(kubernetes: KubeHttp, name: string) {
  return until(
    () => readSync(kubernetes, name),
    ({ ready }) => ready?.status === 'True',
    { what: `${name} is applied`, seconds: 90 },
  );
}

/** A token of the account that the portal's rights are bound to, as its pod would have one. */
export function portalToken(kubernetes: KubeHttp): Promise<string> {
  return tokenOf(kubernetes, PORTAL_ACCOUNT);
}

/** An account that may write workloads and nothing else, for dry runs; answers its token. */
export async function createDryRunAccount(
  kubernetes: KubeHttp,
): Promise<string> {
  const { namespace } = PORTAL_ACCOUNT;
  const name = 'portal-dry-run';
  const group = 'rbac.authorization.k8s.io';
  await kubernetes.mustApply({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace },
  });
  await kubernetes.mustApply({
    apiVersion: `${group}/v1`,
    kind: 'ClusterRole',
    metadata: { name },
    rules: [
      {
        apiGroups: ['sparkoperator.k8s.io'],
        resources: ['sparkapplications'],
        verbs: ['create', 'patch'],
      },
    ],
  });
  await kubernetes.mustApply({
    apiVersion: `${group}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name },
    roleRef: { apiGroup: group, kind: 'ClusterRole', name },
    subjects: [{ kind: 'ServiceAccount', name, namespace }],
  });
  return tokenOf(kubernetes, { namespace, name });
}

async function tokenOf(
  kubernetes: KubeHttp,
  { namespace, name }: { namespace: string; name: string },
): Promise<string> {
  const { body } = await kubernetes.post(
    `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`,
    { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} },
  );
  return body.status.token;
}

import { bootstrapObjects } from '../../../packages/sandbox/src/seed/bootstrapObjects';
import { PORTAL_ACCOUNT } from '../../../packages/sandbox/src/sampleUsers';
import { until } from '../../e2e/api/support/until';
import type { Engine } from './engines';
import type { GitOps } from './gitops';
import type { KubeHttp, Manifest } from './KubeHttp';

/**
 * What an administrator installs by hand, once: the portal's rights, the root
 * sync and its credentials. The sandbox's own objects, so that both agree.
 */
export async function installPlatform(
  kubernetes: KubeHttp,
  gitops: GitOps,
  engine: Engine,
): Promise<void> {
  const { cluster } = engine;
  const credentials = engine.credentials(
    `${gitops.url}.git`,
    'engine',
    gitops.tokens.engine,
  );
  const objects = bootstrapObjects({
    cluster: cluster.name,
    engine: cluster.engine,
    gitUrl: gitops.gitea.url,
  });
  for (const object of [credentials, ...objects]) {
    // No kubelet would ever answer for its nodes.
    if (object.kind === 'Node') continue;
    await kubernetes.mustApply(engine.hurried(object as Manifest));
  }
}

/** Waits until a sync has applied what it should. */
export function untilSynced(
  kubernetes: KubeHttp,
  engine: Engine,
  name: string,
) {
  return until(
    () => engine.readSync(kubernetes, name),
    ({ synced }) => synced,
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
  const { body } = await kubernetes.post<{ status: { token: string } }>(
    `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`,
    { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} },
  );
  return body.status.token;
}

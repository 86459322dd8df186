import fs from 'node:fs';
import path from 'node:path';
import { Controller } from '../../../packages/branch-controller/src';
import { createLakeFSClient } from '../../../packages/lakefs-client/src';
import {
  createLakeFSServer,
  seededRandom,
  systemClock,
} from '../../../packages/sandbox/src';
import { documents } from './definitions';
import type { KubeHttp, Manifest } from './KubeHttp';

const DEPLOY = path.resolve(
  __dirname,
  '../../../packages/branch-controller/deploy',
);
const ACCOUNT =
  '/api/v1/namespaces/lakefront-system/serviceaccounts/lakefront-branch-controller';

/** What is installed of the branch controller. */
export function deployed(
  file: 'crd.yaml' | 'deployment.yaml' | 'rbac.yaml',
): Manifest[] {
  return documents(fs.readFileSync(path.join(DEPLOY, file), 'utf8'));
}

/**
 * The branch controller on a real API server, with the rights it is installed
 * with, and the sandbox's lakeFS with one repository as its server `lake`. The
 * definition and the namespace `lakefront-system` are there before.
 */
export async function startBranchController(options: {
  kubernetes: KubeHttp;
  url: string;
  caFile: string;
  clusterName: string;
  repository: string;
}) {
  const { kubernetes, url, caFile, clusterName } = options;
  for (const object of deployed('rbac.yaml')) {
    await kubernetes.mustApply(object);
  }
  const { body, text } = await kubernetes.post<{
    status?: { token?: string };
  }>(`${ACCOUNT}/token`, {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    spec: { expirationSeconds: 3600 },
  });
  const token = body.status?.token;
  if (!token) throw new Error(`no token for the branch controller: ${text}`);
  const lakefs = createLakeFSServer({
    clock: systemClock,
    random: seededRandom(1),
    users: [{ name: 'admin', accessKeyId: 'key', secretAccessKey: 'secret' }],
  });
  const repository = lakefs.host.createRepository({
    ...{ id: options.repository, defaultBranch: 'main', readOnly: false },
    storageNamespace: `mem://${options.repository}`,
  });
  const { url: endpoint } = await lakefs.listen(0);
  const client = createLakeFSClient({
    endpoint,
    credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
    atOnce: 16,
  });
  const warnings: string[] = [];
  const controller = new Controller({
    ...{ clusterName, identity: 'test' },
    settingsNamespace: 'lakefront-system',
    lease: {
      namespace: 'lakefront-system',
      name: 'lakefront-branch-controller',
    },
    connection: {
      name: clusterName,
      credentials: async () => ({
        server: url,
        caData: fs.readFileSync(caFile, 'utf8'),
        token,
      }),
    },
    clients: new Map([['lake', client]]),
    lookEveryMs: 1_000,
    logger: {
      info: () => {},
      warn: (message, meta) => warnings.push(`${message}: ${meta?.error}`),
    },
  });
  controller.start();
  return {
    client,
    repository,
    /** What the controller logged as wrong. */
    warnings,
    async stop() {
      await controller.stop();
      await lakefs.close();
    },
  };
}

export type RunningBranchController = Awaited<
  ReturnType<typeof startBranchController>
>;

/** `type` to `status reason` of an object's conditions. */
/** A LakeFSBranch, as far as these tests look at it. */
export interface DeclaredBranch extends Manifest {
  status?: {
    commitId?: string;
    conditions?: Array<Record<'type' | 'status' | 'reason', string>>;
  };
}

export function conditionsOf({
  status,
}: Pick<DeclaredBranch, 'status'>): Record<string, string> {
  return Object.fromEntries(
    (status?.conditions ?? []).map(condition => [
      condition.type,
      `${condition.status} ${condition.reason}`,
    ]),
  );
}

import fs from 'node:fs/promises';
import path from 'node:path';
import {
  backendIsUp,
  indexIsLive,
  catalogAnswers,
} from '../../../scripts/ready.mjs';
import type { GitOps } from './gitops';
import type { RealKubernetes } from './kubernetes';
import { freePort, runServer, type RunningServer } from './run';

const root = path.resolve(__dirname, '../../..');

/** The portal's backend as `npm start` runs it, told of real servers by config alone. */
export async function startPortalBackend(options: {
  directory: string;
  port: number;
  kubernetes: RealKubernetes;
  token: string;
  /** Of the account with which changes are tried out. */
  dryRunToken: string;
  gitops: GitOps;
}): Promise<RunningServer> {
  const { directory, port, kubernetes, token, dryRunToken, gitops } = options;
  const overlay = path.join(directory, 'app-config.real.yaml');
  const host = new URL(gitops.url).host;
  await fs.writeFile(
    overlay,
    JSON.stringify({
      kubernetes: {
        clusterLocatorMethods: [
          {
            type: 'config',
            clusters: [
              {
                name: 'west',
                title: 'West',
                url: kubernetes.url,
                authProvider: 'serviceAccount',
                serviceAccountToken: token,
                caFile: kubernetes.caFile,
              },
            ],
          },
        ],
      },
      integrations: {
        gitea: [
          {
            host,
            baseUrl: `http://${host}`,
            username: 'portal',
            password: gitops.tokens.portal,
          },
        ],
      },
      lakehouse: {
        kubernetes: {
          dryRunAccounts: [
            { kubernetesCluster: 'west', serviceAccountToken: dryRunToken },
          ],
        },
        gitops: {
          repositories: [
            {
              name: 'gitops',
              url: gitops.url,
              baseBranch: 'main',
              targets: [{ kubernetesCluster: 'west', domains: ['*'] }],
            },
          ],
          // Workload changes too, so that the real host's rule is put to the test.
          fourEyes: { domains: ['*'] },
        },
      },
    }),
  );
  const url = `http://localhost:${port}`;
  return runServer({
    name: 'backend',
    command: process.execPath,
    args: [
      '--require',
      '@backstage/cli/config/nodeTransform.cjs',
      path.join('src', 'index.ts'),
      '--config',
      path.join(root, 'app-config.yaml'),
      '--config',
      overlay,
    ],
    directory: path.join(root, 'packages', 'backend'),
    logDirectory: directory,
    env: {
      NODE_ENV: 'development',
      BACKEND_PORT: String(port),
      PORTAL_PORT: String(await freePort()),
    },
    ready: async () => {
      await backendIsUp(url);
      await catalogAnswers(url, ['spark-job']);
      await indexIsLive(url);
    },
  });
}

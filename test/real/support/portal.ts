import fs from 'node:fs/promises';
import path from 'node:path';
import {
  backendIsUp,
  indexIsLive,
  catalogAnswers,
} from '../../../scripts/ready.mjs';
import type { GitOps } from './gitops';
import { freePort, runServer, type RunningServer } from './run';

const root = path.resolve(__dirname, '../../..');

/** A Kubernetes cluster as the portal is told of it. */
export interface PortalCluster {
  name: string;
  title: string;
  url: string;
  caFile: string;
  token: string;
  /** Of the account with which changes are tried out. */
  dryRunToken: string;
}

/** The portal's backend as `npm start` runs it, told of real servers by config alone. */
export async function startPortalBackend(options: {
  directory: string;
  port: number;
  clusters: PortalCluster[];
  gitops: GitOps;
}): Promise<RunningServer> {
  const { directory, port, clusters, gitops } = options;
  const overlay = path.join(directory, 'app-config.real.yaml');
  const host = new URL(gitops.url).host;
  await fs.writeFile(
    overlay,
    JSON.stringify({
      kubernetes: {
        clusterLocatorMethods: [
          {
            type: 'config',
            clusters: clusters.map(({ name, title, url, caFile, token }) => ({
              ...{ name, title, url, caFile },
              authProvider: 'serviceAccount',
              serviceAccountToken: token,
            })),
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
          dryRunAccounts: clusters.map(({ name, dryRunToken }) => ({
            kubernetesCluster: name,
            serviceAccountToken: dryRunToken,
          })),
        },
        gitops: {
          repositories: [
            {
              name: 'gitops',
              url: gitops.url,
              baseBranch: 'main',
              targets: clusters.map(({ name }) => ({
                kubernetesCluster: name,
                domains: ['*'],
              })),
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

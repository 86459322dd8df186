import fs from 'node:fs';
import path from 'node:path';
import { KubeHttp } from './KubeHttp';
import { freePort, runServer, type RunningServer } from './run';

const root = path.resolve(__dirname, '../../..');

/** The sandbox as `npm start` runs it, with its Kubernetes APIs (`admin` is of `west`) as the administrator sees them. */
export async function startSandboxProcess(
  directory: string,
): Promise<
  RunningServer & { admin: KubeHttp; east: KubeHttp; gitUrl: string }
> {
  const [port, eastPort, gitPort] = [
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  const dataDir = path.join(directory, 'sandbox');
  const server = await runServer({
    name: 'sandbox',
    command: process.execPath,
    args: [
      '--require',
      '@backstage/cli/config/nodeTransform.cjs',
      path.join('packages', 'sandbox', 'src', 'main.ts'),
    ],
    directory: root,
    logDirectory: directory,
    env: {
      SANDBOX_DATA_DIR: dataDir,
      SANDBOX_KUBERNETES_PORT: String(port),
      SANDBOX_EAST_PORT: String(eastPort),
      SANDBOX_GIT_PORT: String(gitPort),
      SANDBOX_LAKEFS_PORT: String(await freePort()),
      SANDBOX_KUBEFLOW_PORT: String(await freePort()),
    },
    ready: async () => {
      const log = path.join(directory, 'sandbox.log');
      if (!fs.readFileSync(log, 'utf8').includes('sandbox: ready')) {
        throw new Error('the sandbox is not ready');
      }
    },
  });
  const administratorOf = (apiPort: number) =>
    new KubeHttp({
      url: `https://localhost:${apiPort}`,
      ca: () => fs.readFileSync(path.join(dataDir, 'ca.crt'), 'utf8'),
      token: 'sandbox-admin',
    });
  return {
    ...server,
    admin: administratorOf(port),
    east: administratorOf(eastPort),
    gitUrl: `http://localhost:${gitPort}`,
  };
}

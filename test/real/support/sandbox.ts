import fs from 'node:fs';
import path from 'node:path';
import { KubeHttp } from './KubeHttp';
import { freePort, runServer, type RunningServer } from './run';

const root = path.resolve(__dirname, '../../..');

/** The sandbox as `npm start` runs it, with its Kubernetes API as the administrator sees it. */
export async function startSandboxProcess(
  directory: string,
): Promise<RunningServer & { admin: KubeHttp }> {
  const port = await freePort();
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
      SANDBOX_EAST_PORT: String(await freePort()),
      SANDBOX_GIT_PORT: String(await freePort()),
      SANDBOX_LAKEFS_PORT: String(await freePort()),
    },
    ready: async () => {
      const log = path.join(directory, 'sandbox.log');
      if (!fs.readFileSync(log, 'utf8').includes('sandbox: ready')) {
        throw new Error('the sandbox is not ready');
      }
    },
  });
  const admin = new KubeHttp({
    url: `https://localhost:${port}`,
    ca: () => fs.readFileSync(path.join(dataDir, 'ca.crt'), 'utf8'),
    token: 'sandbox-admin',
  });
  return { ...server, admin };
}

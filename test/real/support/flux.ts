import fs from 'node:fs/promises';
import path from 'node:path';
import { documents, installDefinitions } from './definitions';
import type { RealKubernetes } from './kubernetes';
import { freePort, runServer, type RunningServer } from './run';
import { moduleDirectory, serverBinary, SERVERS } from './servers.mjs';

const CONTROLLERS = ['source-controller', 'kustomize-controller'] as const;

/** Flux's source-controller and kustomize-controller against a real API server, CRDs installed. */
export async function startFlux(
  directory: string,
  kubernetes: RealKubernetes,
): Promise<{ stop(): Promise<void> }> {
  const started: RunningServer[] = [];
  const stop = async () => {
    for (const server of started.splice(0).reverse()) await server.stop();
  };
  await kubernetes.admin.mustApply({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'flux-system' },
  });
  for (const name of CONTROLLERS) await installOwn(kubernetes, name);
  const storage = await freePort();
  try {
    for (const name of CONTROLLERS) {
      const health = await freePort();
      const args = [
        '--enable-leader-election=false',
        '--events-addr=',
        `--health-addr=127.0.0.1:${health}`,
        `--metrics-addr=127.0.0.1:${await freePort()}`,
        '--watch-all-namespaces=true',
        '--log-level=info',
      ];
      if (name === 'source-controller') {
        const folder = path.join(directory, 'flux-storage');
        await fs.mkdir(folder, { recursive: true });
        args.push(
          `--storage-path=${folder}`,
          `--storage-addr=127.0.0.1:${storage}`,
          `--storage-adv-addr=127.0.0.1:${storage}`,
        );
      }
      started.push(
        await runServer({
          name,
          command: await serverBinary(name),
          args,
          directory,
          env: {
            KUBECONFIG: kubernetes.kubeconfig,
            RUNTIME_NAMESPACE: 'flux-system',
          },
          ready: async () => {
            const response = await fetch(`http://127.0.0.1:${health}/readyz`);
            if (!response.ok)
              throw new Error(`${name} answers ${response.status}`);
          },
        }),
      );
    }
    return { stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The definitions that come with a controller's own source. */
async function installOwn(
  { admin }: RealKubernetes,
  name: (typeof CONTROLLERS)[number],
): Promise<void> {
  const { module, version } = SERVERS[name];
  const { Dir } = await moduleDirectory(module, version);
  const bases = path.join(Dir, 'config', 'crd', 'bases');
  const texts = await Promise.all(
    (
      await fs.readdir(bases)
    ).map(file => fs.readFile(path.join(bases, file), 'utf8')),
  );
  await installDefinitions(admin, texts.flatMap(documents));
}

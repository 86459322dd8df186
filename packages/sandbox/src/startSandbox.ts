import fs from 'node:fs/promises';
import path from 'node:path';
import { systemClock } from './clock';
import { startFluxSync } from './flux';
import { createGitServer } from './git';
import { createKubeServer } from './kube';
import { seededRandom } from './random';
import { gitTokens, kubernetesTokens, sampleUsers } from './sampleUsers';
import { GITOPS_REPOSITORY, seedSandbox } from './seed';
import { startSparkOperator } from './spark';
import type { Clock, GitServer, KubeServer, Logger } from './types';
import { checkPortFree } from './checkPortFree';
import { registerWebhook } from './registerWebhook';

const CLUSTER = 'west';

export interface SandboxOptions {
  /** Free ones where absent or 0. */
  ports?: { kubernetes?: number; git?: number };
  /** The same seed gives the same sandbox. */
  seed?: number;
  clock?: Clock;
  /** For repositories, `ca.crt` and `kubeconfig`; made where it is not there. */
  dataDir: string;
  /** Where the Git host tells of pushes and pull requests. */
  webhook?: { url: string; secret: string };
  logger?: Logger;
}

export interface Sandbox {
  kubernetes: { url: string; port: number };
  git: { url: string; port: number };
  /** Of an administrator. */
  kubeconfigPath: string;
  caPath: string;
  /** In process, for tests: looks at and changes what is there without the network. */
  servers: { kube: KubeServer; git: GitServer };
  stop(): Promise<void>;
}

async function writePrivate(file: string, text: string): Promise<void> {
  await fs.writeFile(file, text, { mode: 0o600 });
  // The mode above counts only for a file that was not there.
  await fs.chmod(file, 0o600);
}

/** Starts a whole lakehouse in this process, on loopback only. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { clock = systemClock, dataDir, logger, ports, webhook } = options;
  const random = seededRandom(options.seed ?? 1);
  // Before anything in the directory is replaced: another sandbox may live there.
  for (const port of [ports?.kubernetes, ports?.git]) {
    if (port) await checkPortFree(port);
  }
  await fs.mkdir(dataDir, { recursive: true, mode: 0o700 });
  const stops: Array<() => Promise<void> | void> = [];
  const stop = async () => {
    for (const step of stops.splice(0).reverse()) await step();
  };
  try {
    const kube = await createKubeServer({
      clock,
      random,
      logger,
      tokens: kubernetesTokens(),
    });
    stops.push(() => kube.close());
    const git = createGitServer({
      clock,
      random,
      logger,
      dataDir: path.join(dataDir, 'git'),
      users: sampleUsers,
      tokens: gitTokens(),
      admins: ['admin'],
    });
    stops.push(() => git.close());
    const gitAddress = await git.listen(ports?.git ?? 0);
    await seedSandbox({
      kube,
      git,
      gitUrl: gitAddress.url,
      cluster: CLUSTER,
      clock,
      random,
    });
    if (webhook) {
      await registerWebhook({
        gitUrl: gitAddress.url,
        repository: GITOPS_REPOSITORY,
        token: 'sandbox-admin',
        webhook,
      });
    }
    const operator = startSparkOperator({ kube, clock, random, logger });
    stops.push(() => operator.stop());
    const sync = startFluxSync({
      kube,
      git,
      repositoryName: GITOPS_REPOSITORY,
      clock,
      logger,
    });
    stops.push(() => sync.stop());
    const kubernetes = await kube.listen(ports?.kubernetes ?? 0);
    const caPath = path.join(dataDir, 'ca.crt');
    const kubeconfigPath = path.join(dataDir, 'kubeconfig');
    await writePrivate(caPath, kube.caCertificate);
    await writePrivate(kubeconfigPath, kube.kubeconfig('sandbox-admin'));
    return {
      kubernetes,
      git: gitAddress,
      kubeconfigPath,
      caPath,
      servers: { kube, git },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

import fs from 'node:fs/promises';
import path from 'node:path';
import { systemClock } from './clock';
import { createGitServer } from './git';
import { makeCertificate, makeKubeconfig } from './kube';
import type { SandboxLakeFSServer } from './lakefs';
import {
  createKubeflowServer,
  startKubeflow,
  type SandboxKubeflowServer,
} from './kubeflow';
import { seededRandom } from './random';
import { gitTokens, kubernetesTokens, sampleUsers } from './sampleUsers';
import { EAST, GITOPS_REPOSITORY, seedRepository, WEST } from './seed';
import { startBranchController } from './startBranchController';
import { startCluster } from './startCluster';
import { jobLake, startLake } from './startLake';
import type { Clock, GitServer, KubeServer, Logger } from './types';
import { checkPortFree } from './checkPortFree';
import { registerWebhook } from './registerWebhook';

/** Added to the seed for `east`, for lakeFS and for Kubeflow. */
const EAST_SEED = 7919;
const LAKEFS_SEED = 104729;
const KUBEFLOW_SEED = 15485863;

export interface SandboxOptions {
  /** Free ones where absent or 0. */
  ports?: {
    /** Kubernetes API of `west`. */
    kubernetes?: number;
    /** Kubernetes API of `east`. */
    east?: number;
    git?: number;
    lakefs?: number;
    /** API of Kubeflow Pipelines, of `west`. */
    kubeflow?: number;
  };
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
  /** `west`, that Flux syncs. */
  kubernetes: { url: string; port: number };
  /** `east`, that Argo CD syncs. */
  east: { url: string; port: number };
  git: { url: string; port: number };
  /** Its API is below `/api/v1`. */
  lakefs: { url: string; port: number };
  /** Its API is below `/apis/v2beta1`. */
  kubeflow: { url: string; port: number };
  /** Of an administrator, with a context for each Kubernetes cluster. */
  kubeconfigPath: string;
  /** Of both Kubernetes APIs. */
  caPath: string;
  /** In process, for tests: looks at and changes what is there without the network. */
  servers: {
    kube: KubeServer;
    east: KubeServer;
    git: GitServer;
    lakefs: SandboxLakeFSServer;
    kubeflow: SandboxKubeflowServer;
  };
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
  const seed = options.seed ?? 1;
  const random = seededRandom(seed);
  // Before anything in the directory is replaced: another sandbox may live there.
  for (const port of Object.values(ports ?? {})) {
    if (port) await checkPortFree(port);
  }
  await fs.mkdir(dataDir, { recursive: true, mode: 0o700 });
  const stops: Array<() => Promise<void> | void> = [];
  const stop = async () => {
    for (const step of stops.splice(0).reverse()) await step();
  };
  try {
    const certificate = await makeCertificate();
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
    const gitUrl = gitAddress.url;
    // Its address stands in the domains' settings, so it listens before it has anything to say.
    const kubeflow = createKubeflowServer();
    stops.push(() => kubeflow.close());
    const kubeflowAddress = await kubeflow.listen(ports?.kubeflow ?? 0);
    const kubeflowUrl = kubeflowAddress.url;
    await seedRepository({
      ...{ git, gitUrl, kubeflowUrl },
      clusters: [WEST, EAST],
    });
    const lakefs = startLake({ clock, seed: seed + LAKEFS_SEED });
    stops.push(() => lakefs.close());
    const shared = { git, gitUrl, kubeflowUrl, clock, certificate, logger };
    const west = await startCluster({
      ...shared,
      cluster: WEST,
      random,
      lake: jobLake(lakefs, WEST.name),
    });
    stops.push(west.stop);
    const stopKubeflow = startKubeflow({
      ...{ server: kubeflow, url: kubeflowUrl, clock, logger },
      kube: west.kube,
      kubelet: west.kubelet,
      withPast: true,
      random: seededRandom(seed + KUBEFLOW_SEED),
      tokens: kubernetesTokens(),
    });
    stops.push(stopKubeflow);
    // Numbers of its own, so that neither's ways depend on the other's.
    const east = await startCluster({
      ...shared,
      cluster: EAST,
      random: seededRandom(seed + EAST_SEED),
      lake: jobLake(lakefs, EAST.name),
    });
    stops.push(east.stop);
    if (webhook) {
      await registerWebhook({
        gitUrl,
        repository: GITOPS_REPOSITORY,
        token: 'sandbox-admin',
        webhook,
      });
    }
    const lakefsAddress = await lakefs.listen(ports?.lakefs ?? 0);
    const kubernetes = await west.kube.listen(ports?.kubernetes ?? 0);
    const eastern = await east.kube.listen(ports?.east ?? 0);
    for (const [cluster, url] of [
      [WEST, kubernetes.url],
      [EAST, eastern.url],
    ] as const) {
      stops.push(
        startBranchController({
          ...{ cluster: cluster.name, url, ca: certificate.ca, clock, logger },
          lakefsUrl: lakefsAddress.url,
        }),
      );
    }
    const caPath = path.join(dataDir, 'ca.crt');
    const kubeconfigPath = path.join(dataDir, 'kubeconfig');
    await writePrivate(caPath, certificate.ca);
    const kubeconfig = makeKubeconfig({
      clusters: [
        { name: WEST.name, url: kubernetes.url },
        { name: EAST.name, url: eastern.url },
      ],
      ca: certificate.ca,
      token: 'sandbox-admin',
    });
    await writePrivate(kubeconfigPath, kubeconfig);
    return {
      kubernetes,
      east: eastern,
      git: gitAddress,
      lakefs: lakefsAddress,
      kubeflow: kubeflowAddress,
      kubeconfigPath,
      caPath,
      servers: { kube: west.kube, east: east.kube, git, lakefs, kubeflow },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

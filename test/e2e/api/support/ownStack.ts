import fs from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { launcher } from '../../support/launcher';
import { LakeFSHttp } from '../../../conformance/support/LakeFSHttp';
import { KubeHttp } from '../../../real/support/KubeHttp';
import { GitHostApi } from './GitHostApi';
import { GitProxy } from './GitProxy';
import { kill, type Part, Parts } from './Parts';
import { PortalApi } from './PortalApi';
import { TcpGate } from './TcpGate';

/** A sandbox and a backend of one's own, which may be broken in every way. */
export interface OwnStack {
  portal: PortalApi;
  /** The Git host itself, past the proxy. */
  git: GitHostApi;
  /** What the backend takes for the Git host. */
  gitProxy: GitProxy;
  /** What the backend takes for the Kubernetes API of `west`. */
  kubernetesGate: TcpGate;
  /** The sandbox's Kubernetes APIs as their administrator, past the gate. */
  kubernetes: { west: KubeHttp; east: KubeHttp };
  /** What the backend takes for lakeFS. */
  lakefsGate: TcpGate;
  /** The sandbox's lakeFS past the gate, with the key of who may do everything there. */
  lakefs: LakeFSHttp;
  lakefsUrl: string;
  /** The file that the backend writes its log to. */
  backendLog(): string;
  /** Ends the backend as a power cut would. */
  killBackend(): Promise<void>;
  /** Starts it again, on the same database. */
  startBackend(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts both, without pages: the backend on a database on disk, and reaching
 * Git, Kubernetes and lakeFS through doors that can be shut.
 */
export async function startOwnStack(
  config:
    | Record<string, unknown>
    | ((at: { gitUrl: string }) => Record<string, unknown>) = {},
): Promise<OwnStack> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'lakefront-broken-'));
  const parts = new Parts(directory);
  const { freePort } = await launcher();
  const [
    backendPort,
    kubernetesPort,
    eastPort,
    gitPort,
    lakefsPort,
    kubeflowPort,
  ] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  const gitProxy = new GitProxy();
  const kubernetesGate = new TcpGate();
  const lakefsGate = new TcpGate();
  await gitProxy.start();
  await kubernetesGate.start();
  await lakefsGate.start();
  gitProxy.passTo(gitPort);
  kubernetesGate.passTo(kubernetesPort);
  lakefsGate.passTo(lakefsPort);
  const backendUrl = `http://localhost:${backendPort}`;
  const lakefsUrl = `http://localhost:${lakefsPort}`;
  const portal = new PortalApi(backendUrl);
  let backend: Part | undefined;

  const startBackend = async () => {
    backend = await parts.startBackend({
      port: backendPort,
      kubernetesPort: kubernetesGate.port,
      eastPort,
      gitPort: gitProxy.port,
      lakefsPort: lakefsGate.port,
      kubeflowPort,
      config: {
        'backend.database.connection': {
          directory: path.join(directory, 'database'),
        },
        ...(typeof config === 'function'
          ? config({ gitUrl: `http://localhost:${gitProxy.port}` })
          : config),
      },
    });
  };

  const administratorOf = (port: number) =>
    new KubeHttp({
      url: `https://localhost:${port}`,
      ca: () => fs.readFileSync(path.join(directory, 'ca.crt'), 'utf8'),
      token: 'sandbox-admin',
    });

  const stop = async () => {
    await parts.stop();
    await gitProxy.stop();
    await kubernetesGate.stop();
    await lakefsGate.stop();
    await rm(directory, { recursive: true, force: true });
  };

  try {
    await parts.startSandbox({
      kubernetesPort,
      eastPort,
      gitPort,
      lakefsPort,
      kubeflowPort,
      webhookUrl: `${backendUrl}/api/events/http/lakehouse-gitea`,
    });
    await startBackend();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    portal,
    git: new GitHostApi(`http://localhost:${gitPort}`, 'admin'),
    gitProxy,
    kubernetesGate,
    kubernetes: {
      west: administratorOf(kubernetesPort),
      east: administratorOf(eastPort),
    },
    lakefsGate,
    lakefsUrl,
    lakefs: new LakeFSHttp({
      endpoint: lakefsUrl,
      accessKeyId: 'sandbox-admin',
      secretAccessKey: 'sandbox-admin',
    }),
    backendLog() {
      if (!backend) throw new Error('the backend was not started');
      return backend.logFile;
    },
    async killBackend() {
      if (!backend) return;
      await kill(backend);
      portal.forgetTokens();
    },
    startBackend,
    stop,
  };
}

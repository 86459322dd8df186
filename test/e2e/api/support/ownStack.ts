import fs from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { GitHostApi } from './GitHostApi';
import { GitProxy } from './GitProxy';
import { PortalApi } from './PortalApi';
import { TcpGate } from './TcpGate';

const root = path.resolve(__dirname, '../../../..');
const TIMEOUT_MS = 120_000;

interface Process {
  pid: number;
  logFile: string;
  exited: Promise<string>;
  stop(): Promise<void>;
}

/** A sandbox and a backend of one's own, which may be broken in every way. */
export interface OwnStack {
  portal: PortalApi;
  /** The Git host itself, past the proxy. */
  git: GitHostApi;
  /** What the backend takes for the Git host. */
  gitProxy: GitProxy;
  /** What the backend takes for the Kubernetes API. */
  kubernetesGate: TcpGate;
  /** Ends the backend as a power cut would. */
  killBackend(): Promise<void>;
  /** Starts it again, on the same database. */
  startBackend(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts both, without pages: the backend on a database on disk, and reaching
 * Git and Kubernetes through doors that can be shut.
 */
export async function startOwnStack(
  config: Record<string, unknown> = {},
): Promise<OwnStack> {
  const scripts = await loadScripts();
  const { freePort, startProcess, tail, waitUntil } = scripts;
  const directory = await mkdtemp(path.join(os.tmpdir(), 'lakefront-broken-'));
  const [backendPort, kubernetesPort, gitPort] = [
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  const gitProxy = new GitProxy();
  const kubernetesGate = new TcpGate();
  await gitProxy.start();
  await kubernetesGate.start();
  gitProxy.passTo(gitPort);
  kubernetesGate.passTo(kubernetesPort);
  const backendUrl = `http://localhost:${backendPort}`;
  const portal = new PortalApi(backendUrl);
  const started: Process[] = [];
  let backend: Process | undefined;

  const start = (
    name: string,
    args: string[],
    options: { cwd: string; env: Record<string, string> },
  ): Process => {
    const part: Process = startProcess({
      name,
      command: process.execPath,
      args: ['--require', '@backstage/cli/config/nodeTransform.cjs', ...args],
      cwd: options.cwd,
      env: {
        NODE_ENV: 'development',
        SANDBOX_DATA_DIR: directory,
        SANDBOX_WEBHOOK_SECRET: 'sandbox-webhook',
        ...options.env,
      },
      logFile: path.join(directory, `${name}-${started.length}.log`),
      verbose: false,
    });
    started.push(part);
    return part;
  };

  const ready = (part: Process, check: () => Promise<unknown>) =>
    Promise.race([
      waitUntil(check, { timeoutMs: TIMEOUT_MS }),
      part.exited.then(sentence => {
        throw new Error(`${sentence}\n${tail(part.logFile)}`);
      }),
    ]);

  const startBackend = async () => {
    backend = start(
      'backend',
      ['src/index.ts', '--config', path.join(root, 'app-config.yaml')],
      {
        cwd: path.join(root, 'packages', 'backend'),
        env: {
          BACKEND_PORT: String(backendPort),
          SANDBOX_KUBERNETES_PORT: String(kubernetesGate.port),
          SANDBOX_GIT_PORT: String(gitProxy.port),
          APP_CONFIG_backend_database_connection: JSON.stringify({
            directory: path.join(directory, 'database'),
          }),
          ...asEnvironment(config),
        },
      },
    );
    await ready(backend, async () => {
      await scripts.backendIsUp(backendUrl);
      await scripts.sampleUsersAnswer(backendUrl);
      await scripts.templatesAnswer(backendUrl, ['spark-job']);
      await scripts.indexIsLive(backendUrl);
    });
  };

  const killBackend = async () => {
    if (!backend) return;
    process.kill(-backend.pid, 'SIGKILL');
    await backend.exited;
    portal.forgetTokens();
  };

  const stop = async () => {
    await Promise.all(started.map(part => part.stop()));
    await gitProxy.stop();
    await kubernetesGate.stop();
    await rm(directory, { recursive: true, force: true });
  };

  try {
    const sandbox = start(
      'sandbox',
      [path.join(root, 'packages', 'sandbox', 'src', 'main.ts')],
      {
        cwd: root,
        env: {
          SANDBOX_KUBERNETES_PORT: String(kubernetesPort),
          SANDBOX_GIT_PORT: String(gitPort),
          SANDBOX_WEBHOOK_URL: `${backendUrl}/api/events/http/gitea`,
        },
      },
    );
    await ready(sandbox, async () => {
      const said = fs.readFileSync(sandbox.logFile, 'utf8');
      if (!said.includes('sandbox: ready')) throw new Error(said);
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
    killBackend,
    startBackend,
    stop,
  };
}

/** Config by the environment, as Backstage reads it: `a.b` is `APP_CONFIG_a_b`. */
function asEnvironment(config: Record<string, unknown>) {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      `APP_CONFIG_${key.replaceAll('.', '_')}`,
      JSON.stringify(value),
    ]),
  );
}

/** What `npm start` is made of; no package, as it runs before anything is installed. */
async function loadScripts() {
  const load = (file: string) =>
    import(pathToFileURL(path.join(root, 'scripts', file)).href);
  return { ...(await load('processes.mjs')), ...(await load('ready.mjs')) };
}

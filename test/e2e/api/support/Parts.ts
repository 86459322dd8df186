import fs from 'node:fs';
import path from 'node:path';
import { launcher } from '../../support/launcher';

const root = path.resolve(__dirname, '../../../..');
const TIMEOUT_MS = 120_000;

/** A process of a stack, in a process group of its own. */
export interface Part {
  pid: number;
  logFile: string;
  exited: Promise<string>;
  stop(): Promise<void>;
}

/**
 * Starts what a stack is made of, each part ready before it is given out. What
 * still runs when this process ends goes with it, its directory too: a test
 * that ran out of time while they started has nothing to stop them by.
 */
export class Parts {
  readonly #started: Part[] = [];
  readonly #onExit = () => {
    this.#started.forEach(({ pid }) => killNow(pid));
    fs.rmSync(this.directory, { recursive: true, force: true });
  };

  constructor(readonly directory: string) {
    process.once('exit', this.#onExit);
  }

  async startSandbox(options: {
    kubernetesPort: number;
    eastPort: number;
    gitPort: number;
    lakefsPort: number;
    kubeflowPort: number;
    webhookUrl: string;
  }): Promise<Part> {
    const sandbox = await this.#start(
      'sandbox',
      [path.join(root, 'packages', 'sandbox', 'src', 'main.ts')],
      {
        cwd: root,
        env: {
          SANDBOX_KUBERNETES_PORT: String(options.kubernetesPort),
          SANDBOX_EAST_PORT: String(options.eastPort),
          SANDBOX_GIT_PORT: String(options.gitPort),
          SANDBOX_LAKEFS_PORT: String(options.lakefsPort),
          SANDBOX_KUBEFLOW_PORT: String(options.kubeflowPort),
          SANDBOX_WEBHOOK_URL: options.webhookUrl,
        },
      },
    );
    await ready(sandbox, async () => {
      const said = fs.readFileSync(sandbox.logFile, 'utf8');
      if (!said.includes('sandbox: ready')) throw new Error(said);
    });
    return sandbox;
  }

  /** `config` is by dotted path: `{ 'backend.baseUrl': url }`. */
  async startBackend(options: {
    name?: string;
    port: number;
    kubernetesPort: number;
    eastPort: number;
    gitPort: number;
    lakefsPort: number;
    kubeflowPort: number;
    config: Record<string, unknown>;
  }): Promise<Part> {
    const url = `http://localhost:${options.port}`;
    const backend = await this.#start(
      options.name ?? 'backend',
      ['src/index.ts', '--config', path.join(root, 'app-config.yaml')],
      {
        cwd: path.join(root, 'packages', 'backend'),
        env: {
          BACKEND_PORT: String(options.port),
          SANDBOX_KUBERNETES_PORT: String(options.kubernetesPort),
          SANDBOX_EAST_PORT: String(options.eastPort),
          SANDBOX_GIT_PORT: String(options.gitPort),
          SANDBOX_LAKEFS_PORT: String(options.lakefsPort),
          SANDBOX_KUBEFLOW_PORT: String(options.kubeflowPort),
          ...asEnvironment(options.config),
        },
      },
    );
    const { backendIsUp, indexIsLive, sampleUsersAnswer, catalogAnswers } =
      await launcher();
    await ready(backend, async () => {
      await backendIsUp(url);
      await sampleUsersAnswer(url);
      await catalogAnswers(url, ['spark-job']);
      await indexIsLive(url);
    });
    return backend;
  }

  async stop(): Promise<void> {
    await Promise.all(this.#started.map(part => part.stop()));
    process.off('exit', this.#onExit);
  }

  async #start(
    name: string,
    args: string[],
    options: { cwd: string; env: Record<string, string> },
  ): Promise<Part> {
    const { startProcess } = await launcher();
    const part = startProcess({
      name,
      command: process.execPath,
      args: ['--require', '@backstage/cli/config/nodeTransform.cjs', ...args],
      cwd: options.cwd,
      env: {
        NODE_ENV: 'development',
        SANDBOX_DATA_DIR: this.directory,
        SANDBOX_WEBHOOK_SECRET: 'sandbox-webhook',
        ...options.env,
      },
      uid: undefined,
      logFile: path.join(this.directory, `${name}-${this.#started.length}.log`),
      verbose: false,
    }) as Part;
    this.#started.push(part);
    return part;
  }
}

/** Ends a part as a power cut would. */
export async function kill(part: Part): Promise<void> {
  process.kill(-part.pid, 'SIGKILL');
  await part.exited;
}

function killNow(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** The check passes, or the part's own end says why not. */
async function ready(part: Part, check: () => Promise<void>): Promise<void> {
  const { tail, waitUntil } = await launcher();
  await Promise.race([
    waitUntil(check, { timeoutMs: TIMEOUT_MS }),
    part.exited.then(sentence => {
      throw new Error(`${sentence}\n${tail(part.logFile)}`);
    }),
  ]);
}

/** Config by the environment, as Backstage reads it: `a.b` is `APP_CONFIG_a_b`. */
export function asEnvironment(config: Record<string, unknown>) {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      `APP_CONFIG_${key.replaceAll('.', '_')}`,
      JSON.stringify(value),
    ]),
  );
}

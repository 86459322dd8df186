import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { freePort, startProcess, tail } from '../../../scripts/processes.mjs';
import {
  backendIsUp,
  indexIsLive,
  sampleUsersAnswer,
  waitUntil,
} from '../../../scripts/ready.mjs';
import { PortalApi } from '../../e2e/api/support/PortalApi';
import { timed } from './statistics';

const root = path.resolve(__dirname, '../../..');
const TIMEOUT_MS = 300_000;
const CALM = { ms: 50, times: 10 };

export interface BenchBackend {
  url: string;
  api: PortalApi;
  stop(): Promise<void>;
}

/**
 * The portal's backend as it ships, with its real sign-in and permissions, on
 * one API server and no Git host. Resolves when it has read everything and
 * written down the runs that it found.
 */
export async function startBackend(options: {
  kubernetesUrl: string;
  /** Extra config, by dotted path: `{ 'permission.enabled': false }`. */
  config?: Record<string, unknown>;
}): Promise<BenchBackend> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'lakefront-bench-'));
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const overlay = path.join(directory, 'app-config.bench.yaml');
  await writeFile(overlay, JSON.stringify(overlayOf(options.kubernetesUrl)));
  const backend = startProcess({
    name: 'backend',
    command: process.execPath,
    args: [
      '--max-old-space-size=4096',
      '--require',
      '@backstage/cli/config/nodeTransform.cjs',
      path.join('src', 'index.ts'),
      ...['--config', path.join(root, 'app-config.yaml')],
      ...['--config', overlay],
    ],
    cwd: path.join(root, 'packages', 'backend'),
    env: {
      // Development answers are indented, which no portal sends.
      NODE_ENV: 'test',
      BACKEND_PORT: String(port),
      ...asEnvironment(options.config ?? {}),
    },
    uid: undefined,
    logFile: path.join(directory, 'backend.log'),
    verbose: false,
  });
  const stop = async () => {
    await backend.stop();
    await rm(directory, { recursive: true, force: true });
  };
  const api = new PortalApi(url);
  const ready = waitUntil(
    async () => {
      await backendIsUp(url);
      await sampleUsersAnswer(url);
      await indexIsLive(url);
      await isCalm(api);
    },
    { timeoutMs: TIMEOUT_MS },
  );
  const ended = backend.exited.then((sentence: string) => {
    throw new Error(`${sentence}\n${tail(backend.logFile)}`);
  });
  try {
    await Promise.race([ready, ended]);
  } catch (error) {
    await stop();
    throw error;
  }
  ended.catch(() => {});
  return { url, api, stop };
}

/** It has nothing left to do but to answer: many quick answers in a row. */
async function isCalm(api: PortalApi) {
  for (let n = 0; n < CALM.times; n++) {
    const { ms } = await timed(() => api.as('pat').get('/lakehouse/kinds'));
    if (ms > CALM.ms) throw new Error('the backend is still busy');
  }
}

function overlayOf(kubernetesUrl: string) {
  const cluster = {
    name: 'west',
    title: 'West',
    url: kubernetesUrl,
    authProvider: 'serviceAccount',
    serviceAccountToken: 'bench',
  };
  return {
    kubernetes: {
      clusterLocatorMethods: [{ type: 'config', clusters: [cluster] }],
    },
    lakehouse: { gitops: { repositories: [] } },
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

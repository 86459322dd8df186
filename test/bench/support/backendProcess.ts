import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startProcess, tail } from '../../../scripts/processes.mjs';
import { waitUntil } from '../../../scripts/ready.mjs';

const TIMEOUT_MS = 300_000;
/** Where the bench is profiled, so is the backend that it measures. */
const PROFILER = path.join(__dirname, 'profileUntilStopped.ts');

/** A backend in a process of its own, ready when its check passes. */
export async function startBackendProcess(options: {
  cwd: string;
  main: string;
  /** Config files, and config that overlays them. */
  configs: readonly string[];
  overlay: object;
  env: Record<string, string>;
  ready: () => Promise<void>;
  /** The most that its heap may be; by default so much that it collects when it likes. */
  heapMb?: number;
}): Promise<{ pid: number; stop(): Promise<void> }> {
  const { cwd, main, configs, overlay, env, ready, heapMb = 4096 } = options;
  const directory = await mkdtemp(path.join(os.tmpdir(), 'lakefront-bench-'));
  const overlayFile = path.join(directory, 'app-config.bench.yaml');
  await writeFile(overlayFile, JSON.stringify(overlay));
  const backend = startProcess({
    name: 'backend',
    command: process.execPath,
    args: [
      `--max-old-space-size=${heapMb}`,
      ...['--require', '@backstage/cli/config/nodeTransform.cjs'],
      ...(process.env.BENCH_PROFILES ? ['--require', PROFILER] : []),
      main,
      ...[...configs, overlayFile].flatMap(file => ['--config', file]),
    ],
    cwd,
    // Development answers are indented, which no portal sends.
    env: { NODE_ENV: 'test', ...env },
    uid: undefined,
    logFile: path.join(directory, 'backend.log'),
    verbose: false,
  });
  const stop = async () => {
    await backend.stop();
    await rm(directory, { recursive: true, force: true });
  };
  const ended = backend.exited.then((sentence: string) => {
    throw new Error(`${sentence}\n${tail(backend.logFile)}`);
  });
  ended.catch(() => {});
  try {
    await Promise.race([waitUntil(ready, { timeoutMs: TIMEOUT_MS }), ended]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { pid: backend.pid!, stop };
}

/** A cluster as the `kubernetes` section of config names it. */
export function clusterConfig(kubernetesUrl: string, token: string) {
  const cluster = {
    name: 'west',
    title: 'West',
    url: kubernetesUrl,
    authProvider: 'serviceAccount',
    serviceAccountToken: token,
  };
  return { type: 'config', clusters: [cluster] };
}

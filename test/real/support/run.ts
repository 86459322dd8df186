import fs from 'node:fs';
import path from 'node:path';
import { freePort, startProcess, tail } from '../../../scripts/processes.mjs';
import { waitUntil } from '../../../scripts/ready.mjs';

export { freePort, waitUntil };

export interface RunningServer {
  name: string;
  logFile: string;
  stop(): Promise<void>;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
}

/** Starts a server and waits until `ready` passes; says its last lines where it ends before. */
export async function runServer(options: {
  name: string;
  command: string;
  args: string[];
  directory: string;
  /** Where its log goes, if not into its directory. */
  logDirectory?: string;
  env?: Record<string, string>;
  /** Unix user to run as, where the server refuses to be root. */
  uid?: number;
  ready: () => Promise<void>;
  timeoutMs?: number;
}): Promise<RunningServer> {
  const server = startProcess({
    name: options.name,
    command: options.command,
    args: options.args,
    cwd: options.directory,
    env: options.env ?? {},
    uid: options.uid,
    logFile: path.join(
      options.logDirectory ?? options.directory,
      `${options.name}.log`,
    ),
    verbose: false,
  });
  const forget = remember(server.pid);
  const stop = async () => {
    await server.stop();
    forget();
  };
  const kill = async () => {
    if (server.pid !== undefined) process.kill(-server.pid, 'SIGKILL');
    await server.exited;
    forget();
  };
  const ended = server.exited.then((sentence: string) => {
    throw new Error(`${sentence}\n${tail(server.logFile)}`);
  });
  try {
    await Promise.race([
      waitUntil(options.ready, { timeoutMs: options.timeoutMs ?? 120_000 }),
      ended,
    ]);
  } catch (error) {
    ended.catch(() => {});
    await stop();
    throw error;
  }
  ended.catch(() => {});
  return { name: options.name, logFile: server.logFile, stop, kill };
}

/**
 * Leaves the process' id where the command that started the tests looks for
 * what they left running: a runner that is killed cannot stop it any more.
 */
function remember(pid: number | undefined): () => void {
  const folder = process.env.LAKEFRONT_REAL_PIDS;
  if (!folder || pid === undefined) return () => {};
  const file = path.join(folder, String(pid));
  fs.writeFileSync(file, '');
  return () => fs.rmSync(file, { force: true });
}

/** Child processes that write to a log file and end, with all theirs, when we do. */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';

const KILL_AFTER_MS = 8_000;

/** Whether something listens on a port of this machine already. */
export async function isTaken(port) {
  for (const host of ['127.0.0.1', '::1']) {
    const code = await new Promise(resolve => {
      const server = net.createServer();
      server.once('error', error => resolve(error.code));
      server.listen({ port, host }, () => server.close(() => resolve()));
    });
    if (code === 'EADDRINUSE') return true;
  }
  return false;
}

/** A port that nothing listens on now. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen({ port: 0, host: '127.0.0.1' }, () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/**
 * Starts a program in a process group of its own, its output in a log file.
 * `exited` resolves with a sentence once it ends by itself.
 */
export function startProcess({
  name,
  command,
  args,
  cwd,
  env,
  uid,
  logFile,
  verbose,
}) {
  fs.mkdirSync(path.dirname(logFile), { recursive: true });
  const log = fs.createWriteStream(logFile);
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    uid,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', data => {
      log.write(data);
      if (verbose) process.stdout.write(data);
    });
  }
  let ended = false;
  const exited = new Promise(resolve => {
    child.once('error', error => {
      ended = true;
      resolve(`${name} could not be started: ${error.message}`);
    });
    child.once('exit', (code, signal) => {
      ended = true;
      resolve(`${name} ended (${signal ?? `exit code ${code}`})`);
    });
  });
  const kill = signal => {
    try {
      process.kill(
        process.platform === 'win32' ? child.pid : -child.pid,
        signal,
      );
    } catch {
      // It has ended already.
    }
  };
  return {
    name,
    logFile,
    pid: child.pid,
    exited,
    async stop() {
      if (ended) {
        kill('SIGKILL');
        return;
      }
      kill('SIGTERM');
      const timer = setTimeout(() => kill('SIGKILL'), KILL_AFTER_MS);
      await exited;
      clearTimeout(timer);
      kill('SIGKILL');
    },
  };
}

/** The end of a log, for a message about why something did not start. */
export function tail(logFile, lines = 25) {
  try {
    return fs
      .readFileSync(logFile, 'utf8')
      .trimEnd()
      .split('\n')
      .slice(-lines)
      .join('\n');
  } catch {
    return '';
  }
}

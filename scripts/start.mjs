/**
 * `npm start`: a working portal on the sandbox. `-- --verbose` shows every
 * log, `-- --watch` starts the backend again after every change of its code.
 */
import path from 'node:path';
import { ensureToolchain, fail, root, say } from './toolchain.mjs';

await ensureToolchain();
const { portsFromEnvironment, startPortal } = await import('./portal.mjs');
const { tail } = await import('./processes.mjs');

const startedAt = Date.now();
const interrupted = new AbortController();
let portal;

async function stop(code) {
  if (portal === undefined) return;
  const stopped = portal;
  portal = undefined;
  say('stopping');
  await stopped.stop();
  process.exit(code);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    interrupted.abort(new Error(`stopped by ${signal}`));
    stop(0);
  });
}

try {
  portal = await startPortal({
    ports: portsFromEnvironment(),
    dataDir:
      process.env.SANDBOX_DATA_DIR ?? path.join(root, '.cache', 'sandbox'),
    say,
    verbose: process.argv.includes('--verbose'),
    watch: process.argv.includes('--watch'),
    signal: interrupted.signal,
  });
} catch (error) {
  fail(error.message);
}
say(
  `open ${portal.urls.portal}  (up in ${Math.round(
    (Date.now() - startedAt) / 1000,
  )} s; Ctrl-C stops all)`,
);

const { part, sentence } = await portal.ended;
if (portal) {
  process.stderr.write(`lakefront: ${sentence}\n${tail(part.logFile)}\n`);
  await stop(1);
}

/**
 * `npm run test:real`: the whole path on a real API server, Git host and GitOps
 * engine, built from Go modules into a cache outside the repository. What this
 * machine cannot build or lacks is skipped, by name.
 */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureToolchain, root, say } from './toolchain.mjs';

await ensureToolchain();
const {
  closingLine,
  countPlaywright,
  failedByPlaywright,
  skippedByPlaywright,
} = await import('./counts.mjs');
const { hasGo, serverBinary, SERVERS, whyMissing } = await import(
  '../test/real/support/servers.mjs'
);

const out = fs.mkdtempSync(path.join(os.tmpdir(), 'lakefront-real-'));
const pids = path.join(out, 'pids');
const report = path.join(out, 'playwright.json');
fs.mkdirSync(pids);

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => stopping.abort());
}

/** Before the tests, as a cold build takes minutes and no test should wait for it. */
async function buildServers() {
  for (const name of Object.keys(SERVERS)) {
    await serverBinary(name, (_, version) =>
      say(`building ${name} ${version} (minutes, once per machine)`),
    );
  }
}

function runTests(args) {
  return new Promise(resolve => {
    const child = spawn(
      path.join(root, 'node_modules', '.bin', 'playwright'),
      ['test', '--config', 'playwright.real.config.ts', ...args],
      {
        cwd: path.join(root, 'test'),
        stdio: ['ignore', 'inherit', 'inherit'],
        env: {
          ...process.env,
          CI: 'true',
          PLAYWRIGHT_JSON_OUTPUT_NAME: report,
          LAKEFRONT_REAL_PIDS: pids,
        },
      },
    );
    // The runner stops the servers itself when it is asked to.
    stopping.signal.addEventListener('abort', () => child.kill('SIGINT'));
    child.once('error', error => {
      process.stderr.write(`${error.message}\n`);
      resolve(1);
    });
    child.once('exit', code => resolve(code ?? 1));
  });
}

/** What a runner that was killed could not stop any more. */
function stopLeftovers() {
  for (const pid of fs.readdirSync(pids)) {
    try {
      process.kill(-Number(pid), 'SIGKILL');
    } catch {
      // It has ended already.
    }
  }
}

const missing = whyMissing();
if (missing) say(missing);
let total = { passed: 0, failed: 0, skipped: 0 };
let code = 0;
try {
  if (hasGo()) await buildServers();
  code = await runTests(process.argv.slice(2));
} catch (error) {
  code = 1;
  process.stderr.write(`lakefront: ${error.message}\n`);
} finally {
  stopLeftovers();
}
if (fs.existsSync(report)) {
  total = countPlaywright(report);
  for (const { title, count, reason } of skippedByPlaywright(report)) {
    say(`skipped ${count} of "${title}": ${reason}`);
  }
}
if (code !== 0 && total.failed === 0) total.failed = 1;
if (fs.existsSync(report)) {
  for (const failure of failedByPlaywright(report)) say(`failed: ${failure}`);
}
fs.rmSync(out, { recursive: true, force: true });
process.stdout.write(`${closingLine(total)}\n`);
process.exit(total.failed === 0 ? 0 : 1);

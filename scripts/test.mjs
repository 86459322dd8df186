/**
 * `npm test`: type check, lint, unit, integration and browser tests, each set
 * up by itself, on free ports. `-- unit` or `-- browser` runs one part.
 */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureToolchain, fail, root, say } from './toolchain.mjs';

await ensureToolchain();
const {
  add,
  closingLine,
  countJest,
  countPlaywright,
  failedByJest,
  failedByPlaywright,
  skippedByJest,
  skippedByPlaywright,
} = await import('./counts.mjs');

const PARTS = ['unit', 'browser'];
const only = process.argv[2];
if (only && !PARTS.includes(only)) {
  fail(`there is no part "${only}": name one of ${PARTS.join(', ')}, or none`);
}
const out = fs.mkdtempSync(path.join(os.tmpdir(), 'lakefront-test-'));
const bin = name => path.join(root, 'node_modules', '.bin', name);
let total = { passed: 0, failed: 0, skipped: 0 };
// Named again at the end: nobody should have to search a long log for them.
const failures = [];

function run(command, args, { cwd = root, env = {} } = {}) {
  return new Promise(resolve => {
    const child = spawn(command, args, {
      cwd,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: {
        ...process.env,
        CI: 'true',
        // No Docker: databases other than SQLite come by connection string.
        BACKSTAGE_TEST_DISABLE_DOCKER: '1',
        ...env,
      },
    });
    child.once('error', error => {
      process.stderr.write(`${error.message}\n`);
      resolve(1);
    });
    child.once('exit', code => resolve(code ?? 1));
  });
}

/** A step that passes or fails as a whole counts as one test. */
async function check(name, command, args) {
  const startedAt = Date.now();
  say(name);
  const ok = (await run(command, args)) === 0;
  say(`${name}: ${ok ? 'ok' : 'FAILED'} (${seconds(startedAt)} s)`);
  total = add(total, { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 });
  if (!ok) failures.push(name);
}

/** A runner that counts its own tests in a JSON file. */
async function suite(
  name,
  { count, named, report, skipped },
  command,
  args,
  options,
) {
  const startedAt = Date.now();
  say(name);
  const code = await run(command, args, options);
  let result = { passed: 0, failed: 1, skipped: 0 };
  let where = [];
  if (fs.existsSync(report)) {
    result = count(report);
    where = named(report);
  }
  if (code !== 0 && result.failed === 0) result.failed = 1;
  if (result.failed > 0 && where.length === 0) where = [name];
  failures.push(...where);
  say(`${name}: ${closingLine(result)} (${seconds(startedAt)} s)`);
  if (fs.existsSync(report)) {
    for (const { title, count: tests, reason } of skipped(report)) {
      say(`skipped ${tests} of "${title}": ${reason}`);
    }
  }
  total = add(total, result);
}

const seconds = since => Math.round((Date.now() - since) / 1000);

if (!only || only === 'unit') {
  await check('type check', bin('tsc'), ['--pretty', 'false']);
  await check('lint', bin('backstage-cli'), [
    'repo',
    'lint',
    '--max-warnings',
    '0',
  ]);
  await check('format', bin('prettier'), [
    '--check',
    '--loglevel',
    'warn',
    '.',
  ]);
  const report = path.join(out, 'jest.json');
  await suite(
    'unit and integration tests',
    { count: countJest, named: failedByJest, report, skipped: skippedByJest },
    bin('backstage-cli'),
    [
      'repo',
      'test',
      '--ci',
      '--maxWorkers=2',
      // A test waits for conditions; how fast the machine is decides nothing.
      '--testTimeout=60000',
      '--json',
      `--outputFile=${report}`,
    ],
  );
}

if (!only || only === 'browser') {
  const report = path.join(out, 'playwright.json');
  await suite(
    'browser tests',
    {
      ...{ count: countPlaywright, named: failedByPlaywright, report },
      skipped: skippedByPlaywright,
    },
    bin('playwright'),
    ['test'],
    {
      cwd: path.join(root, 'test'),
      env: { PLAYWRIGHT_JSON_OUTPUT_NAME: report },
    },
  );
}

fs.rmSync(out, { recursive: true, force: true });
for (const failure of failures) say(`failed: ${failure}`);
process.stdout.write(`${closingLine(total)}\n`);
process.exit(total.failed === 0 ? 0 : 1);

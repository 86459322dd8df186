/**
 * What the two commands stand on: Node 22 or 24, yarn 4 and installed
 * dependencies. Runs on Node 20 and up, before anything is installed, so it
 * imports nothing but Node itself.
 */
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const NODE = 'node@24.21.0';
const YARN = '@yarnpkg/cli-dist@4.13.0';
const MARK = 'LAKEFRONT_TOOLCHAIN';

/** Top of the repository. */
export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/**
 * Makes sure that this process runs on a Node that Backstage supports, with
 * yarn on the PATH and everything installed. Where it does not, the same
 * script is run again on one that does, and this process only waits for it.
 */
export async function ensureToolchain() {
  if (process.env[MARK] !== 'ready') {
    const bin = nodeIsSupported() && hasYarn() ? undefined : fetchToolchain();
    if (bin) await runAgain(bin);
    process.env[MARK] = 'ready';
  }
  process.env.YARN_NPM_REGISTRY_SERVER ??= npmRegistry();
  install();
}

function nodeIsSupported() {
  return ['22', '24'].includes(process.versions.node.split('.')[0]);
}

function hasYarn() {
  const { stdout } = spawnSync('yarn', ['--version'], {
    cwd: os.tmpdir(),
    encoding: 'utf8',
  });
  return /^4\./.test(stdout ?? '');
}

/** Folder with `node` and `yarn` in it, brought by npx and kept in npm's cache. */
function fetchToolchain() {
  say(
    `Node ${process.versions.node}${
      hasYarn() ? '' : ' without yarn 4'
    }: using ${NODE} and yarn 4 from npm`,
  );
  const { status, stdout, stderr } = spawnSync(
    'npx',
    ['-y', '-p', NODE, '-p', YARN, '-c', 'command -v yarn'],
    { cwd: os.tmpdir(), encoding: 'utf8', shell: process.platform === 'win32' },
  );
  if (status !== 0) {
    fail(`npm could not bring ${NODE} and ${YARN}:\n${stderr}`);
  }
  return path.dirname(stdout.trim().split('\n').pop());
}

async function runAgain(bin) {
  const child = spawn(path.join(bin, 'node'), process.argv.slice(1), {
    stdio: 'inherit',
    env: {
      ...process.env,
      PATH: `${bin}${path.delimiter}${process.env.PATH}`,
      [MARK]: 'ready',
    },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal));
  }
  const code = await new Promise(resolve =>
    child.on('exit', (status, signal) => resolve(signal ? 1 : status)),
  );
  process.exit(code);
}

/** yarn does not read npm's setting; with a trailing slash its requests fail. */
function npmRegistry() {
  const { stdout } = spawnSync('npm', ['config', 'get', 'registry'], {
    cwd: os.tmpdir(),
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  return (stdout ?? '').trim().replace(/\/+$/, '');
}

function install() {
  const state = path.join(root, 'node_modules', '.yarn-state.yml');
  const installedAt = fs.existsSync(state) ? fs.statSync(state).mtimeMs : 0;
  if (installedAt >= fs.statSync(path.join(root, 'yarn.lock')).mtimeMs) return;
  say('installing dependencies (about a minute the first time)');
  const { status, stdout, stderr } = spawnSync(
    'yarn',
    ['install', '--immutable'],
    {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      shell: process.platform === 'win32',
    },
  );
  if (status !== 0) {
    fail(`yarn install failed:\n${stdout.slice(-4000)}${stderr}`);
  }
  fs.utimesSync(state, new Date(), new Date());
}

/** One line for the person at the terminal. */
export function say(line) {
  process.stdout.write(`lakefront: ${line}\n`);
}

/** Says what is wrong and ends with exit code 1. */
export function fail(message) {
  process.stderr.write(`lakefront: ${message}\n`);
  process.exit(1);
}

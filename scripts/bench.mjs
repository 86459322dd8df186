/**
 * `npm run bench`: what the figures of docs/benchmarks.md are measured with.
 * `-- memory sync` runs those alone, `-- --full` takes the sizes in the
 * figures' names, `-- --profile` leaves a CPU profile of each, and
 * `-- soak --minutes 10` soaks for so long.
 */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { ensureToolchain, fail, root, say } from './toolchain.mjs';

await ensureToolchain();

const folder = path.join(root, 'test', 'bench');
const profiles = path.join(root, '.cache', 'profiles');
const known = fs
  .readdirSync(folder)
  .filter(file => file.endsWith('.ts'))
  .map(file => path.basename(file, '.ts'));
const { names, flags } = readArguments(process.argv.slice(2));

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => stopping.abort());
}

const failed = [];
for (const name of names) {
  if (stopping.signal.aborted) break;
  say(`bench ${name}`);
  if ((await run(name)) !== 0) failed.push(name);
}
if (failed.length > 0) fail(`failed: ${failed.join(', ')}`);
if (flags.includes('--profile')) say(`CPU profiles are in ${profiles}`);
process.exit(stopping.signal.aborted ? 1 : 0);

/** Which benches, and what each of them is told. */
function readArguments(args) {
  const wanted = [];
  const passed = [];
  for (let at = 0; at < args.length; at++) {
    if (args[at] === '--minutes') passed.push(args[at], args[++at]);
    else if (args[at].startsWith('--')) passed.push(args[at]);
    else wanted.push(args[at]);
  }
  const unknown = [
    ...wanted.filter(name => !known.includes(name)),
    ...passed.filter(
      flag =>
        flag?.startsWith('--') &&
        !['--full', '--profile', '--minutes'].includes(flag),
    ),
  ];
  if (unknown.length > 0) {
    fail(
      `${unknown.join(', ')}: no such bench or flag. There are ${known.join(
        ', ',
      )}; --full, --profile, --minutes <n>`,
    );
  }
  return { names: wanted.length > 0 ? wanted : known, flags: passed };
}

/** Runs one in a process of its own; resolves with its exit code. */
function run(name) {
  const profileTo = flags.includes('--profile')
    ? path.join(profiles, name)
    : undefined;
  if (profileTo) fs.mkdirSync(profileTo, { recursive: true });
  return new Promise(resolve => {
    const child = spawn(
      process.execPath,
      [
        '--expose-gc',
        '--max-old-space-size=4096',
        ...(profileTo ? ['--cpu-prof', `--cpu-prof-dir=${profileTo}`] : []),
        '--require',
        '@backstage/cli/config/nodeTransform.cjs',
        path.join(folder, `${name}.ts`),
        ...flags,
      ],
      {
        cwd: root,
        stdio: ['ignore', 'inherit', 'inherit'],
        // What is measured is not the development build of anything.
        env: {
          ...process.env,
          NODE_ENV: 'test',
          ...(profileTo && { BENCH_PROFILES: profileTo }),
        },
      },
    );
    stopping.signal.addEventListener('abort', () => child.kill('SIGINT'));
    child.once('error', error => {
      process.stderr.write(`${error.message}\n`);
      resolve(1);
    });
    child.once('exit', code => resolve(code ?? 1));
  });
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { useTestServer } from '@lakefront/rest-client/testUtils';

const BIN = resolve(__dirname, '../bin/pipeline-starter');

const server = useTestServer();
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'pipeline-starter-'));
  await writeFile(join(directory, 'token'), 'of-the-pod\n');
});
afterEach(() => rm(directory, { recursive: true }));

async function runProgram(...args: string[]) {
  const child = spawn(process.execPath, [BIN, ...args], {
    env: {
      PATH: process.env.PATH,
      KFP_ENDPOINT: server.endpoint,
      KFP_TOKEN_FILE: join(directory, 'token'),
      POD_NAMESPACE: 'dom-sales',
      JOB_NAME: 'nightly-29404980',
    },
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', chunk => (said.out += chunk));
  child.stderr.on('data', chunk => (said.err += chunk));
  const [code] = await once(child, 'close');
  return { code, ...said };
}

it('says in one sentence why it does not start, and ends with 1', async () => {
  server.says(403, { code: 7, message: 'User is not authorized' });
  const { code, err } = await runProgram('--name=nightly', '--pipeline=orders');
  expect(code).toBe(1);
  expect(err.trim().split('\n')).toHaveLength(1);
  expect(err).toContain('User is not authorized');
  expect(err).not.toContain('of-the-pod');
  expect(server.asked.map(({ headers }) => headers.authorization)).toEqual([
    'Bearer of-the-pod',
  ]);
}, 60_000);

it('ends with 0 where the run is there', async () => {
  server.says(200, {
    runs: [{ run_id: 'r1', display_name: 'nightly-20251128T0300Z' }],
  });
  const { code, out } = await runProgram(
    ...['--name=nightly', '--pipeline=orders', '--scheduled'],
  );
  expect({ code, out }).toEqual({
    code: 0,
    out: 'Run nightly-20251128T0300Z (r1) is there already.\n',
  });
  expect(server.asked).toMatchObject([
    { method: 'GET', url: expect.stringMatching(/^\/apis\/v2beta1\/runs\?/) },
  ]);
}, 60_000);

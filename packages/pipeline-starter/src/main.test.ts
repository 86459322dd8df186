import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const BIN = resolve(__dirname, '../bin/pipeline-starter');

let directory: string;
let server: http.Server;
let asked: Array<{ what: string; token?: string; body?: any }>;
let answer: (what: string) => [number, unknown];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'pipeline-starter-'));
  await writeFile(join(directory, 'token'), 'of-the-pod\n');
  asked = [];
  server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', chunk => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const what = `${request.method} ${request.url?.split('?')[0]}`;
      const token = request.headers.authorization;
      asked.push({ what, token, ...(body && { body: JSON.parse(body) }) });
      const [status, value] = answer(what);
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(value));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  server.close();
  server.closeAllConnections();
  await rm(directory, { recursive: true });
});

async function runProgram(...args: string[]) {
  const { port } = server.address() as AddressInfo;
  const child = spawn(process.execPath, [BIN, ...args], {
    env: {
      PATH: process.env.PATH,
      KFP_ENDPOINT: `http://127.0.0.1:${port}`,
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
  answer = () => [403, { code: 7, message: 'User is not authorized' }];
  const { code, err } = await runProgram('--name=nightly', '--pipeline=orders');
  expect(code).toBe(1);
  expect(err.trim().split('\n')).toHaveLength(1);
  expect(err).toContain('User is not authorized');
  expect(err).not.toContain('of-the-pod');
  expect(asked.map(({ token }) => token)).toEqual(['Bearer of-the-pod']);
}, 60_000);

it('ends with 0 where the run is there', async () => {
  answer = () => [
    200,
    { runs: [{ run_id: 'r1', display_name: 'nightly-20251128T0300Z' }] },
  ];
  const { code, out } = await runProgram(
    ...['--name=nightly', '--pipeline=orders', '--scheduled'],
  );
  expect({ code, out }).toEqual({
    code: 0,
    out: 'Run nightly-20251128T0300Z (r1) is there already.\n',
  });
  expect(asked.map(({ what }) => what)).toEqual(['GET /apis/v2beta1/runs']);
}, 60_000);

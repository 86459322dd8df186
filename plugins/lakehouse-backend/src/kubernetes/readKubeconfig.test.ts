import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import * as http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeServer, listen } from '../__testUtils__/listening';
import { KubeApi } from './KubeApi';
import { createKubeconfigReader } from './readKubeconfig';

describe('createKubeconfigReader', () => {
  let folder: string;
  let server: http.Server;
  let url: string;
  let seen: http.IncomingHttpHeaders[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lakehouse-'));
    seen = [];
    server = http.createServer((req, res) => {
      seen.push(req.headers);
      res.end('{}');
    });
    url = await listen(server);
  });

  afterEach(async () => {
    await closeServer(server);
    await rm(folder, { recursive: true });
  });

  const file = () => join(folder, 'config');
  const write = async (user: object) => {
    const cluster = {
      server: url,
      'insecure-skip-tls-verify': true,
    };
    // A new file, so that its time is another one however fast the clock is.
    await rm(file(), { force: true });
    await writeFile(
      file(),
      JSON.stringify({
        'current-context': 'east',
        contexts: [
          { name: 'east', context: { cluster: 'gone', user: 'portal' } },
          { name: 'west', context: { cluster: 'west', user: 'portal' } },
        ],
        clusters: [{ name: 'west', cluster }],
        users: [{ name: 'portal', user }],
      }),
    );
  };
  const open = (context?: string) => {
    const credentials = createKubeconfigReader({ file: file(), context });
    return new KubeApi({ name: 'west', credentials });
  };

  it('goes where it says as whom it says, and reads it again when it changed', async () => {
    await write({ token: 'one' });
    const api = open('west');
    await api.getJson('/version');
    await write({ token: 'another' });
    await api.getJson('/version');
    expect(seen.map(({ authorization }) => authorization)).toEqual([
      'Bearer one',
      'Bearer another',
    ]);
  });

  it('asks the command that it names', async () => {
    const answer = {
      apiVersion: 'client.authentication.k8s.io/v1',
      kind: 'ExecCredential',
      status: { token: 'from a command' },
    };
    const script = `console.log(${JSON.stringify(JSON.stringify(answer))})`;
    await write({
      exec: {
        apiVersion: answer.apiVersion,
        command: process.execPath,
        args: ['-e', script],
      },
    });
    await open('west').getJson('/version');
    expect(seen[0].authorization).toBe('Bearer from a command');
  });

  it.each([
    ['north', "no context 'north'; it has east, west"],
    [undefined, "no cluster for its current context 'east'"],
  ])('refuses the context %s', async (context, message) => {
    await write({ token: 'one' });
    await expect(
      createKubeconfigReader({ file: file(), context })(),
    ).rejects.toThrow(message);
  });
});

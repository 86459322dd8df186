import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { createReadPipelineSource } from './readPipelineSource';

const integrations = ScmIntegrations.fromConfig(
  new ConfigReader({
    integrations: {
      github: [{ host: 'github.com', token: 'of-the-portal' }],
      gitlab: [{ host: 'gitlab.com', token: 'of-the-portal' }],
      gitea: [{ host: 'git.example.com', password: 'of-the-portal' }],
    },
  }),
);
const GITEA = 'https://git.example.com/team/repo/src/branch/main/p.yaml';

function reader(answer: () => Response | Promise<Response>) {
  const asked: Array<{ url: string; init: RequestInit }> = [];
  const read = createReadPipelineSource({
    integrations,
    fetch: async (url, init) => {
      asked.push({ url: String(url), init: init! });
      return answer();
    },
  });
  return { asked, read };
}

describe('readPipelineSource', () => {
  const wrapped = (text: string) =>
    new Response(
      JSON.stringify({
        encoding: 'base64',
        content: Buffer.from(text).toString('base64'),
      }),
    );

  it.each([
    [
      'https://github.com/team/repo/blob/main/p.yaml',
      'https://api.github.com/repos/team/repo/contents/p.yaml?ref=main',
      () => new Response('spec'),
    ],
    [
      GITEA,
      'https://git.example.com/api/v1/repos/team/repo/contents/p.yaml?ref=main',
      () => wrapped('spec'),
    ],
  ])('reads %s with the own token alone', async (url, api, answer) => {
    const { asked, read } = reader(answer);
    expect(await read(url, 'mine')).toEqual({ url, text: 'spec' });
    expect(asked.map(one => one.url)).toEqual([api]);
    expect(asked[0].init).toMatchObject({
      redirect: 'error',
      headers: { Authorization: 'Bearer mine' },
    });
    expect(JSON.stringify(asked)).not.toContain('of-the-portal');
  });

  it.each([
    'https://evil.example.com/team/repo/src/branch/main/p.yaml',
    'http://169.254.169.254/latest/meta-data',
    'file:///etc/passwd',
    'https://mine@git.example.com/team/repo/src/branch/main/p.yaml',
    'no address',
  ])('asks nobody for %s', async url => {
    const { asked, read } = reader(() => new Response('spec'));
    await expect(read(url, 'mine')).rejects.toMatchObject({
      name: 'InputError',
    });
    expect(asked).toEqual([]);
  });

  it.each([401, 403, 404])(
    'says one thing of %d, and not what was said',
    async status => {
      const { read } = reader(() => new Response('secret words', { status }));
      await expect(read(GITEA, 'mine')).rejects.toThrow(
        'The file is not there, or your account on the Git host may not read it',
      );
    },
  );

  it('takes no more than a compiled pipeline may have', async () => {
    const { read } = reader(() => wrapped('x'.repeat(1_000_001)));
    await expect(read(GITEA, 'mine')).rejects.toThrow(/above 1 MB/);
    const endless = reader(() => new Response('x'.repeat(5_000_000)));
    await expect(endless.read(GITEA, 'mine')).rejects.toThrow(/above 1 MB/);
  });

  it('gives the token to a real host alone, not to where that leads', async () => {
    const heard: Array<string | undefined> = [];
    const listen = async (answer: http.RequestListener) => {
      const server = http.createServer(answer);
      await new Promise<void>(done => {
        server.listen(0, '127.0.0.1', done);
      });
      const { port } = server.address() as AddressInfo;
      return { server, host: `127.0.0.1:${port}` };
    };
    const elsewhere = await listen((req, res) => {
      heard.push(`elsewhere ${req.headers.authorization}`);
      res.end('spec');
    });
    const git = await listen((req, res) => {
      heard.push(req.headers.authorization);
      res.writeHead(302, { location: `http://${elsewhere.host}/` }).end();
    });
    const read = createReadPipelineSource({
      integrations: ScmIntegrations.fromConfig(
        new ConfigReader({
          integrations: {
            gitea: [{ host: git.host, baseUrl: `http://${git.host}` }],
          },
        }),
      ),
    });
    const url = `http://${git.host}/team/repo/src/branch/main/p.yaml`;
    await expect(read(url, 'mine')).rejects.toThrow(/leads elsewhere/);
    expect(heard).toEqual(['Bearer mine']);
    await Promise.all(
      [git, elsewhere].map(
        ({ server }) => new Promise(done => server.close(done)),
      ),
    );
  });

  it('says that a folder is no file', async () => {
    const { read } = reader(() => new Response('[]'));
    await expect(read(GITEA, 'mine')).rejects.toThrow(
      'The address leads to no file',
    );
  });

  it('follows nobody elsewhere', async () => {
    const { read } = reader(() => Promise.reject(new TypeError('redirect')));
    await expect(read(GITEA, 'mine')).rejects.toThrow(/leads elsewhere/);
  });
});

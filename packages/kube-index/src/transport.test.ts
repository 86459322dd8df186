import { KubeConfig } from '@kubernetes/client-node';
import { generate } from 'selfsigned';
import { ConnectProxy } from './__testUtils__/ConnectProxy';
import { FakeApiServer } from './__testUtils__/FakeApiServer';
import { waitUntil } from './__testUtils__/waitUntil';
import { openSession, toKubeConfigCredentials } from './transport';
import { ConnectionCredentials } from './types';

const PODS = '/api/v1/pods';

async function certificate(name: string) {
  const { private: key, cert } = await generate(
    [{ name: 'commonName', value: name }],
    {
      extensions: [
        {
          name: 'subjectAltName',
          altNames: [
            { type: 2, value: name },
            { type: 7, ip: '127.0.0.1' },
          ],
        },
      ],
    },
  );
  return { key, cert };
}

describe('openSession', () => {
  const closing: Array<() => unknown> = [];
  const { signal } = new AbortController();
  let server: FakeApiServer;
  let client: { key: string; cert: string };
  let ca: string;

  beforeEach(async () => {
    const own = await certificate('kube.internal');
    client = await certificate('alice');
    ca = own.cert;
    server = await FakeApiServer.start({
      ...own,
      ca: client.cert,
      requestCert: true,
      rejectUnauthorized: false,
    });
    server.put('a');
    closing.push(() => server.close());
  });

  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) {
      await close();
    }
  });

  async function read(credentials: Partial<ConnectionCredentials>, times = 1) {
    const session = openSession({
      server: server.url,
      caData: ca,
      ...credentials,
    });
    closing.push(() => session.close());
    let text = '';
    for (let i = 0; i < times; i++) {
      const response = await session.get(PODS, signal);
      text = '';
      for await (const chunk of response) {
        text += chunk.toString('utf8');
      }
    }
    expect(JSON.parse(text).items).toHaveLength(1);
    return server.requests[server.requests.length - 1];
  }

  it('comes with its token', async () => {
    expect(await read({ token: 't' })).toMatchObject({
      authorization: 'Bearer t',
      clientName: undefined,
    });
  });

  it.each([
    ['as text', (pem: string) => pem],
    ['in base64', (pem: string) => Buffer.from(pem).toString('base64')],
  ])('comes with its certificate %s', async (_, encode) => {
    const request = await read({
      certData: encode(client.cert),
      keyData: encode(client.key),
    });
    expect(request).toMatchObject({
      authorization: undefined,
      clientName: 'alice',
    });
  });

  it('keeps one connection for all that it asks', async () => {
    await read({}, 5);
    expect(server.connections).toBe(1);
  });

  it('goes through a proxy, on one connection too', async () => {
    const proxy = await ConnectProxy.start();
    closing.push(() => proxy.close());
    await read({ proxyUrl: proxy.url, token: 't' }, 3);
    expect(proxy.targets).toEqual([new URL(server.url).host]);
  });

  it('finds the name in the certificate that it is told to find', async () => {
    await read({ tlsServerName: 'kube.internal' });
    await expect(read({ tlsServerName: 'kube.other' })).rejects.toThrow(
      'kube.other',
    );
  });

  it('takes a whole kubeconfig', async () => {
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromString(
      JSON.stringify({
        'current-context': 'west',
        contexts: [{ name: 'west', context: { cluster: 'c', user: 'u' } }],
        clusters: [
          {
            name: 'c',
            cluster: {
              server: server.url,
              'certificate-authority-data': Buffer.from(ca).toString('base64'),
            },
          },
        ],
        users: [
          {
            name: 'u',
            user: {
              exec: {
                apiVersion: 'client.authentication.k8s.io/v1',
                command: process.execPath,
                args: [
                  '-e',
                  `console.log('{"status":{"token":"from-a-plugin"}}')`,
                ],
              },
            },
          },
        ],
      }),
    );
    const { caData, ...rest } = toKubeConfigCredentials(kubeConfig);
    expect(caData).toBeUndefined();
    expect(await read({ ...rest, caData })).toMatchObject({
      authorization: 'Bearer from-a-plugin',
    });
    kubeConfig.setCurrentContext('north');
    expect(() => toKubeConfigCredentials(kubeConfig)).toThrow("'north'");
  });

  it('opens nothing once it is closed', async () => {
    const session = openSession({ server: server.url, caData: ca });
    const answer = session.get(PODS, signal);
    session.close();
    await expect(answer).rejects.toThrow('closed');
    await waitUntil(() => server.openSockets === 0);
  });

  it('sends nothing in clear text over the network', () => {
    expect(() => openSession({ server: 'http://kube.example:8080' })).toThrow(
      'https',
    );
    expect(() => openSession({ server: 'ftp://localhost' })).toThrow('https');
    openSession({ server: 'http://kube.example', skipTLSVerify: true }).close();
    openSession({ server: 'http://localhost:8001' }).close();
  });
});

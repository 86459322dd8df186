import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import type { KubernetesCredential } from '@backstage/plugin-kubernetes-node';
import { createAskStrategy } from './askStrategy';
import type { ClusterAccount, KubernetesCluster } from './KubernetesCluster';
import { toKubeConnection } from './toKubeConnection';

const STRATEGIES = [
  ['serviceAccount', 'ServiceAccountStrategy'],
  ['aws', 'AwsIamStrategy'],
  ['azure', 'AzureIdentityStrategy'],
  ['googleServiceAccount', 'GoogleServiceAccountStrategy'],
] as const;

/** The package with strategies that answer what a test says; the clouds begin behind it. */
function fakeBackend(
  answer: (strategy: string) => Promise<KubernetesCredential>,
) {
  const getCredential = jest.fn();
  const made: string[] = [];
  const strategy = (name: string) =>
    class {
      constructor() {
        made.push(name);
      }

      getCredential(...args: unknown[]) {
        getCredential(name, ...args);
        return answer(name);
      }

      validateCluster() {
        return [];
      }

      presentAuthMetadata() {
        return {};
      }
    };
  const backend = Object.fromEntries(
    STRATEGIES.map(([, name]) => [name, strategy(name)]),
  );
  const load = jest.fn(async () => backend as never);
  return { load, made, getCredential };
}

const bearer = (token: string): KubernetesCredential => ({
  type: 'bearer token',
  token,
});

function connect(
  account: ClusterAccount,
  options: {
    cluster?: Partial<KubernetesCluster>;
    load?: () => Promise<never>;
  } = {},
) {
  const askStrategy = createAskStrategy({
    config: mockServices.rootConfig(),
    logger: mockServices.logger.mock(),
    load: options.load ?? (() => Promise.reject(new Error('Not needed'))),
  });
  return toKubeConnection(
    {
      name: 'west',
      title: 'West',
      url: 'https://west.example.com',
      skipTLSVerify: false,
      account,
      ...options.cluster,
    },
    { askStrategy },
  );
}

describe('toKubeConnection', () => {
  let folder: string;
  const path = (name: string) => join(folder, name);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lakehouse-'));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  it('takes a token without loading any strategy, and reads the CA again', async () => {
    await writeFile(path('ca.crt'), 'old');
    const connection = connect(
      { type: 'token', token: 'token' },
      { cluster: { caFile: path('ca.crt') } },
    );
    const caData = (text: string) => Buffer.from(text).toString('base64');
    expect(await connection.credentials()).toEqual({
      server: 'https://west.example.com',
      skipTLSVerify: false,
      token: 'token',
      caData: caData('old'),
    });
    await writeFile(path('ca.crt'), 'new');
    expect(await connection.credentials()).toMatchObject({
      caData: caData('new'),
    });
  });

  it.each(STRATEGIES)(
    'asks %s at every connect',
    async (strategy, className) => {
      let asked = 0;
      const { load, made, getCredential } = fakeBackend(async () =>
        bearer(`token-${++asked}\n`),
      );
      const metadata = { 'kubernetes.io/x-k8s-aws-id': 'eks-west' };
      const connection = connect(
        { type: 'strategy', strategy, metadata },
        { load },
      );
      expect(load).not.toHaveBeenCalled();
      expect((await connection.credentials()).token).toBe('token-1');
      expect((await connection.credentials()).token).toBe('token-2');
      // Some strategies keep a token: one is made for all connects.
      expect(made).toEqual([className]);
      expect(getCredential).toHaveBeenLastCalledWith(
        className,
        {
          name: 'west',
          url: 'https://west.example.com',
          authMetadata: metadata,
        },
        {},
      );
    },
  );

  it('shows the certificate that a strategy gives', async () => {
    const { load } = fakeBackend(async () => ({
      type: 'x509 client certificate',
      cert: 'CERT',
      key: 'KEY',
    }));
    const connection = connect(
      { type: 'strategy', strategy: 'aws', metadata: {} },
      { load },
    );
    expect(await connection.credentials()).toMatchObject({
      certData: 'CERT',
      keyData: 'KEY',
    });
  });

  it('makes a strategy anew after it failed, and connects as nobody never', async () => {
    const answers = [
      async () => {
        throw new Error('The cloud is away');
      },
      async () => bearer('token'),
      async (): Promise<KubernetesCredential> => ({ type: 'anonymous' }),
    ];
    const { load, made } = fakeBackend(() => answers.shift()!());
    const connection = connect(
      { type: 'strategy', strategy: 'azure', metadata: {} },
      { load },
    );
    await expect(connection.credentials()).rejects.toThrow('away');
    expect((await connection.credentials()).token).toBe('token');
    expect(made).toHaveLength(2);
    await expect(connection.credentials()).rejects.toThrow(
      "The strategy 'azure' gave no credentials for the Kubernetes cluster 'west'",
    );
  });

  it('shows nothing to kubectl proxy', async () => {
    const { token, certData } = await connect({ type: 'none' }).credentials();
    expect([token, certData]).toEqual([undefined, undefined]);
  });

  it('reads a client certificate again at every connect', async () => {
    const files = { certFile: path('a.crt'), keyFile: path('a.key') };
    await writeFile(files.certFile, 'old');
    await writeFile(files.keyFile, 'key');
    const connection = connect({ type: 'certificate', ...files });
    await writeFile(files.certFile, 'renewed');
    expect(await connection.credentials()).toMatchObject({
      server: 'https://west.example.com',
      certData: 'renewed',
      keyData: 'key',
    });
  });
});

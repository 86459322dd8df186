import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { readKubernetesClusters } from './readKubernetesClusters';

const IN_POD = {
  KUBERNETES_SERVICE_HOST: '10.96.0.1',
  KUBERNETES_SERVICE_PORT: '6443',
};

function read(
  options: {
    cluster?: JsonObject;
    locators?: JsonObject[];
    accounts?: JsonObject[];
    dryRunAccounts?: JsonObject[];
  },
  environment: Record<string, string> = {},
) {
  const cluster = {
    name: 'west',
    url: 'https://west.example.com/',
    ...options.cluster,
  };
  return readKubernetesClusters(
    new ConfigReader({
      kubernetes: {
        clusterLocatorMethods: options.locators ?? [
          { type: 'config', clusters: [cluster] },
          { type: 'catalog' },
          { type: 'gke', projectId: 'x' },
        ],
      },
      lakehouse: {
        kubernetes: {
          accounts: options.accounts ?? [],
          dryRunAccounts: options.dryRunAccounts ?? [],
        },
      },
    }),
    environment,
  );
}

const kubeconfig = (kubernetesCluster: string) => ({
  kubernetesCluster,
  kubeconfig: { file: '/etc/kubeconfig', context: 'west' },
});

describe('readKubernetesClusters', () => {
  it('takes a token as it is', () => {
    expect(
      read({
        cluster: {
          authProvider: 'serviceAccount',
          serviceAccountToken: 'token',
          title: 'West',
          caData: 'Y2E=',
        },
      }),
    ).toEqual([
      {
        name: 'west',
        title: 'West',
        url: 'https://west.example.com',
        account: { type: 'token', token: 'token' },
        caData: 'Y2E=',
        skipTLSVerify: false,
      },
    ]);
  });

  it('shows the mounted service account to the API server that mounted it only', () => {
    const [cluster] = read(
      { cluster: { authProvider: 'serviceAccount' } },
      IN_POD,
    );
    expect(cluster).toMatchObject({
      url: 'https://10.96.0.1:6443',
      account: { type: 'strategy', strategy: 'serviceAccount', metadata: {} },
      caFile: '/var/run/secrets/kubernetes.io/serviceaccount/ca.crt',
    });
    const [other] = read(
      { cluster: { authProvider: 'serviceAccount', caFile: '/own/ca.crt' } },
      { KUBERNETES_SERVICE_HOST: 'fd00::1' },
    );
    expect(other).toMatchObject({
      url: 'https://[fd00::1]:443',
      caFile: '/own/ca.crt',
    });
  });

  it('hands the strategies what they read, under their own keys', () => {
    const [aws] = read({
      cluster: {
        authProvider: 'serviceAccount',
        assumeRole: 'arn:aws:iam::1:role/reader',
        externalId: 'x',
        authMetadata: {
          'kubernetes.io/auth-provider': 'aws',
          'kubernetes.io/x-k8s-aws-id': 'eks-west',
        },
      },
    });
    expect(aws.account).toEqual({
      type: 'strategy',
      strategy: 'aws',
      metadata: {
        'kubernetes.io/auth-provider': 'aws',
        'kubernetes.io/aws-assume-role': 'arn:aws:iam::1:role/reader',
        'kubernetes.io/aws-external-id': 'x',
        'kubernetes.io/x-k8s-aws-id': 'eks-west',
      },
    });
  });

  it.each(['azure', 'googleServiceAccount'])('knows %s', authProvider => {
    expect(read({ cluster: { authProvider } })[0].account).toEqual({
      type: 'strategy',
      strategy: authProvider,
      metadata: {},
    });
  });

  it('asks nothing of what is behind kubectl proxy', () => {
    expect(
      read({
        locators: [
          { type: 'localKubectlProxy' },
          {
            type: 'config',
            clusters: [
              {
                name: 'west',
                url: 'http://127.0.0.1:9001',
                authProvider: 'localKubectlProxy',
              },
            ],
          },
        ],
      }).map(({ name, url, account }) => [name, url, account.type]),
    ).toEqual([
      ['local', 'http://127.0.0.1:8001', 'none'],
      ['west', 'http://127.0.0.1:9001', 'none'],
    ]);
  });

  it('has accounts of its own where the section cannot say it', () => {
    const accounts = [kubeconfig('west')];
    expect(
      read({ cluster: { authProvider: 'oidc' }, accounts })[0].account,
    ).toEqual({ type: 'kubeconfig', file: '/etc/kubeconfig', context: 'west' });
    const clientCertificate = { certFile: '/a.crt', keyFile: '/a.key' };
    expect(
      read({ accounts: [{ kubernetesCluster: 'west', clientCertificate }] })[0]
        .account,
    ).toEqual({ type: 'certificate', ...clientCertificate });
  });

  it.each([
    ['google', "'googleServiceAccount'"],
    ['oidc', "'serviceAccount' with a serviceAccountToken"],
    ['aks', "'azure'"],
  ])(
    'refuses %s, which needs a user, and says what to use',
    (authProvider, instead) => {
      const reading = () => read({ cluster: { authProvider } });
      expect(reading).toThrow(
        `The Kubernetes cluster 'west' has authProvider '${authProvider}', which takes the token of the user who looks`,
      );
      expect(reading).toThrow(`Use authProvider ${instead}`);
      expect(reading).toThrow('lakehouse.kubernetes.accounts');
    },
  );

  it.each<[JsonObject, string]>([
    [{}, "'west' has no authProvider"],
    [{ authProvider: 'magic' }, "'magic', which is not known here"],
    [{ authProvider: 'serviceAccount' }, 'KUBERNETES_SERVICE_HOST is not set'],
    [{ authProvider: 'aws', name: 'We st' }, "name 'We st'"],
  ])('refuses the cluster %j', (cluster, message) => {
    expect(() => read({ cluster })).toThrow(message);
  });

  it.each<[JsonObject[], string]>([
    [[kubeconfig('east')], "'east', which kubernetes"],
    [[kubeconfig('west'), kubeconfig('west')], "'west' twice"],
    [
      [{ kubernetesCluster: 'west' }],
      'either a kubeconfig, a clientCertificate or',
    ],
    [
      [
        {
          ...kubeconfig('west'),
          clientCertificate: { certFile: 'a', keyFile: 'b' },
        },
      ],
      'either a kubeconfig, a clientCertificate or',
    ],
  ])('refuses the accounts %j', (accounts, message) => {
    const cluster = { authProvider: 'azure' };
    expect(() => read({ cluster, accounts })).toThrow(message);
  });

  it('reads with which account changes are tried out, beside the other', () => {
    const [{ account, dryRunAccount }] = read({
      cluster: { authProvider: 'azure' },
      dryRunAccounts: [
        { kubernetesCluster: 'west', serviceAccountToken: 'of-dry-runs' },
      ],
    });
    expect(account).toMatchObject({ type: 'strategy' });
    expect(dryRunAccount).toEqual({ type: 'token', token: 'of-dry-runs' });
  });

  it('tries nothing out where no account is given for it', () => {
    const [cluster] = read({ cluster: { authProvider: 'azure' } });
    expect(cluster).not.toHaveProperty('dryRunAccount');
  });

  it('refuses an account for dry runs on a cluster that is not there', () => {
    expect(() =>
      read({
        cluster: { authProvider: 'azure' },
        dryRunAccounts: [
          { kubernetesCluster: 'east', serviceAccountToken: 'x' },
        ],
      }),
    ).toThrow(
      "lakehouse.kubernetes.dryRunAccounts names the Kubernetes cluster 'east'",
    );
  });
});

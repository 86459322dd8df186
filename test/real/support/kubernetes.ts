import { generateKeyPairSync } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { KubeHttp } from './KubeHttp';
import { freePort, runServer, type RunningServer } from './run';
import { serverBinary, whyMissing } from './servers.mjs';

/** Who the API server knows by token; the token is `real-<name>`. */
const USERS = [
  { name: 'admin', groups: ['system:masters'] },
  { name: 'mia', groups: ['sales-data'] },
];

export interface RealKubernetes {
  url: string;
  caFile: string;
  kubeconfig: string;
  admin: KubeHttp;
  /** Whether the controller manager runs: quota usage, garbage, namespaces that go. */
  managed: boolean;
  etcdUrl: string;
  /** Ends the API server as a power cut would, and starts it again at the same address. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * etcd, kube-apiserver and kube-controller-manager on free ports of this
 * machine. The last is left out where it is not asked for or not there.
 */
export async function startKubernetes(
  directory: string,
  options: {
    /** Without it nothing counts, and nothing is collected. */
    manager?: boolean;
    /** Before the manager looks what there is: its quota controller looks again after minutes only. */
    prepare?: (admin: KubeHttp) => Promise<void>;
    /** More flags for the API server. */
    flags?: readonly string[];
  } = {},
): Promise<RealKubernetes> {
  const { manager = true, prepare, flags = [] } = options;
  const started: Array<Pick<RunningServer, 'stop'>> = [];
  const stop = async () => {
    for (const server of started.splice(0).reverse()) await server.stop();
  };
  try {
    const keyFile = writeKey(directory);
    const etcd = await startEtcd(directory);
    started.push(etcd.server);
    const port = await freePort();
    const certificates = path.join(directory, 'certificates');
    const caFile = path.join(certificates, 'apiserver.crt');
    const url = `https://127.0.0.1:${port}`;
    const admin = new KubeHttp({
      url,
      ca: () => fs.readFileSync(caFile, 'utf8'),
      token: 'real-admin',
    });
    const startApiServer = async () =>
      runServer({
        name: 'kube-apiserver',
        command: await serverBinary('kube-apiserver'),
        args: [
          `--etcd-servers=${etcd.url}`,
          `--secure-port=${port}`,
          '--bind-address=127.0.0.1',
          `--cert-dir=${certificates}`,
          `--service-account-key-file=${keyFile}`,
          `--service-account-signing-key-file=${keyFile}`,
          '--service-account-issuer=https://kubernetes.default.svc',
          `--token-auth-file=${writeTokens(directory)}`,
          '--authorization-mode=RBAC',
          '--service-cluster-ip-range=10.96.0.0/16',
          '--disable-admission-plugins=ServiceAccount',
          '--allow-privileged',
          ...flags,
        ],
        directory,
        ready: async () => {
          const { status } = await admin.get('/readyz');
          if (status !== 200) throw new Error(`readyz answers ${status}`);
        },
      });
    let apiServer = await startApiServer();
    started.push({ stop: () => apiServer.stop() });
    const restart = async () => {
      await apiServer.kill();
      apiServer = await startApiServer();
    };
    const kubeconfig = writeKubeconfig(directory, url, caFile);
    await prepare?.(admin);
    const managed = manager && !whyMissing(['kube-controller-manager']);
    if (managed) {
      started.push(
        await startManager({ directory, kubeconfig, keyFile, caFile, admin }),
      );
    }
    const { url: etcdUrl } = etcd;
    return {
      ...{ url, caFile, kubeconfig, admin },
      ...{ managed, etcdUrl, restart, stop },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startEtcd(directory: string) {
  const url = `http://127.0.0.1:${await freePort()}`;
  const peerUrl = `http://127.0.0.1:${await freePort()}`;
  const server = await runServer({
    name: 'etcd',
    command: await serverBinary('etcd'),
    args: [
      `--data-dir=${path.join(directory, 'etcd')}`,
      `--listen-client-urls=${url}`,
      `--advertise-client-urls=${url}`,
      `--listen-peer-urls=${peerUrl}`,
      `--initial-advertise-peer-urls=${peerUrl}`,
      `--initial-cluster=default=${peerUrl}`,
      '--unsafe-no-fsync',
    ],
    directory,
    ready: async () => {
      const { health } = await (await fetch(`${url}/health`)).json();
      if (health !== 'true') throw new Error('etcd is not healthy');
    },
  });
  return { server, url };
}

async function startManager(options: {
  directory: string;
  kubeconfig: string;
  keyFile: string;
  caFile: string;
  admin: KubeHttp;
}) {
  const { directory, kubeconfig, keyFile, caFile, admin } = options;
  return runServer({
    name: 'kube-controller-manager',
    command: await serverBinary('kube-controller-manager'),
    args: [
      `--kubeconfig=${kubeconfig}`,
      `--authentication-kubeconfig=${kubeconfig}`,
      `--authorization-kubeconfig=${kubeconfig}`,
      `--cert-dir=${path.join(directory, 'certificates')}`,
      `--secure-port=${await freePort()}`,
      `--service-account-private-key-file=${keyFile}`,
      `--root-ca-file=${caFile}`,
      '--leader-elect=false',
      '--resource-quota-sync-period=5s',
      '--controllers=*,-node-ipam-controller,-nodelifecycle',
    ],
    directory,
    // Its proof of life is the service account it makes in every namespace.
    ready: async () => {
      const { status } = await admin.get(
        '/api/v1/namespaces/default/serviceaccounts/default',
      );
      if (status !== 200) throw new Error('no default service account yet');
    },
  });
}

function writeKey(directory: string): string {
  const file = path.join(directory, 'service-accounts.key');
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  fs.writeFileSync(file, privateKey);
  return file;
}

function writeTokens(directory: string): string {
  const file = path.join(directory, 'tokens.csv');
  const lines = USERS.map(
    ({ name, groups }) => `real-${name},${name},${name},"${groups.join()}"\n`,
  );
  fs.writeFileSync(file, lines.join(''));
  return file;
}

function writeKubeconfig(directory: string, url: string, caFile: string) {
  const file = path.join(directory, 'kubeconfig');
  const cluster = { server: url, 'certificate-authority': caFile };
  fs.writeFileSync(
    file,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'real',
      clusters: [{ name: 'real', cluster }],
      users: [{ name: 'admin', user: { token: 'real-admin' } }],
      contexts: [{ name: 'real', context: { cluster: 'real', user: 'admin' } }],
    }),
  );
  return file;
}

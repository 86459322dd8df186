import fs from 'node:fs/promises';
import path from 'node:path';
import { documents, installDefinitions } from './definitions';
import type { RealKubernetes } from './kubernetes';
import type { Manifest } from './KubeHttp';
import { freePort, runServer, type RunningServer } from './run';
import { moduleDirectory, serverBinary, SERVERS } from './servers.mjs';

const NAMESPACE = 'argocd';
/** How long a branch's head is remembered, and how often everything is compared again. Seconds. */
const LOOKS_EVERY = 1;

export interface RealArgoCd {
  /** Has its controller end and start again, writing each object's health into the status or not. */
  restart(options: { persistHealth: boolean }): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Argo CD's application controller and repo server, with a Redis between them,
 * against a real API server; its definitions are installed.
 */
export async function startArgoCd(
  directory: string,
  kubernetes: RealKubernetes,
): Promise<RealArgoCd> {
  const started: Array<Pick<RunningServer, 'stop'>> = [];
  const stop = async () => {
    for (const server of started.splice(0).reverse()) await server.stop();
  };
  const work = path.join(directory, 'argocd');
  await fs.mkdir(work, { recursive: true });
  await install(kubernetes);
  const binary = await serverBinary('argocd');
  const run = (name: string, args: string[], healthUrl: string) =>
    runServer({
      name,
      command: binary,
      args,
      directory,
      env: {
        ARGOCD_BINARY_NAME: name,
        // The repo server calls itself by this name where Git asks for a password.
        PATH: `${path.dirname(binary)}${path.delimiter}${process.env.PATH}`,
        KUBECONFIG: kubernetes.kubeconfig,
        // It is not in the cluster that it runs on.
        ARGOCD_FAKE_IN_CLUSTER: 'true',
        ARGOCD_GPG_ENABLED: 'false',
        ARGOCD_TLS_DATA_PATH: work,
        ARGOCD_SSH_DATA_PATH: work,
        ARGOCD_ASK_PASS_SOCK: path.join(work, 'ask-pass.sock'),
        ARGOCD_PLUGINSOCKFILEPATH: work,
        TMPDIR: work,
      },
      ready: async () => {
        const { ok, status } = await fetch(healthUrl);
        if (!ok) throw new Error(`${name} answers ${status}`);
      },
    });
  try {
    const redis = await startRedis(directory);
    started.push(redis);
    const port = await freePort();
    const repoMetrics = await freePort();
    started.push(
      await run(
        'argocd-repo-server',
        [
          `--redis=${redis.address}`,
          '--address=127.0.0.1',
          `--port=${port}`,
          '--metrics-address=127.0.0.1',
          `--metrics-port=${repoMetrics}`,
          '--disable-tls',
          `--revision-cache-expiration=${LOOKS_EVERY}s`,
        ],
        `http://127.0.0.1:${repoMetrics}/healthz?full=true`,
      ),
    );
    const startController = async (persistHealth: boolean) => {
      const metrics = await freePort();
      return run(
        'argocd-application-controller',
        [
          `--kubeconfig=${kubernetes.kubeconfig}`,
          `--namespace=${NAMESPACE}`,
          `--redis=${redis.address}`,
          `--repo-server=127.0.0.1:${port}`,
          '--repo-server-plaintext',
          `--metrics-port=${metrics}`,
          `--app-resync=${LOOKS_EVERY}`,
          '--app-resync-jitter=0',
          // Else what it cannot read in Git is told after three minutes only.
          '--repo-error-grace-period-seconds=0',
          `--persist-resource-health=${persistHealth}`,
        ],
        `http://127.0.0.1:${metrics}/healthz`,
      );
    };
    let controller = await startController(false);
    started.push({ stop: () => controller.stop() });
    return {
      async restart({ persistHealth }) {
        await controller.stop();
        controller = await startController(persistHealth);
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startRedis(directory: string) {
  const address = `127.0.0.1:${await freePort()}`;
  const server = await runServer({
    name: 'redis',
    command: await serverBinary('redis'),
    args: [address],
    directory,
    ready: async () => {
      const log = await fs.readFile(path.join(directory, 'redis.log'), 'utf8');
      if (!log.includes('listening')) throw new Error('redis is not ready');
    },
  });
  return { ...server, address };
}

/** What its own installer would apply, as far as the two servers look at it. */
async function install({ admin }: RealKubernetes): Promise<void> {
  const { module, version } = SERVERS.argocd;
  const { Dir } = await moduleDirectory(module, version);
  const texts = await Promise.all(
    ['application', 'appproject'].map(name =>
      fs.readFile(
        path.join(Dir, 'manifests', 'crds', `${name}-crd.yaml`),
        'utf8',
      ),
    ),
  );
  await installDefinitions(admin, texts.flatMap(documents));
  const own = (kind: string, name: string, rest: object = {}): Manifest => ({
    apiVersion: 'v1',
    kind,
    metadata: {
      name,
      namespace: NAMESPACE,
      labels: { 'app.kubernetes.io/part-of': 'argocd' },
    },
    ...rest,
  });
  await admin.mustApply({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: NAMESPACE },
  });
  for (const name of [
    'argocd-cm',
    'argocd-rbac-cm',
    'argocd-ssh-known-hosts-cm',
    'argocd-tls-certs-cm',
  ]) {
    await admin.mustApply(own('ConfigMap', name));
  }
  await admin.mustApply(
    own('Secret', 'argocd-secret', {
      stringData: { 'server.secretkey': 'real-path-of-a-test' },
    }),
  );
}

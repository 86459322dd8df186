import fs from 'node:fs/promises';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parse, stringify } from 'yaml';
import { ManualClock } from './clock';
import { SPARK_APPLICATIONS } from './knownResources';
import { startSandbox, type Sandbox } from './startSandbox';
import { testJob } from './testUtils/createTestCluster';
import type { SparkApplication } from './spark/SparkApplication';

jest.setTimeout(60_000);

const DAILY =
  'clusters/west/domains/sales/spark-application/daily-orders-v2.yaml';
const APPS = '/apis/sparkoperator.k8s.io/v1beta2';

const LAKEFS_BRANCHES = {
  group: 'lakefront.dev',
  version: 'v1alpha1',
  plural: 'lakefsbranches',
};
const ADMIN = { name: 'admin', groups: ['system:masters'] };

/** In real time, as whoever is waited for is on the network. */
async function untilTrue(what: () => boolean): Promise<void> {
  for (let i = 0; i < 400 && !what(); i++) await setTimeout(100);
}

let dataDir: string;
const stops: Array<() => Promise<void> | void> = [];

beforeEach(async () => {
  dataDir = await fs.mkdtemp(path.join(os.tmpdir(), 'sandbox-'));
  stops.push(() => fs.rm(dataDir, { recursive: true, force: true }));
});

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

/** Asks the Kubernetes API over HTTPS, trusting only the certificate that was written. */
async function kubernetes(
  sandbox: Sandbox,
  url: string,
  token = 'sandbox-portal',
): Promise<{ status: number; body: unknown }> {
  const ca = await fs.readFile(sandbox.caPath);
  return new Promise((resolve, reject) => {
    https
      .get(
        `${sandbox.kubernetes.url}${url}`,
        { ca, agent: false, headers: { authorization: `Bearer ${token}` } },
        response => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', chunk => {
            text += chunk;
          });
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              body: JSON.parse(text),
            }),
          );
        },
      )
      .on('error', reject);
  });
}

async function gitea(
  sandbox: Sandbox,
  user: string,
  route: string,
  body?: unknown,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(
    `${sandbox.git.url}/api/v1/repos/lakehouse/gitops${route}`,
    {
      method: body ? 'POST' : 'GET',
      headers: {
        authorization: `token sandbox-${user}`,
        'content-type': 'application/json',
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    },
  );
  const text = await response.text();
  return { status: response.status, body: text ? JSON.parse(text) : {} };
}

describe('startSandbox', () => {
  it('takes a job from a pull request to its end, over the network only', async () => {
    const clock = new ManualClock();
    const sandbox = await startSandbox({ clock, dataDir });
    stops.push(() => sandbox.stop());
    expect((await fs.stat(sandbox.kubeconfigPath)).mode % 0o1000).toBe(0o600);
    expect(await fs.readFile(sandbox.kubeconfigPath, 'utf8')).toContain(
      sandbox.kubernetes.url,
    );

    const job = testJob('daily-orders-v2', {
      arguments: ['--sandbox-seconds=10'],
    });
    const commit = await gitea(sandbox, 'portal', '/contents', {
      branch: 'main',
      new_branch: 'lakefront/1',
      message: 'Add daily-orders-v2',
      files: [
        {
          operation: 'create',
          path: DAILY,
          content: Buffer.from(stringify(job)).toString('base64'),
        },
      ],
    });
    expect(commit.status).toBe(201);
    const pull = await gitea(sandbox, 'portal', '/pulls', {
      base: 'main',
      head: 'lakefront/1',
      title: 'Add daily-orders-v2',
    });
    expect(pull.status).toBe(201);
    const merge = (user: string) =>
      gitea(sandbox, user, `/pulls/${pull.body.number}/merge`, { Do: 'merge' });
    expect((await merge('portal')).status).toBeGreaterThanOrEqual(400);
    expect((await merge('mia')).status).toBe(200);

    const one = `${APPS}/namespaces/dom-sales/sparkapplications/daily-orders-v2`;
    const states = new Set<string>();
    for (let i = 0; i < 120 && !states.has('COMPLETED'); i++) {
      await clock.advanceAsync(500);
      const { status, body } = await kubernetes(sandbox, one);
      const app = body as SparkApplication;
      if (status === 200) {
        states.add(app.status?.applicationState?.state ?? 'NEW');
      }
    }
    expect([...states]).toEqual(
      expect.arrayContaining(['SUBMITTED', 'RUNNING', 'COMPLETED']),
    );
  });

  it('knows who asks', async () => {
    const sandbox = await startSandbox({ clock: new ManualClock(), dataDir });
    stops.push(() => sandbox.stop());
    const status = async (user: string, url: string) =>
      (await kubernetes(sandbox, url, `sandbox-${user}`)).status;
    const sales = `${APPS}/namespaces/dom-sales/sparkapplications`;
    const secrets = '/api/v1/namespaces/dom-sales/secrets';
    expect(await status('mia', sales)).toBe(200);
    expect(await status('noah', sales)).toBe(403);
    expect(await status('sam', sales)).toBe(403);
    expect(await status('nobody', sales)).toBe(401);
    expect(await status('portal', sales)).toBe(200);
    expect(await status('portal', secrets)).toBe(403);
    expect(await status('admin', secrets)).toBe(200);
  });

  it('has a second cluster, synced by the other engine, and neither has the other’s kinds', async () => {
    const sandbox = await startSandbox({ clock: new ManualClock(), dataDir });
    stops.push(() => sandbox.stop());
    const { east } = sandbox;
    const onEast = { ...sandbox, kubernetes: east };
    const applications =
      '/apis/argoproj.io/v1alpha1/namespaces/argocd/applications';
    const kustomizations =
      '/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/flux-system/kustomizations';
    const answers = async (url: string) => [
      (await kubernetes(sandbox, url)).status,
      (await kubernetes(onEast, url)).status,
    ];
    expect(await answers(applications)).toEqual([404, 200]);
    expect(await answers(kustomizations)).toEqual([200, 404]);
    expect(await answers(`${APPS}/sparkapplications`)).toEqual([200, 200]);
    const kubeconfig = parse(await fs.readFile(sandbox.kubeconfigPath, 'utf8'));
    expect(kubeconfig['current-context']).toBe('west');
    expect(
      kubeconfig.clusters.map(({ name, cluster }: any) => [
        name,
        cluster.server,
      ]),
    ).toEqual([
      ['west', sandbox.kubernetes.url],
      ['east', east.url],
    ]);
  });

  it('has a lakeFS with two repositories, for who has a key', async () => {
    const sandbox = await startSandbox({ clock: new ManualClock(), dataDir });
    stops.push(() => sandbox.stop());
    const ask = async (key: string) => {
      const response = await fetch(
        `${sandbox.lakefs.url}/api/v1/repositories`,
        { headers: { authorization: `Basic ${btoa(`${key}:${key}`)}` } },
      );
      return { status: response.status, body: await response.json() };
    };
    for (const user of ['admin', 'portal', 'mia']) {
      const { body } = await ask(`sandbox-${user}`);
      expect(body.results.map(({ id }: { id: string }) => id)).toEqual([
        'risk-lake',
        'sales-lake',
      ]);
    }
    expect(await ask('sandbox-nobody')).toMatchObject({ status: 401 });
  });

  it('lets a job commit to the branch it names', async () => {
    const clock = new ManualClock();
    const sandbox = await startSandbox({ clock, dataDir });
    stops.push(() => sandbox.stop());
    const { kube, lakefs } = sandbox.servers;
    const admin = kube.as({ name: 'admin', groups: ['system:masters'] });
    const target = 'lakefs://sales-lake/returns-fix/raw/returns';
    admin.create(
      SPARK_APPLICATIONS,
      testJob('returns-again', {
        arguments: ['--sandbox-seconds=5', target],
      }),
    );
    const lake = lakefs.host.repository('sales-lake');
    const before = lake.branch('returns-fix').commitId;
    for (let i = 0; i < 120; i++) {
      if (lake.branch('returns-fix').commitId !== before) break;
      await clock.advanceAsync(500);
    }
    const commit = lake.head(lake.branch('returns-fix'));
    expect(commit).toMatchObject({
      committer: 'spark',
      metadata: {
        ...{ kubernetes_cluster: 'west', namespace: 'dom-sales' },
        job: 'returns-again',
        spark_application_id: expect.stringMatching(/^spark-/),
      },
    });
    expect([...commit.tree.keys()].join()).toMatch(
      /raw\/returns\/part-00000-[0-9a-f]{8}\.parquet/,
    );
  });

  it('makes the branches of lakeFS that objects on either cluster ask for', async () => {
    const sandbox = await startSandbox({ dataDir });
    stops.push(sandbox.stop);
    const { kube, east, lakefs } = sandbox.servers;
    const wanted = [
      { on: kube, name: 'from-west', repository: 'sales-lake' },
      { on: east, name: 'from-east', repository: 'sales-lake' },
      { on: kube, name: 'not-ours', repository: 'risk-lake' },
    ];
    for (const { on, name, repository } of wanted) {
      on.as(ADMIN).create(LAKEFS_BRANCHES, {
        apiVersion: 'lakefront.dev/v1alpha1',
        kind: 'LakeFSBranch',
        metadata: { name, namespace: 'dom-sales' },
        spec: { server: 'lake', repository, source: 'main' },
      });
    }
    const reasons = () =>
      wanted.map(({ on, name }) => {
        const found = on.as(ADMIN).get(LAKEFS_BRANCHES, 'dom-sales', name);
        const { conditions = [] } = (found?.status ?? {}) as {
          conditions?: Array<{ type: string; reason: string }>;
        };
        return conditions.find(({ type }) => type === 'Ready')?.reason;
      });
    await untilTrue(() => reasons().every(Boolean));
    expect(reasons()).toEqual(['Ready', 'Ready', 'NotAllowed']);
    const { branches } = lakefs.host.repository('sales-lake');
    expect(branches.get('from-west')?.commitId).toBe(
      branches.get('main')?.commitId,
    );
    expect(branches.has('from-east')).toBe(true);
    expect(
      kube.as(ADMIN).get(LAKEFS_BRANCHES, 'dom-sales', 'from-west'),
    ).toEqual(
      expect.objectContaining({
        spec: expect.objectContaining({
          adopt: 'Never',
          deletionPolicy: 'Retain',
        }),
      }),
    );
  });

  it('tells a webhook what happens', async () => {
    const sandbox = await startSandbox({
      clock: new ManualClock(),
      dataDir,
      webhook: { url: 'http://localhost:9/hook', secret: 's' },
    });
    stops.push(() => sandbox.stop());
    const { body } = await gitea(sandbox, 'admin', '/hooks');
    expect(body).toMatchObject([
      { config: { url: 'http://localhost:9/hook' } },
    ]);
  });

  it('leaves nothing behind where a port is taken', async () => {
    const server = net.createServer();
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    stops.push(() => void server.close());
    const { port } = server.address() as AddressInfo;
    for (const name of ['kubernetes', 'east', 'git', 'lakefs']) {
      const ports = { [name]: port };
      await expect(
        startSandbox({ clock: new ManualClock(), dataDir, ports }),
      ).rejects.toMatchObject({ code: 'EADDRINUSE', port });
    }
  });
});

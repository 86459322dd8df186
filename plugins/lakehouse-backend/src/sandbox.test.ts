import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Sandbox, startSandbox } from '@lakefront/sandbox';
import { MIA, PAT, SAM } from './__testUtils__/samplePeople';
import { startTestPortal } from './__testUtils__/startTestPortal';

jest.setTimeout(180_000);

const NAME = 'hello-lake';
const ADDRESS = `/workloads/west/dom-sales/spark-application/${NAME}`;

const proposal = {
  domain: 'sales',
  kubernetesCluster: 'west',
  objects: [
    {
      kind: 'spark-application',
      object: {
        metadata: { name: NAME },
        spec: {
          type: 'Python',
          mode: 'cluster',
          sparkVersion: '4.0.1',
          image: 'apache/spark:4.0.1',
          mainApplicationFile:
            'local:///opt/spark/examples/src/main/python/pi.py',
          arguments: ['--sandbox-seconds=2'],
          driver: { cores: 1, memory: '1g', serviceAccount: 'spark' },
          executor: { cores: 1, memory: '1g', instances: 1 },
        },
      },
    },
  ],
};

describe('on the sandbox', () => {
  let directory: string;
  let sandbox: Sandbox;
  let portal: Awaited<ReturnType<typeof startTestPortal>>;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'lakefront-backend-'));
    sandbox = await startSandbox({ dataDir: directory });
    portal = await startTestPortal({
      cluster: {
        url: sandbox.kubernetes.url,
        serviceAccountToken: 'sandbox-portal',
        caFile: sandbox.caPath,
      },
      git: {
        url: sandbox.git.url,
        repository: `${sandbox.git.url}/lakehouse/gitops`,
      },
    });
  });

  afterAll(async () => {
    await portal?.stop();
    await sandbox?.stop();
    await rm(directory, { recursive: true, force: true });
  });

  const merge = async (number: number) => {
    const response = await fetch(
      `${sandbox.git.url}/api/v1/repos/lakehouse/gitops/pulls/${number}/merge`,
      {
        method: 'POST',
        headers: {
          Authorization: 'token sandbox-mia',
          'Content-Type': 'application/json',
        },
        body: JSON.stringify({ Do: 'merge' }),
      },
    );
    expect(response.ok).toBe(true);
  };

  it('shows the seeded domains with what they have, and no problems', async () => {
    const { body } = await portal.get(PAT, '/domains').expect(200);
    expect(body.items.map(({ name }: { name: string }) => name)).toEqual([
      'marketing',
      'platform',
      'risk',
      'sales',
    ]);
    for (const domain of body.items) {
      expect(domain.problems).toEqual([]);
      expect(domain.capacity[0].quotas.length).toBeGreaterThan(0);
    }
    const detail = await portal.get(MIA, '/domains/sales').expect(200);
    expect(detail.body.settings.west.images.length).toBeGreaterThan(0);
    expect(detail.body.syncs).toEqual(
      ['sales-workloads', 'sales-workloads-after'].map(name =>
        expect.objectContaining({ name, engine: 'flux', state: 'synced' }),
      ),
    );
    const workloads = await portal.get(PAT, '/workloads').expect(200);
    expect(workloads.body.total).toBeGreaterThanOrEqual(25);
  });

  it('says why a job runs with fewer executors than it asks for', async () => {
    const { body } = await portal.until(
      () => portal.get(MIA, '/workloads?attention=true'),
      answer =>
        answer.body.items?.some((item: any) => item.name === 'backfill-2024'),
      { seconds: 60 },
    );
    const backfill = body.items.find(
      (item: any) => item.name === 'backfill-2024',
    );
    expect(backfill).toMatchObject({
      state: 'running',
      reason: { code: 'executors-missing' },
    });
    expect(backfill.reason.message).toMatch(
      /^Runs with 1 of 4 executors: the next one needs 52\.8 GiB, sales has [\d.]+ GiB left\.$/,
    );
    for (const item of body.items) {
      expect(item.reason?.missing ?? item.state).not.toBe('running');
    }
  });

  it('takes a proposal to live, and shows its run to its members only', async () => {
    const { body: change } = await portal
      .post(MIA, '/changes', proposal)
      .expect(201);
    expect(change.url).toContain('/pulls/');
    await merge(change.number);
    const { body: live } = await portal.until(
      () => portal.get(MIA, `/changes/${change.id}`),
      ({ body }) => body.phase === 'live',
      { seconds: 60 },
    );
    expect(live.steps.every(({ state }: any) => state === 'done')).toBe(true);

    const { body: done } = await portal.until(
      () => portal.get(MIA, ADDRESS),
      ({ body }) => body.workload?.state === 'succeeded',
      { seconds: 90 },
    );
    expect(done.workload).toMatchObject({ changeId: change.id });
    const runs = await portal.until(
      () => portal.get(MIA, `${ADDRESS}/runs`),
      ({ body }) => body.items?.[0]?.state === 'succeeded',
    );
    expect(runs.body.items).toHaveLength(1);
    const pods = await portal.get(MIA, `${ADDRESS}/pods`).expect(200);
    const log = await portal
      .get(MIA, `${ADDRESS}/pods/${pods.body.items[0].name}/logs`)
      .expect(200);
    expect(log.text.split('\n').length).toBeGreaterThan(3);
    const manifest = await portal.get(MIA, `${ADDRESS}/manifest`).expect(200);
    expect(manifest.body.git.object.metadata.name).toBe(NAME);
    expect(manifest.body.live.metadata.managedFields).toBeUndefined();
    await portal.get(SAM, ADDRESS).expect(404);
  });
});

import { MIA, NOAH, PAT } from '../__testUtils__/samplePeople';
import { startTestPortal } from '../__testUtils__/startTestPortal';
import { FakeKubernetes } from '../__testUtils__/FakeKubernetes';
import {
  domainObjects,
  DOMAINS,
  type DomainName,
} from '../__testUtils__/lakehouseObjects';
import { FakeKubeflow } from './__testUtils__/FakeKubeflow';
import {
  pipeline,
  pipelineSpec,
  runId,
  version,
  workflow,
} from './__testUtils__/pipelineObjects';

jest.setTimeout(120_000);

describe('two Kubernetes clusters with the same names', () => {
  const clusters = ['west', 'east'].map(name => ({
    name,
    kubernetes: new FakeKubernetes(),
    kubeflow: new FakeKubeflow(),
  }));
  const [west, east] = clusters;
  let portal: Awaited<ReturnType<typeof startTestPortal>>;

  const get = (path: string, who = MIA) => portal.get(who, path);

  beforeAll(async () => {
    const kubeflow = [];
    const more = [];
    for (const { name, kubernetes, kubeflow: one } of clusters) {
      for (const domain of Object.keys(DOMAINS) as DomainName[]) {
        kubernetes.put(...domainObjects(domain));
      }
      const url = await kubernetes.start();
      kubeflow.push({
        ...{ kubernetesCluster: name, endpoint: await one.start() },
        credentials: { token: `token-of-${name}` },
      });
      more.push({
        ...{ name, url, authProvider: 'serviceAccount' },
        serviceAccountToken: 'token',
      });
      // The same id on both, as after a copy of a cluster.
      one.put({
        ...{ namespace: 'dom-sales', run_id: runId(1), state: 'SUCCEEDED' },
        ...{ display_name: `nightly-${name}` },
        created_at: '2026-11-20T08:00:00Z',
        finished_at: '2026-11-20T08:10:00Z',
        runtime_config: { parameters: { of: name, rows: 3 } },
        pipeline_spec: pipelineSpec('nightly'),
        run_details: {
          task_details: ['extract-driver', 'extract', 'load'].map(task => ({
            ...{ run_id: runId(1), task_id: task, display_name: task },
            state: name === 'east' && task === 'load' ? 'FAILED' : 'SUCCEEDED',
            start_time: '2026-11-20T08:00:00Z',
            end_time: '2026-11-20T08:05:00Z',
          })),
        },
      });
    }
    portal = await startTestPortal({
      cluster: more[0],
      more: [more[1]],
      lakehouse: { kubeflow },
    });
    await portal.runTask('read-pipeline-history');
  });
  afterAll(async () => {
    await portal?.stop();
    for (const { kubernetes, kubeflow } of clusters) {
      await kubernetes.stop();
      await kubeflow.stop();
    }
  });

  it('keeps runs of one id apart', async () => {
    const { body } = await get('/pipelines/runs?sort=name').expect(200);
    expect(
      body.items.map(({ kubernetesCluster, name }: any) => [
        ...[kubernetesCluster, name],
      ]),
    ).toEqual([
      ['east', 'nightly-east'],
      ['west', 'nightly-west'],
    ]);
    for (const { name } of clusters) {
      const one = await get(`/pipelines/runs/${name}/dom-sales/${runId(1)}`);
      expect(one.body).toMatchObject({
        run: { name: `nightly-${name}` },
        parameters: [
          { name: 'of', value: name },
          { name: 'rows', value: 3 },
        ],
      });
    }
    expect(new Set(west.kubeflow.tokens)).toEqual(new Set(['token-of-west']));
    expect(new Set(east.kubeflow.tokens)).toEqual(new Set(['token-of-east']));
  });

  it('compares them by what Kubeflow keeps once Workflows are gone', async () => {
    const address = (name: string) => `${name}/dom-sales/${runId(1)}`;
    const { body } = await get(
      `/pipelines/run-comparison?first=${address('west')}&second=${address(
        'east',
      )}`,
    ).expect(200);
    expect(body).toMatchObject({
      parameters: [{ name: 'of', values: ['west', 'east'] }],
      steps: [
        { id: 'extract', states: ['succeeded', 'succeeded'] },
        { id: 'load', states: ['succeeded', 'failed'], seconds: [300, 300] },
      ],
    });
  });

  it('compares nothing with what is not the own', async () => {
    west.kubernetes.put(
      workflow('risk', 'theirs', { runId: runId(7), runName: 'theirs' }),
    );
    const theirs = `west/dom-risk/${runId(7)}`;
    await portal.until(
      () => get(`/pipelines/runs/${theirs}`, NOAH),
      ({ status }) => status === 200,
    );
    const own = `west/dom-sales/${runId(1)}`;
    for (const [first, second] of [
      [own, theirs],
      [theirs, own],
    ]) {
      const { status } = await get(
        `/pipelines/run-comparison?first=${first}&second=${second}`,
      );
      expect(status).toBe(404);
    }
    const log = '/workloads/west/dom-risk/kubeflow-run/theirs/pods/p/logs';
    expect((await get(log)).status).toBe(404);
  });

  it('lives on while Kubeflow is down, and says so', async () => {
    east.kubeflow.fault = () => ({ status: 503 });
    const { body: health } = await get('/health', PAT).expect(200);
    expect(health.kubeflow).toMatchObject([
      { kubernetesCluster: 'west', multiUser: true, advice: [] },
      {
        kubernetesCluster: 'east',
        freshness: { state: 'unreachable' },
        advice: [expect.stringMatching(/answered 503/)],
      },
    ]);
    expect(health.kubeflow[1].freshness.message).toMatch(
      /^Kubeflow Pipelines of east answered 503; it is asked again\. [^.]+$/,
    );
    const { body } = await get('/pipelines/runs').expect(200);
    expect(body.total).toBe(2);
    expect(body.kubeflow).toMatchObject([
      { kubernetesCluster: 'east', state: 'unreachable' },
      { kubernetesCluster: 'west', state: 'live' },
    ]);
    east.kubeflow.fault = undefined;
  });

  it('tells of a version, and what differs from the one before', async () => {
    west.kubernetes.put(
      pipeline('sales', 'features'),
      version('sales', 'features-1', { pipeline: 'features' }),
      version('sales', 'features-2', {
        ...{ pipeline: 'features', createdAt: '2026-11-21T08:00:00Z' },
        spec: { pipelineSpec: pipelineSpec('features', ['extract', 'check']) },
      }),
      version('sales', 'broken', {
        ...{ pipeline: 'features', createdAt: '2026-11-19T08:00:00Z' },
        spec: {
          pipelineSpec: { pipelineInfo: { name: 'x' }, hidden: 'secret' },
        },
      }),
    );
    const path = '/pipelines/versions/west/dom-sales';
    const { body } = await portal.until(
      () => get(`${path}/features-2`),
      answer => answer.body.before !== undefined,
    );
    expect(body).toMatchObject({
      version: { name: 'features-2', pipeline: 'features', steps: 2 },
      compiled: { images: ['python:3.12'] },
      before: 'features-1',
      usedBy: { schedules: [], runs: 0 },
    });
    const compared = await get(
      `${path}/features-2/compare?before=features-1`,
    ).expect(200);
    expect(
      compared.body.nodes.map(({ id, change }: any) => [id, change]),
    ).toEqual(
      expect.arrayContaining([
        ['check', 'added'],
        ['load', 'removed'],
      ]),
    );
    const broken = await get(`${path}/broken`).expect(200);
    expect(broken.body.compiled).toBeNull();
    expect(broken.body.problem).not.toContain('secret');
    const detail = await get('/pipelines/by-name/west/dom-sales/features');
    expect(detail.body.versions.map(({ name }: any) => name)).toEqual([
      ...['features-2', 'features-1', 'broken'],
    ]);
  });
});

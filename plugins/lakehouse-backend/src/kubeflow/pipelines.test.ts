import { cronWords } from '@lakefront/backstage-plugin-lakehouse-common';
import { MIA, NOAH } from '../__testUtils__/samplePeople';
import { useTestLakehouse } from '../__testUtils__/useTestLakehouse';
import { FakeKubeflow } from './__testUtils__/FakeKubeflow';
import {
  pipeline,
  recurringRun,
  runId,
  schedule,
  version,
  workflow,
} from './__testUtils__/pipelineObjects';

jest.setTimeout(120_000);

const TOKEN = 'canary-token-of-the-portal';

describe('pipelines and their runs', () => {
  const kubeflow = new FakeKubeflow();
  const lakehouse = useTestLakehouse(async () => ({
    lakehouse: {
      kubeflow: [
        {
          kubernetesCluster: 'west',
          endpoint: await kubeflow.start(),
          credentials: { token: TOKEN },
        },
      ],
    },
  }));
  afterAll(() => kubeflow.stop());

  const get = (path: string, who = MIA) => lakehouse.get(who, path);

  const minute = (at: number) =>
    new Date(Date.UTC(2026, 10, 20, 8, at)).toISOString().replace('.000', '');
  const reference = (domain: string) => ({
    pipeline_id: `uid-pipeline-${domain}-features`,
    pipeline_version_id: `uid-pipelineversion-${domain}-features-1`,
  });

  beforeAll(async () => {
    for (const [at, domain] of ['sales', 'risk'].entries()) {
      kubeflow.put(
        ...Array.from({ length: 5 }, (_, number) => ({
          namespace: `dom-${domain}`,
          run_id: runId(at * 100 + number),
          display_name: `features-${number}`,
          created_at: minute(number),
          finished_at: minute(number + 4),
          state: number === 3 ? 'FAILED' : 'SUCCEEDED',
          pipeline_version_reference: reference(domain),
          runtime_config: {
            parameters: { day: '2026-11-20', api_token: 'hunter2' },
          },
        })),
      );
    }
    const { kubernetes } = lakehouse;
    for (const domain of ['sales', 'risk']) {
      kubernetes.put(
        pipeline(domain, 'features', { displayName: 'Features' }),
        version(domain, 'features-1', { pipeline: 'features' }),
        version(domain, 'features-2', {
          ...{ pipeline: 'features', createdAt: '2026-11-21T08:00:00Z' },
        }),
        schedule(domain, 'nightly', { pipeline: 'features' }),
      );
    }
    await lakehouse.until(
      () => get('/pipelines'),
      ({ body }) => body.items[0]?.schedules.all === 1,
    );
    await lakehouse.runTask('read-pipeline-history');
  });

  it('lists own pipelines, with how they ran', async () => {
    const { body } = await get('/pipelines').expect(200);
    expect(body).toMatchObject({
      total: 1,
      items: [
        {
          ...{ kubernetesCluster: 'west', domain: 'sales', name: 'features' },
          ...{ title: 'Features', versions: 2 },
          latestVersion: { name: 'features-2' },
          schedules: { active: 1, all: 1 },
          usual: { runs: 4, medianSeconds: 240 },
        },
      ],
      kubeflow: [{ kubernetesCluster: 'west', state: 'live' }],
      backfill: [
        { kubernetesCluster: 'west', state: 'done', read: 5, total: 5 },
      ],
    });
    expect(body.items[0].lastRuns.map(({ name }: any) => name)).toEqual([
      ...[4, 3, 2, 1, 0].map(number => `features-${number}`),
    ]);
  });

  it.each([
    ['log-read', '/workloads/west/dom-risk/kubeflow-run/one/pods/p/logs'],
    [
      'spec-read',
      '/workloads/west/dom-risk/kubeflow-schedule/nightly/manifest',
    ],
    [
      'spec-read',
      '/workloads/west/dom-risk/kubeflow-pipeline-version/features-1/manifest',
    ],
  ])(
    'leaves a trace, %s, of who asks for %s of others',
    async (eventId, path) => {
      lakehouse.audited.length = 0;
      await get(path).expect(404);
      expect(lakehouse.audited).toEqual([
        {
          ...{ eventId, status: 'failed' },
          meta: expect.objectContaining({
            ...{ kubernetesCluster: 'west', namespace: 'dom-risk' },
            kind: path.split('/')[4],
          }),
        },
      ]);
    },
  );

  it.each([
    [
      'own manifests',
      MIA,
      '/workloads/west/dom-sales/kubeflow-schedule/nightly/manifest',
      200,
    ],
    ['own pipelines', MIA, '/pipelines/by-name/west/dom-sales/features', 200],
    ['own runs', MIA, `/pipelines/runs/west/dom-sales/${runId(3)}`, 200],
    // What looks like what is not there tells nothing, as of workloads and lakes.
    [
      "others' pipelines",
      MIA,
      '/pipelines/by-name/west/dom-risk/features',
      404,
    ],
    [
      "others' versions",
      MIA,
      '/pipelines/versions/west/dom-risk/features-1',
      404,
    ],
    ["others' runs", MIA, `/pipelines/runs/west/dom-risk/${runId(101)}`, 404],
    [
      "values of others' runs",
      MIA,
      `/pipelines/runs/west/dom-risk/${runId(101)}/values?step=extract`,
      404,
    ],
  ])('leaves none of who asks for %s', async (_what, who, path, status) => {
    lakehouse.audited.length = 0;
    await get(path, who).expect(status);
    expect(lakehouse.audited).toEqual([]);
  });

  it('lists runs whose objects are gone, newest first, and pages through them', async () => {
    const { body } = await get('/pipelines/runs').expect(200);
    expect(body).toMatchObject({ total: 5 });
    expect(body.items[1]).toEqual({
      ...{ kubernetesCluster: 'west', domain: 'sales', namespace: 'dom-sales' },
      ...{ runId: runId(3), name: 'features-3' },
      ...{ pipeline: 'features', version: 'features-1' },
      ...{ state: 'failed', stateDetail: 'FAILED' },
      reason: { code: 'run-failed', message: 'A step of it failed.' },
      createdAt: '2026-11-20T08:03:00.000Z',
      endedAt: '2026-11-20T08:07:00.000Z',
    });
    const names: string[] = [];
    let cursor = '';
    do {
      const page = await get(`/pipelines/runs?limit=2${cursor}`).expect(200);
      names.push(...page.body.items.map(({ name }: any) => name));
      cursor = page.body.nextCursor ? `&cursor=${page.body.nextCursor}` : '';
    } while (cursor);
    expect(names).toEqual([4, 3, 2, 1, 0].map(number => `features-${number}`));
  });

  it.each([
    ['state=failed', [3]],
    ['pipeline=features&version=features-1&sort=startedAt', [0, 1, 2, 3, 4]],
    ['pipeline=other', []],
    ['q=TURES-2', [2]],
    [`q=${runId(1)}`, [1]],
    [`q=${runId(101)}`, []],
    ['from=2026-11-20T08:01:00Z&to=2026-11-20T08:03:00Z', [2, 1]],
    ['archived=true', []],
    ['domain=risk', []],
  ])('finds runs by %s', async (query, numbers) => {
    const { body } = await get(`/pipelines/runs?${query}`).expect(200);
    expect(body.items.map(({ name }: any) => name)).toEqual(
      numbers.map(number => `features-${number}`),
    );
    expect(body.total).toBe(numbers.length);
  });

  it('tells of a run that is long over, credentials hidden', async () => {
    const path = `/pipelines/runs/west/dom-sales/${runId(3)}`;
    const { body, text } = await get(path).expect(200);
    expect(body).toMatchObject({
      run: { name: 'features-3', state: 'failed' },
      parameters: [
        { name: 'api_token', value: '••••••' },
        { name: 'day', value: '2026-11-20' },
      ],
      usual: { runs: 4, medianSeconds: 240 },
      links: [{ url: expect.stringMatching(`/#/runs/details/${runId(3)}$`) }],
    });
    expect(body.graph.nodes.map(({ id }: any) => id)).toEqual([
      ...['extract', 'load'],
    ]);
    expect(text).not.toContain('hunter2');
    expect(kubeflow.tokens.every(token => token === TOKEN)).toBe(true);
  });

  it('asks Kubeflow nothing for what it knows, nor for what is not allowed', async () => {
    await get(`/pipelines/runs/west/dom-sales/${runId(2)}`).expect(200);
    kubeflow.requests.length = 0;
    lakehouse.kubernetes.requests.length = 0;
    await get('/pipelines').expect(200);
    await get('/pipelines/runs?state=failed').expect(200);
    await get(`/pipelines/runs/west/dom-sales/${runId(2)}`).expect(200);
    const theirs = await get(
      `/pipelines/runs/west/dom-risk/${runId(102)}`,
    ).expect(404);
    const absent = await get(
      `/pipelines/runs/west/dom-absent/${runId(102)}`,
    ).expect(404);
    const inOwn = await get(
      `/pipelines/runs/west/dom-sales/${runId(102)}`,
    ).expect(404);
    expect(theirs.body.error).toEqual(absent.body.error);
    expect(inOwn.body.error).toEqual(absent.body.error);
    expect(kubeflow.requests).toEqual([]);
    expect(lakehouse.kubernetes.requests).toEqual([]);
  });

  it('follows a run from its Workflow, and asks once what it is of', async () => {
    kubeflow.put({
      ...{ namespace: 'dom-sales', run_id: runId(50), state: 'RUNNING' },
      ...{ display_name: 'by-hand', created_at: minute(50) },
      pipeline_version_reference: reference('sales'),
    });
    const told = {
      ...{ runId: runId(50), runName: 'by-hand', startedAt: minute(50) },
    };
    lakehouse.kubernetes.put(
      workflow('sales', 'features-abc', {
        ...told,
        tasks: { extract: 'Running' },
      }),
    );
    const path = `/pipelines/runs/west/dom-sales/${runId(50)}`;
    const { body } = await lakehouse.until(
      () => get(path),
      answer => answer.body.graph?.nodes.length === 2,
      { seconds: 20 },
    );
    expect(body).toMatchObject({
      run: {
        ...{ name: 'by-hand', state: 'running', pipeline: 'features' },
        workload: { kind: 'kubeflow-run', name: 'features-abc' },
      },
      steps: [
        { id: 'extract', state: 'running' },
        { id: 'load', state: 'pending' },
      ],
    });
    lakehouse.kubernetes.put(
      workflow('sales', 'features-abc', {
        ...{ ...told, phase: 'Succeeded', finishedAt: minute(55) },
        tasks: { extract: 'Succeeded', load: 'Succeeded' },
      }),
    );
    const ended = await lakehouse.until(
      () => get(path),
      answer => answer.body.run.state === 'succeeded',
    );
    expect(ended.body.steps.map(({ state }: any) => state)).toEqual([
      ...['succeeded', 'succeeded'],
    ]);
    expect(
      kubeflow.requests.filter(request => request.endsWith(runId(50))).length,
    ).toBeLessThanOrEqual(3);
  });

  it("shows Kubeflow's own recurring runs beside the portal's schedules", async () => {
    const own = recurringRun('sales', 'own-daily', {
      pipelineId: reference('sales').pipeline_id,
      versionId: reference('sales').pipeline_version_id,
      cron: '0 0 4 * * *',
    });
    // An id of another domain's pipeline leads nowhere.
    const foreign = recurringRun('sales', 'foreign', {
      ...{ pipelineId: reference('risk').pipeline_id, cron: '0 0 4 * * *' },
    });
    lakehouse.kubernetes.put(foreign, own);
    const { body } = await lakehouse.until(
      () => get('/pipelines/by-name/west/dom-sales/features'),
      answer => answer.body.schedules?.length === 2,
    );
    expect(body.schedules).toEqual([
      expect.objectContaining({ kind: 'kubeflow-schedule', name: 'nightly' }),
      expect.objectContaining({
        ...{ kind: 'kubeflow-recurring-run', name: 'own-daily' },
        ...{ pipeline: 'features', version: 'features-1' },
        ...{ suspended: false, cron: '0 0 4 * * *' },
        when: cronWords('0 4 * * *', 'UTC'),
        ...{ lastAt: '2026-11-20T04:00:00Z', nextAt: '2026-11-21T04:00:00Z' },
      }),
    ]);
    lakehouse.kubernetes.remove(own);
    lakehouse.kubernetes.remove(foreign);
  });

  it('names runs whose pipeline and version are seen later', async () => {
    const started = { runId: runId(70), runName: 'early' };
    kubeflow.put({
      ...{ namespace: 'dom-sales', run_id: runId(70), state: 'RUNNING' },
      ...{ display_name: 'early', created_at: minute(1) },
      pipeline_version_reference: {
        pipeline_id: 'uid-pipeline-sales-later',
        pipeline_version_id: 'uid-pipelineversion-sales-later-1',
      },
    });
    const going = workflow('sales', 'later-abc', started);
    lakehouse.kubernetes.put(going);
    const asked = () =>
      kubeflow.requests.filter(path => path.includes(runId(70))).length;
    const path = `/pipelines/runs/west/dom-sales/${runId(70)}`;
    await lakehouse.until(
      () => get(path),
      ({ body }) => body.links?.length > 0 && asked() > 0,
      { seconds: 20 },
    );
    lakehouse.kubernetes.put(
      pipeline('sales', 'later'),
      version('sales', 'later-1', { pipeline: 'later' }),
    );
    const { body } = await lakehouse.until(
      () => get('/pipelines/runs?pipeline=later&version=later-1'),
      answer => answer.body.total === 1,
    );
    expect(body.items[0]).toMatchObject({ runId: runId(70), name: 'early' });
  });

  it('tells what went into a step, credentials hidden, with one look at its Workflow', async () => {
    lakehouse.kubernetes.put(
      workflow('sales', 'features-values', {
        ...{ runId: runId(55), tasks: { extract: 'Running' } },
        executorInputs: {
          extract: {
            inputs: {
              parameterValues: { day: '2026-11-20', db_password: 'hunter2' },
            },
            outputs: {
              artifacts: {
                rows: {
                  artifacts: [
                    {
                      type: { schemaTitle: 'system.Dataset' },
                      uri: 's3://me:hunter2@lake/rows',
                      metadata: { rows: 3, secret_key: 'hunter2' },
                    },
                  ],
                },
              },
            },
          },
        },
      }),
    );
    const path = `/pipelines/runs/west/dom-sales/${runId(55)}/values`;
    const { body, text } = await lakehouse.until(
      () => get(`${path}?step=extract`),
      ({ status }) => status === 200,
    );
    expect(body).toMatchObject({
      id: 'extract',
      inputs: [
        { name: 'day', value: '2026-11-20' },
        { name: 'db_password', value: '••••••' },
      ],
      outputArtifacts: [
        { name: 'rows', type: 'system.Dataset', metadata: { rows: 3 } },
      ],
    });
    expect(text).not.toContain('hunter2');
    lakehouse.kubernetes.requests.length = 0;
    await get(`${path}?step=extract`).expect(200);
    expect(lakehouse.kubernetes.requests).toEqual([]);
    const none = await get(`${path}?step=load`).expect(200);
    expect(none.body).toMatchObject({
      inputs: [],
      problem: expect.any(String),
    });
  });

  it('tells what a step gave as far as a later one took it, and compares the metrics of two runs', async () => {
    const fitted = (name: string, id: number, accuracy: number) => {
      const options = {
        ...{ runId: runId(id), runName: name },
        ...{ phase: 'Succeeded', finishedAt: minute(9) },
        tasks: { fit: 'Succeeded', judge: 'Succeeded' },
      };
      const from = { producerTask: 'fit' };
      const numbers = (metadata: object) => ({
        artifacts: [{ type: { schemaTitle: 'system.Metrics' }, metadata }],
      });
      return workflow('sales', name, {
        ...options,
        taskInputs: {
          judge: {
            parameters: {
              score: {
                taskOutputParameter: { ...from, outputParameterKey: 'best' },
              },
              token: {
                taskOutputParameter: { ...from, outputParameterKey: 'token' },
              },
            },
            artifacts: {
              found: {
                taskOutputArtifact: { ...from, outputArtifactKey: 'metrics' },
              },
            },
          },
        },
        executorInputs: {
          fit: { outputs: { artifacts: { metrics: numbers({}) } } },
          judge: {
            inputs: {
              parameterValues: { score: accuracy, token: 'hunter2' },
              artifacts: { found: numbers({ accuracy, of: 'fit' }) },
            },
          },
        },
      });
    };
    lakehouse.kubernetes.put(
      fitted('fitted-1', 56, 0.8),
      fitted('fitted-2', 57, 0.9),
    );
    const place = '/pipelines/runs/west/dom-sales';
    const { body, text } = await lakehouse.until(
      () => get(`${place}/${runId(56)}/values?step=fit`),
      answer => answer.status === 200,
    );
    expect(body).toMatchObject({
      outputs: [
        { name: 'best', value: 0.8 },
        { name: 'token', value: '••••••' },
      ],
      outputArtifacts: [
        { name: 'metrics', metadata: { accuracy: 0.8, of: 'fit' } },
      ],
      metrics: [{ name: 'accuracy', value: 0.8 }],
    });
    expect(text).not.toContain('hunter2');

    const asked = new URLSearchParams({
      first: `west/dom-sales/${runId(56)}`,
      second: `west/dom-sales/${runId(57)}`,
    });
    const compared = await lakehouse.until(
      () => get(`/pipelines/run-comparison?${asked}`),
      answer => answer.status === 200,
    );
    expect(compared.body.metrics).toEqual([
      { step: 'fit', name: 'accuracy', values: [0.8, 0.9] },
    ]);
    lakehouse.kubernetes.requests.length = 0;
    await get(`/pipelines/run-comparison?${asked}`).expect(200);
    expect(lakehouse.kubernetes.requests).toEqual([]);
  });

  it('asks how a run ended whose Workflow went before its end', async () => {
    const told = {
      ...{ runId: runId(60), runName: 'lost', startedAt: minute(60) },
    };
    const running = workflow('sales', 'features-lost', told);
    lakehouse.kubernetes.put(running);
    const path = `/pipelines/runs/west/dom-sales/${runId(60)}`;
    await lakehouse.until(
      () => get('/pipelines/runs?q=lost'),
      ({ body }) => body.total === 1,
    );
    kubeflow.put({
      ...{ namespace: 'dom-sales', run_id: runId(60), state: 'FAILED' },
      ...{ display_name: 'lost', created_at: minute(60) },
      finished_at: minute(62),
    });
    lakehouse.kubernetes.remove(running);
    const { body } = await lakehouse.until(
      () => get(path),
      answer => answer.body.run?.endedAt !== undefined,
      { seconds: 20 },
    );
    expect(body.run).toMatchObject({ state: 'failed', stateDetail: 'FAILED' });
    expect(body.run.workload).toBeUndefined();
  });

  it('does not believe a label that names the run of another domain', async () => {
    lakehouse.kubernetes.put(
      workflow('sales', 'forged', { runId: runId(104), runName: 'forged' }),
    );
    const path = `/pipelines/runs/west/dom-sales/${runId(104)}`;
    const { body } = await lakehouse.until(
      () => get(path),
      ({ status }) => status === 200,
    );
    expect(body).toMatchObject({ parameters: [], run: { name: 'forged' } });
    const own = await get(
      `/pipelines/runs/west/dom-risk/${runId(104)}`,
      NOAH,
    ).expect(200);
    expect(own.body.run.name).toBe('features-4');
  });
});

import { useTestClient } from '@lakefront/rest-client/testUtils';
import { createKfpClient } from './createKfpClient';

const { server, open } = useTestClient(createKfpClient, { credentials: {} });

const namespace = 'dom-sales';
const sent = () => {
  const { method, url, body } = server.asked.at(-1)!;
  return {
    asked: `${method} ${url.replace('/apis/v2beta1', '')}`,
    body: body ? JSON.parse(body) : undefined,
  };
};

const RUN = {
  experiment_id: 'e1',
  run_id: 'r1',
  display_name: 'nightly-20260105T0300Z',
  storage_state: 'ARCHIVED',
  description: 'Started by nightly',
  pipeline_version_reference: { pipeline_id: 'p1', pipeline_version_id: 'v1' },
  runtime_config: {
    parameters: { day: '2026-01-05', top: 3, deep: { a: [1, null] } },
    pipeline_root: 's3://lake/kfp',
  },
  service_account: 'pipeline-runner',
  created_at: '2026-01-05T03:00:02Z',
  scheduled_at: '2026-01-05T03:00:02Z',
  finished_at: '1970-01-01T00:00:00Z',
  state: 'RUNNING',
  recurring_run_id: 'j1',
};

const READ_RUN = {
  ...{ runId: 'r1', name: 'nightly-20260105T0300Z', archived: true },
  ...{ description: 'Started by nightly', experimentId: 'e1' },
  ...{ pipelineId: 'p1', versionId: 'v1', recurringRunId: 'j1' },
  ...{ state: 'RUNNING', pipelineRoot: 's3://lake/kfp' },
  parameters: { day: '2026-01-05', top: 3, deep: { a: [1, null] } },
  serviceAccount: 'pipeline-runner',
  createdAt: '2026-01-05T03:00:02Z',
  scheduledAt: '2026-01-05T03:00:02Z',
};

it('reads the health', async () => {
  server.says(200, { multi_user: true, pipeline_store: 'kubernetes' });
  expect(await open().health()).toEqual({
    multiUser: true,
    pipelineStore: 'kubernetes',
  });
  server.says(200, {});
  expect(await open().health()).toEqual({ multiUser: false });
});

it('reads pipelines, by list, id and name', async () => {
  const pipeline = {
    ...{ pipeline_id: 'p1', name: 'orders', namespace },
    ...{ created_at: '2026-01-01T00:00:00Z', tags: { team: 'sales' } },
  };
  const read = {
    ...{ pipelineId: 'p1', name: 'orders', displayName: 'orders', namespace },
    ...{ createdAt: '2026-01-01T00:00:00Z', tags: { team: 'sales' } },
  };
  server.says(200, {
    ...{ pipelines: [pipeline], total_size: 7, next_page_token: 'n' },
  });
  expect(
    await open().pipelines.list({ namespace, pageSize: 1, sortBy: 'name asc' }),
  ).toEqual({ items: [read], next: 'n', total: 7 });
  expect(sent().asked).toBe(
    'GET /pipelines?namespace=dom-sales&page_size=1&sort_by=name+asc',
  );
  server.says(200, pipeline);
  expect(await open().pipelines.get('p1')).toEqual(read);
  expect(sent().asked).toBe('GET /pipelines/p1');
  expect(await open().pipelines.byName(namespace, 'orders')).toEqual(read);
  expect(sent().asked).toBe('GET /pipelines/names/orders?namespace=dom-sales');
});

it('reads versions with their IR', async () => {
  const version = {
    ...{ pipeline_id: 'p1', pipeline_version_id: 'v1', name: 'orders-v1' },
    ...{ display_name: 'First', code_source_url: 'https://git.example.com/x' },
    ...{ created_at: '2026-01-01T00:00:00Z', description: 'd' },
    pipeline_spec: { pipeline_spec: { schemaVersion: '2.1.0' } },
  };
  const read = {
    ...{ pipelineId: 'p1', versionId: 'v1', name: 'orders-v1' },
    ...{ displayName: 'First', codeSourceUrl: 'https://git.example.com/x' },
    ...{ createdAt: '2026-01-01T00:00:00Z', description: 'd', tags: {} },
    pipelineSpec: { pipeline_spec: { schemaVersion: '2.1.0' } },
  };
  server.says(200, { pipeline_versions: [version], total_size: 1 });
  expect(await open().versions.list('p1', { pageSize: 5 })).toEqual({
    items: [read],
    total: 1,
  });
  expect(sent().asked).toBe('GET /pipelines/p1/versions?page_size=5');
  server.says(200, version);
  expect(await open().versions.get('p1', 'v1')).toEqual(read);
  expect(sent().asked).toBe('GET /pipelines/p1/versions/v1');
});

it('reads and makes experiments', async () => {
  const experiment = {
    ...{ experiment_id: 'e1', display_name: 'Default', namespace },
    ...{ created_at: '2026-01-01T00:00:00Z', storage_state: 'AVAILABLE' },
  };
  const read = {
    ...{ experimentId: 'e1', name: 'Default', namespace, archived: false },
    createdAt: '2026-01-01T00:00:00Z',
  };
  server.says(200, { experiments: [experiment], total_size: 1 });
  expect(await open().experiments.list({ namespace })).toEqual({
    items: [read],
    total: 1,
  });
  server.says(200, experiment);
  expect(await open().experiments.get('e1')).toEqual(read);
  expect(
    await open().experiments.create({ namespace, name: 'Default' }),
  ).toEqual(read);
  expect(sent()).toEqual({
    asked: 'POST /experiments',
    body: { display_name: 'Default', namespace },
  });
});

describe('runs', () => {
  it('are listed, of a namespace and of an experiment in it', async () => {
    server.says(200, { runs: [RUN], total_size: 1 });
    expect(
      await open().runs.list({
        ...{ namespace, experimentId: 'e1', pageToken: 't', pageSize: 200 },
        sortBy: 'created_at desc',
      }),
    ).toEqual({ items: [READ_RUN], total: 1 });
    expect(sent().asked).toBe(
      'GET /runs?namespace=dom-sales&experiment_id=e1&page_token=t&page_size=200&sort_by=created_at+desc',
    );
  });

  it('are told of also where KFP could not read them, or says nothing of their state', async () => {
    server.says(200, {
      runs: [
        { run_id: 'r2', experiment_id: 'e', error: { code: 13, message: 'x' } },
        { run_id: 'r3', display_name: 'n', state: 'RUNTIME_STATE_UNSPECIFIED' },
      ],
    });
    const bare = { archived: false, parameters: {}, state: '' };
    expect((await open().runs.list({ namespace })).items).toEqual([
      {
        ...{ ...bare, runId: 'r2', name: '', experimentId: 'e' },
        error: { code: 13, message: 'x' },
      },
      { ...bare, runId: 'r3', name: 'n' },
    ]);
  });

  it('have their tasks, of which 64-bit ids stay what they are', async () => {
    server.says(200, {
      ...RUN,
      state_history: [
        { update_time: '2026-01-05T03:00:02Z', state: 'PENDING' },
        {
          ...{ update_time: '2026-01-05T03:00:09Z', state: 'FAILED' },
          error: { code: 13, message: 'out of memory' },
        },
      ],
      run_details: {
        pipeline_context_id: '9007199254740993',
        task_details: [
          {
            ...{ run_id: 'r1', task_id: 't1', display_name: 'train' },
            ...{ create_time: '2026-01-05T03:00:03Z' },
            ...{ start_time: '2026-01-05T03:00:04Z' },
            ...{ end_time: '1970-01-01T00:00:00Z', state: 'RUNNING' },
            ...{ parent_task_id: 't0', pod_name: 'orders-abc-1' },
            inputs: { data: { artifact_ids: ['9007199254740993'] } },
            outputs: { model: { artifact_ids: [] } },
            child_tasks: [{ pod_name: 'orders-abc-2' }, { task_id: 't9' }],
          },
        ],
      },
    });
    expect(await open().runs.get('r1')).toEqual({
      ...READ_RUN,
      stateHistory: [
        { state: 'PENDING', at: '2026-01-05T03:00:02Z' },
        {
          ...{ state: 'FAILED', at: '2026-01-05T03:00:09Z' },
          error: { code: 13, message: 'out of memory' },
        },
      ],
      tasks: [
        {
          ...{ taskId: 't1', name: 'train', parentTaskId: 't0' },
          ...{ state: 'RUNNING', podName: 'orders-abc-1' },
          createdAt: '2026-01-05T03:00:03Z',
          startedAt: '2026-01-05T03:00:04Z',
          inputArtifactIds: { data: ['9007199254740993'] },
          outputArtifactIds: { model: [] },
          childPodNames: ['orders-abc-2'],
          stateHistory: [],
        },
      ],
    });
  });

  it('are started with JSON values, of a version or of the newest', async () => {
    server.says(200, RUN);
    const started = await open().runs.create({
      ...{ name: 'nightly', experimentId: 'e1', pipelineId: 'p1' },
      ...{ versionId: 'v1', description: 'd', serviceAccount: 's' },
      parameters: { top: 3, name: '3', on: true, list: [1], none: null },
    });
    expect(started).toEqual(READ_RUN);
    expect(sent()).toEqual({
      asked: 'POST /runs',
      body: {
        ...{ display_name: 'nightly', description: 'd', experiment_id: 'e1' },
        pipeline_version_reference: {
          ...{ pipeline_id: 'p1', pipeline_version_id: 'v1' },
        },
        runtime_config: {
          parameters: { top: 3, name: '3', on: true, list: [1], none: null },
        },
        service_account: 's',
      },
    });
    await open().runs.create({ name: 'n', experimentId: 'e', pipelineId: 'p' });
    expect(sent().body).toEqual({
      ...{ display_name: 'n', experiment_id: 'e' },
      pipeline_version_reference: { pipeline_id: 'p' },
      runtime_config: { parameters: {} },
    });
  });

  it('are stopped', async () => {
    server.says(200, {});
    await open().runs.terminate('r1');
    expect(sent()).toEqual({ asked: 'POST /runs/r1:terminate' });
  });
});

it('reads recurring runs, whose list is in camelCase and whose numbers are text', async () => {
  server.says(200, {
    recurringRuns: [
      {
        ...{ recurring_run_id: 'j1', display_name: 'weekly', namespace },
        ...{ mode: 'ENABLE', status: 'DISABLED', max_concurrency: '10' },
        ...{ no_catchup: true, experiment_id: 'e1' },
        pipeline_version_reference: { pipeline_id: 'p1' },
        runtime_config: { parameters: { day: 'x' } },
        trigger: {
          cron_schedule: {
            ...{ cron: '0 0 3 * * *', start_time: '2026-01-01T00:00:00Z' },
          },
        },
        ...{ created_at: '2026-01-01T00:00:00Z', service_account: 's' },
      },
      {
        ...{ recurring_run_id: 'j2', mode: 'ENABLE', max_concurrency: '1' },
        trigger: { periodic_schedule: { interval_second: '3600' } },
      },
      { recurring_run_id: 'j3', pipeline_version_id: 'v0' },
    ],
    total_size: 3,
  });
  const bare = { name: '', parameters: {}, noCatchup: false };
  expect((await open().recurringRuns.list({ namespace })).items).toEqual([
    {
      ...{ recurringRunId: 'j1', name: 'weekly', namespace, enabled: false },
      ...{ experimentId: 'e1', pipelineId: 'p1', parameters: { day: 'x' } },
      ...{ maxConcurrency: 10, noCatchup: true, serviceAccount: 's' },
      trigger: { cron: '0 0 3 * * *', startAt: '2026-01-01T00:00:00Z' },
      createdAt: '2026-01-01T00:00:00Z',
    },
    {
      ...{ ...bare, recurringRunId: 'j2', enabled: true, maxConcurrency: 1 },
      trigger: { intervalSeconds: 3600 },
    },
    { ...bare, recurringRunId: 'j3', enabled: false, versionId: 'v0' },
  ]);
  server.says(200, { recurring_run_id: 'j3' });
  expect(await open().recurringRuns.get('j3')).toMatchObject({
    recurringRunId: 'j3',
  });
  expect(sent().asked).toBe('GET /recurringruns/j3');
});

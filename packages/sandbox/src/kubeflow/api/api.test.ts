import { compiledPipeline } from '../../seed/compiledPipeline';
import { PIPELINE_VERSIONS, PIPELINES } from '../../knownResources';
import { startTestKubeflow } from '../../testUtils/startTestKubeflow';
import type { KubeObject } from '../../types';

jest.setTimeout(60_000);

type World = Awaited<ReturnType<typeof startTestKubeflow>>;
let world: World;

beforeEach(async () => {
  world = await startTestKubeflow();
});
afterEach(() => world.stop());

const RUNS = '/runs?namespace=dom-sales';

it('says what it is to anybody', async () => {
  const { body } = await world.call('GET', '/healthz', { token: '' });
  expect(body).toEqual({ multi_user: true, pipeline_store: 'kubernetes' });
});

it.each([
  ['nobody', '', RUNS, 401, 16, /User identity is empty/],
  ['a wrong token', 'wrong', RUNS, 401, 16, /not authenticated/],
  ['a stranger', 'sandbox-sam', RUNS, 403, 7, /not authorized/],
  [
    'no namespace',
    'sandbox-admin',
    '/runs',
    400,
    3,
    /A run cannot have an empty namespace in multi-user mode/,
  ],
  ['no such run', 'sandbox-admin', '/runs/1', 404, 5, /Run 1 not found/],
  ['no such path', 'sandbox-admin', '/nothing', 404, 5, /Not Found/],
  [
    'a bad order',
    'sandbox-admin',
    `${RUNS}&sort_by=color`,
    400,
    3,
    /Invalid sorting field: "color"/,
  ],
  [
    'a bad token',
    'sandbox-admin',
    `${RUNS}&page_token=x`,
    400,
    3,
    /Invalid page token/,
  ],
  [
    'a bad filter',
    'sandbox-admin',
    `${RUNS}&filter=x`,
    400,
    3,
    /failed to parse valid filter/,
  ],
])(
  'refuses %s as google.rpc.Status',
  async (_, token, route, status, code, message) => {
    const answer = await world.call('GET', route, { token });
    expect(answer).toMatchObject({ status, body: { code } });
    expect(answer.body.message).toMatch(message);
  },
);

it('lists runs page by page, filtered and in order, to members too', async () => {
  const { version } = world.addPipeline('price-check');
  for (const name of ['one', 'two', 'three', 'four', 'five']) {
    await world.startRun(version, { name });
    await world.clock.advanceAsync(1000);
  }
  const names: string[] = [];
  let token = '';
  do {
    const route = `${RUNS}&page_size=2&sort_by=created_at%20desc&page_token=${encodeURIComponent(
      token,
    )}`;
    const { body } = await world.call('GET', route, { token: 'sandbox-mia' });
    expect(body.total_size).toBe(5);
    names.push(...body.runs!.map(run => run.display_name));
    token = body.next_page_token ?? '';
  } while (token);
  expect(names).toEqual(['five', 'four', 'three', 'two', 'one']);

  const found = async (predicate: object) => {
    const filter = JSON.stringify({ predicates: [predicate] });
    const { body } = await world.call(
      'GET',
      `${RUNS}&filter=${encodeURIComponent(filter)}`,
    );
    return (body.runs ?? []).map(run => run.display_name);
  };
  expect(
    await found({
      key: 'display_name',
      operation: 'EQUALS',
      string_value: 'two',
    }),
  ).toEqual(['two']);
  expect(
    await found({ key: 'name', operation: 'IS_SUBSTRING', stringValue: 'E' }),
  ).toEqual(['one', 'three', 'five']);
  expect(
    await found({
      key: 'state',
      operation: 8,
      string_values: { values: ['SUCCEEDED'] },
    }),
  ).toEqual([]);
  expect(
    await found({
      key: 'created_at',
      operation: 'GREATER_THAN',
      timestamp_value: '2026-03-02T08:00:02Z',
    }),
  ).toEqual(['four', 'five']);
});

it('tells pipelines and versions by the ids of their objects', async () => {
  const { pipeline, version } = world.addPipeline('price-check');
  const id = pipeline.metadata.uid;
  const named = '/pipelines/names/price-check?namespace=dom-sales';
  expect((await world.call('GET', named)).body).toMatchObject({
    pipeline_id: id,
    name: 'price-check',
    namespace: 'dom-sales',
  });
  const { body } = await world.call('GET', `/pipelines/${id}/versions`);
  expect(body.pipeline_versions).toMatchObject([
    {
      pipeline_id: id,
      pipeline_version_id: version.metadata.uid,
      name: 'price-check-v1',
      pipeline_spec: { pipelineInfo: { name: 'price-check' } },
    },
  ]);
});

it.each([
  [{ market: 3 }, /input parameter market requires type string/],
  [
    { color: 'x' },
    /parameter\(s\) provided are not required by pipeline: color/,
  ],
])('starts no run with parameters %j', async (parameters, message) => {
  const { version } = world.addPipeline('price-check');
  const answer = await world.startRun(version, { parameters, refused: true });
  expect(answer.status).toBe(400);
  expect(answer.body.message).toMatch(message);
  expect(world.workflows()).toEqual([]);
});

it('starts no run for those who may only read', async () => {
  const { version } = world.addPipeline('price-check');
  const token = 'sandbox-mia';
  const answer = await world.startRun(version, { token, refused: true });
  expect(answer.status).toBe(403);
});

it('archives runs and brings them back', async () => {
  const { version } = world.addPipeline('price-check');
  const { run_id: id } = (await world.startRun(version)).body;
  const state = async () =>
    (await world.call('GET', `/runs/${id}`)).body.storage_state;
  await world.call('POST', `/runs/${id}:archive`);
  expect(await state()).toBe('ARCHIVED');
  await world.call('POST', `/runs/${id}:unarchive`);
  expect(await state()).toBe('AVAILABLE');
});

it('goes wrong as it is told to', async () => {
  const { faults } = world.server;
  faults.set(() => ({ status: 429, headers: { 'retry-after': '3' } }));
  expect((await world.call('GET', RUNS)).status).toBe(429);
  faults.set(({ path }) =>
    path.endsWith('/runs') ? { status: 503 } : undefined,
  );
  expect((await world.call('GET', RUNS)).status).toBe(503);
  expect((await world.call('GET', '/healthz')).status).toBe(200);
  faults.set(undefined);
  expect((await world.call('GET', RUNS)).status).toBe(200);
});

describe('a PipelineVersion', () => {
  const build = (spec: object): KubeObject => ({
    apiVersion: 'pipelines.kubeflow.org/v2beta1',
    kind: 'PipelineVersion',
    metadata: { name: 'a-version', namespace: 'dom-sales' },
    spec,
  });
  const create = (spec: object) =>
    world.admin.create(PIPELINE_VERSIONS, build(spec));
  const ir = compiledPipeline('price-check');

  it.each([
    [
      { ...ir, schemaVersion: '2.0.0' },
      /KFP only supports schema version 2.1.0, but the pipeline spec has version 2.0.0/,
    ],
    [{ ...ir, color: 'red' }, /no pipeline spec is provided/],
    [{ ...ir, root: undefined }, /no pipeline spec is provided/],
    ['text', /no pipeline spec is provided/],
    [
      { ...ir, pipelineInfo: { name: 'Big_Name' } },
      /must contain only lowercase alphanumeric/,
    ],
  ])('has a compiled pipeline that KFP takes', (pipelineSpec, message) => {
    world.addPipeline('price-check');
    expect(() => create({ pipelineName: 'price-check', pipelineSpec })).toThrow(
      message as RegExp,
    );
  });

  it('needs its pipeline, goes with it, and never changes', () => {
    expect(() =>
      create({ pipelineName: 'price-check', pipelineSpec: ir }),
    ).toThrow(
      expect.objectContaining({
        status: expect.objectContaining({
          code: 400,
          message:
            'admission webhook "pipelineversions.pipelines.kubeflow.org" denied the request: The spec.pipelineName doesn\'t map to an existing Pipeline object',
        }),
      }),
    );
    const { pipeline, version } = world.addPipeline('price-check');
    const { labels, name, namespace } = version.metadata;
    expect(labels).toMatchObject({
      'pipelines.kubeflow.org/pipeline': 'price-check',
      'pipelines.kubeflow.org/pipeline-id': pipeline.metadata.uid,
    });
    const patch = (spec: object) =>
      world.admin.patch(
        PIPELINE_VERSIONS,
        namespace,
        name,
        { spec },
        {
          type: 'merge',
        },
      );
    expect(() => patch({ description: 'another' })).toThrow(
      /Pipeline spec is immutable; only mutable fields/,
    );
    patch({ displayName: 'Another', tags: { a: 'b' } });
    world.admin.delete(PIPELINES, namespace, 'price-check');
    expect(world.admin.list(PIPELINE_VERSIONS)).toEqual([]);
  });
});

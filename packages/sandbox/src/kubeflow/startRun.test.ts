import { CRON_JOBS, JOBS, PODS, SCHEDULED_WORKFLOWS } from '../knownResources';
import { buildPipelines } from '../seed/pipelines/buildPipelines';
import { NIGHTLY, RECURRING } from '../seed/pipelines/SeedPipeline';
import { startTestKubeflow } from '../testUtils/startTestKubeflow';
import type { KubeObject } from '../types';

jest.setTimeout(60_000);

type World = Awaited<ReturnType<typeof startTestKubeflow>>;
let world: World;

beforeEach(async () => {
  world = await startTestKubeflow();
});
afterEach(() => world.stop());

function seeded(name: string, url = world.url): any {
  return buildPipelines(url).find(
    ({ object }) => object.metadata.name === name,
  )!.object;
}

/** The Job that starts a run once. */
function startJob(name: string, url = world.url): KubeObject {
  const { metadata, spec } = seeded(NIGHTLY.name, url);
  const jobSpec = structuredClone(spec.jobTemplate.spec);
  const [container] = jobSpec.template.spec.containers;
  container.args = [
    `--name=${name}`,
    '--pipeline=price-check',
    '--parameters={"market":"us"}',
  ];
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { ...metadata, name },
    spec: jobSpec,
  };
}

const runs = () => [...world.server.host.runs.values()];
const jobs = () => world.admin.list(JOBS) as any[];
const over = () => jobs().every(({ status }) => status?.conditions);

describe('a Job of the pipeline starter', () => {
  it('starts the run that it is told to, once', async () => {
    const { version } = world.addPipeline('price-check');
    world.admin.create(JOBS, startJob('check-us'));
    await world.until(over, 120);
    expect(jobs()[0].status).toMatchObject({
      succeeded: 1,
      conditions: [{ type: 'SuccessCriteriaMet' }, { type: 'Complete' }],
    });
    expect(runs()).toMatchObject([
      {
        displayName: 'check-us',
        namespace: 'dom-sales',
        parameters: { market: 'us' },
        versionId: version.metadata.uid,
      },
    ]);
    const [pod] = world.admin.list(PODS, {
      labelSelector: 'batch.kubernetes.io/job-name=check-us',
    });
    expect(world.logOf(pod.metadata.name).join('\n')).toMatch(/is started/);

    world.admin.delete(JOBS, 'dom-sales', 'check-us');
    world.admin.create(JOBS, startJob('check-us'));
    await world.until(over, 120);
    expect(runs()).toHaveLength(1);
  });

  it('waits for its pipeline, and fails with a sentence where none comes', async () => {
    world.admin.create(JOBS, startJob('check-us'));
    await world.until(over, 1200);
    expect(jobs()[0].status.conditions.at(-1)).toMatchObject({
      type: 'Failed',
      reason: 'BackoffLimitExceeded',
    });
    const [pod] = world.admin.list(PODS, {
      labelSelector: 'batch.kubernetes.io/job-name=check-us',
    }) as any[];
    expect(pod.status.containerStatuses[0].state.terminated).toMatchObject({
      exitCode: 1,
      message: expect.stringContaining('price-check'),
    });
    expect(runs()).toEqual([]);
  });

  it('calls nothing but the API of the sandbox', async () => {
    world.addPipeline('price-check');
    world.admin.create(JOBS, startJob('check-us', 'http://localhost:1'));
    await world.until(over, 60);
    expect(jobs()[0].status.failed).toBe(1);
    expect(runs()).toEqual([]);
  });
});

describe('a CronJob', () => {
  function addNightly(spec: object = {}): void {
    const object = seeded(NIGHTLY.name);
    world.admin.create(CRON_JOBS, {
      ...object,
      spec: { ...object.spec, ...spec },
    });
  }

  it('starts runs by the clock, in its time zone', async () => {
    world.addPipeline('orders-features');
    addNightly();
    // 2026-03-03 03:00 in Berlin.
    await world.clock.advanceAsync(18 * 3600_000 - 1000);
    expect(jobs()).toEqual([]);
    await world.until(() => runs().length > 0, 60);
    const due = Date.parse('2026-03-03T02:00:00Z');
    expect(jobs()[0].metadata.name).toBe(`${NIGHTLY.name}-${due / 60_000}`);
    expect(runs()[0].displayName).toBe(`${NIGHTLY.name}-20260303T0200Z`);
    await world.until(over, 60);
    await world.clock.advanceAsync(60_000);
    const [{ status }] = world.admin.list(CRON_JOBS) as any[];
    expect(status.lastScheduleTime).toBe('2026-03-03T02:00:00Z');
    expect(status.lastSuccessfulTime).toBe(jobs()[0].status.completionTime);
  });

  it('starts none while it is suspended', async () => {
    addNightly({ suspend: true, schedule: '* * * * *' });
    await world.clock.advanceAsync(300_000);
    expect(jobs()).toEqual([]);
  });

  it('starts none while one goes on, and keeps as many as it should', async () => {
    // Waits ten minutes for its pipeline.
    addNightly({ schedule: '* * * * *', failedJobsHistoryLimit: 1 });
    await world.clock.advanceAsync(240_000);
    expect(jobs()).toHaveLength(1);
    await world.until(() => jobs().some(({ status }) => status?.failed), 900);
    await world.clock.advanceAsync(120_000);
    expect(jobs().filter(({ status }) => status?.failed)).toHaveLength(1);
  });
});

describe('a ScheduledWorkflow', () => {
  it('starts runs of its own, and says when the next is due', async () => {
    const { pipeline, version } = world.addPipeline('payment-scores');
    const object = seeded(RECURRING.name);
    object.metadata.namespace = 'dom-sales';
    object.spec.pipelineId = pipeline.metadata.uid;
    object.spec.pipelineVersionId = version.metadata.uid;
    object.spec.experimentId =
      world.server.host.experiments.defaultOf('dom-sales').id;
    const { metadata } = world.admin.create(SCHEDULED_WORKFLOWS, object);
    await world.clock.advanceAsync(1000);
    const read = () => world.admin.list(SCHEDULED_WORKFLOWS)[0].status as any;
    expect(read().conditions[0].type).toBe('Enabled');
    expect(read().trigger.nextTriggeredTime).toBe('2026-03-02T12:00:00Z');
    await world.until(() => runs().length > 0, 4 * 3600 + 60);
    expect(runs()[0]).toMatchObject({
      recurringRunId: metadata.uid,
      parameters: { day: 'today', threshold: 0.8 },
    });
    expect(read().trigger).toMatchObject({
      lastTriggeredTime: '2026-03-02T12:00:00Z',
      nextTriggeredTime: '2026-03-02T18:00:00Z',
      lastIndex: 1,
    });
    expect(world.workflows()[0].metadata.ownerReferences).toMatchObject([
      { kind: 'ScheduledWorkflow', uid: metadata.uid },
    ]);
  });
});

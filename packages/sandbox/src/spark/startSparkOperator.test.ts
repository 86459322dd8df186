import { EVENTS, PODS, SPARK_APPLICATIONS } from '../knownResources';
import { createTestCluster, testJob } from '../testUtils/createTestCluster';
import type { JobLake, KubeObject } from '../types';
import { podStatus } from './containerStatus';
import { startSparkOperator } from './startSparkOperator';

async function start(options?: {
  quota?: Record<string, string>;
  /** How much too early timers come, as Node's own may. */
  earlyMs?: number;
  lake?: JobLake;
}) {
  const cluster = await createTestCluster(options);
  const { clock } = cluster;
  const { earlyMs = 0, lake } = options ?? {};
  const operator = startSparkOperator({
    ...cluster,
    lake,
    clock: {
      now: () => clock.now(),
      after: (ms, callback) => clock.after(Math.max(1, ms - earlyMs), callback),
    },
  });
  const states: Record<string, string[]> = {};
  const stopWatch = cluster.admin.watch(SPARK_APPLICATIONS, ({ object }) => {
    const { name } = object.metadata;
    const { applicationState } = (object.status ?? {}) as {
      applicationState?: { state: string };
    };
    const state = applicationState?.state ?? '';
    states[name] ??= [];
    if (states[name].at(-1) !== state) states[name].push(state);
  });
  return {
    ...cluster,
    states,
    state: (name: string) =>
      cluster.app(name)?.status?.applicationState?.state ?? '',
    pods: (name: string) =>
      cluster.admin.list(PODS, {
        namespace: 'dom-sales',
        labelSelector: `sparkoperator.k8s.io/app-name=${name}`,
      }),
    events: () =>
      cluster.admin.list(EVENTS, { namespace: 'dom-sales' }) as Array<
        KubeObject & {
          reason: string;
          message: string;
          type: string;
          count: number;
          involvedObject: { name: string };
        }
      >,
    stop() {
      operator.stop();
      stopWatch();
    },
  };
}

describe('startSparkOperator', () => {
  it('ends a job whose timers come a millisecond early', async () => {
    const world = await start({ earlyMs: 1 });
    world.apply(testJob('early', { arguments: ['--sandbox-seconds=2'] }));
    await world.until(() => world.state('early') === 'COMPLETED');
    expect(world.states.early.at(-1)).toBe('COMPLETED');
    world.stop();
  });

  it('saves to the branch that a job names, at its end', async () => {
    const save = jest.fn().mockReturnValue('c0ffee');
    const world = await start({ lake: { save } });
    const args = ['--sandbox-seconds=2', '--to', 'lakefs://lake/fix/tables/a'];
    world.apply(testJob('saver', { arguments: args }));
    await world.until(() => world.state('saver') === 'RUNNING');
    expect(save).not.toHaveBeenCalled();
    await world.until(() => world.state('saver') === 'COMPLETED');
    expect(save.mock.calls).toEqual([
      [
        {
          ...{ repository: 'lake', branch: 'fix', folder: 'tables/a' },
          ...{ namespace: 'dom-sales', job: 'saver' },
          applicationId: world.app('saver')?.status?.sparkApplicationId,
        },
      ],
    ]);
    expect(world.logOf('saver-driver').join('\n')).toContain(
      'Committed c0ffee to lakefs://lake/fix/tables/a',
    );
    world.stop();
  });

  it('fails a job whose branch takes nothing, with the reason in its log', async () => {
    const world = await start({
      lake: {
        save() {
          throw new Error('branch not found');
        },
      },
    });
    const args = ['--sandbox-seconds=2', 'lakefs://lake/gone/a'];
    world.apply(testJob('saver', { arguments: args }));
    await world.until(() => world.state('saver') === 'FAILED');
    expect(world.logOf('saver-driver').join('\n')).toContain(
      "ERROR LakeFSFileSystem: Can't write to lakefs://lake/gone/a: branch not found",
    );
    world.stop();
  });

  it('runs a job through the states, pods, events and log lines of a real one', async () => {
    const world = await start();
    world.apply(
      testJob('daily', { arguments: ['--sandbox-seconds=20'], type: 'Python' }),
    );
    await world.until(() => world.state('daily') === 'RUNNING');
    const driver = world.admin.get(PODS, 'dom-sales', 'daily-driver')!;
    expect(driver.metadata.labels).toMatchObject({
      'spark-role': 'driver',
      'sparkoperator.k8s.io/app-name': 'daily',
      'sparkoperator.k8s.io/launched-by-spark-operator': 'true',
    });
    // 2 GiB and four tenths, since Python's workers live outside the heap.
    expect(driver.spec).toMatchObject({
      serviceAccountName: 'spark',
      nodeName: expect.stringMatching(/^west-/),
      containers: [
        {
          name: 'spark-kubernetes-driver',
          resources: {
            requests: { cpu: '1', memory: '2867Mi' },
            limits: { memory: '2867Mi' },
          },
        },
      ],
    });
    await world.until(() => world.pods('daily').length === 3);
    await world.until(() => world.state('daily') === 'COMPLETED');
    expect(world.states.daily).toEqual([
      '',
      'SUBMITTED',
      'RUNNING',
      'SUCCEEDING',
      'COMPLETED',
    ]);
    const { status } = world.app('daily')!;
    expect(status).toMatchObject({
      executionAttempts: 1,
      submissionAttempts: 1,
      sparkApplicationId: expect.stringMatching(/^spark-[0-9a-f]{32}$/),
      submissionID: expect.stringMatching(/^[0-9a-f-]{36}$/),
      terminationTime: expect.stringMatching(/Z$/),
      driverInfo: { podName: 'daily-driver', webUIServiceName: 'daily-ui-svc' },
    });
    expect(Object.values(status!.executorState!)).toEqual([
      'COMPLETED',
      'COMPLETED',
    ]);
    expect(world.pods('daily').map(pod => pod.metadata.name)).toEqual([
      'daily-driver',
    ]);
    expect(world.events().map(({ reason }) => reason)).toEqual(
      expect.arrayContaining([
        'SparkApplicationSubmitted',
        'Scheduled',
        'Pulling',
        'Pulled',
        'Started',
        'SparkDriverRunning',
        'SparkExecutorRunning',
        'SparkDriverCompleted',
        'SparkApplicationCompleted',
      ]),
    );
    const log = world.logOf('daily-driver');
    expect(log[0]).toMatch(
      /^26\/03\/02 08:00:\d\d INFO SparkContext: Running Spark version 4.0.1$/,
    );
    expect(log.length).toBeGreaterThan(20);
    expect(world.warnings).toEqual([]);
    world.stop();
  });

  it('runs again when its spec is edited, but not for suspend and timeToLiveSeconds', async () => {
    const world = await start();
    const job = testJob('daily', { arguments: ['--sandbox-seconds=5'] });
    world.apply(job);
    await world.until(() => world.state('daily') === 'COMPLETED');
    const first = world.app('daily')!.status!.submissionID;
    world.apply({
      ...job,
      spec: { ...job.spec, timeToLiveSeconds: 86_400, suspend: false },
    } as KubeObject);
    await world.clock.advanceAsync(20_000);
    expect(world.app('daily')!.status!.submissionID).toBe(first);

    const driver = { ...job.spec.driver, memory: '3g' };
    world.apply({ ...job, spec: { ...job.spec, driver } } as KubeObject);
    await world.until(() => world.states.daily.includes('INVALIDATING'));
    await world.until(() => world.state('daily') === 'COMPLETED');
    expect(world.app('daily')!.status!.submissionID).not.toBe(first);
    expect(world.app('daily')!.status!.executionAttempts).toBe(1);
    world.stop();
  });

  it('says that the driver ran out of memory', async () => {
    const world = await start();
    world.apply(
      testJob('score', {
        arguments: ['--sandbox-outcome=oom', '--sandbox-seconds=10'],
      }),
    );
    await world.until(() => world.state('score') === 'FAILED');
    expect(world.states.score).toContain('FAILING');
    expect(world.app('score')!.status!.applicationState!.errorMessage).toBe(
      'driver container failed with ExitCode: 137, Reason: OOMKilled',
    );
    expect(
      world
        .events()
        .filter(({ type }) => type === 'Warning')
        .map(e => e.reason),
    ).toEqual(expect.arrayContaining(['OOMKilling', 'SparkApplicationFailed']));
    expect(world.pods('score').map(pod => podStatus(pod).phase)).toEqual([
      'Failed',
      'Failed',
      'Failed',
    ]);
    world.stop();
  });

  it('fails with the program, and tries again as the restart policy says', async () => {
    const world = await start();
    world.apply(
      testJob('report', {
        arguments: ['--sandbox-outcome=fail', '--sandbox-seconds=5'],
        restartPolicy: {
          type: 'OnFailure',
          onFailureRetries: 1,
          onFailureRetryInterval: 3,
        },
      }),
    );
    await world.until(() => world.state('report') === 'FAILED');
    expect(world.states.report).toContain('PENDING_RERUN');
    expect(world.app('report')!.status).toMatchObject({
      executionAttempts: 2,
      applicationState: {
        errorMessage: 'driver container failed with ExitCode: 1, Reason: Error',
      },
    });
    expect(world.logOf('report-driver').join('\n')).toMatch(
      /ERROR .*Exception/,
    );
    world.stop();
  });

  it('replaces an executor that is lost, and fails when too many are', async () => {
    const world = await start();
    world.apply(
      testJob('train', {
        arguments: ['--sandbox-outcome=executor-lost', '--sandbox-seconds=20'],
      }),
    );
    world.apply(
      testJob('drift', {
        arguments: [
          '--sandbox-outcome=executors-failing',
          '--sandbox-seconds=20',
        ],
      }),
    );
    await world.until(
      () =>
        world.state('train') === 'COMPLETED' &&
        world.state('drift') === 'FAILED',
    );
    const states = world.app('train')!.status!.executorState!;
    expect(Object.values(states).sort()).toEqual([
      'COMPLETED',
      'COMPLETED',
      'FAILED',
    ]);
    expect(world.events().map(({ reason }) => reason)).toContain(
      'SparkExecutorFailed',
    );
    expect(world.app('drift')!.status!.applicationState!.errorMessage).toMatch(
      /ExitCode: 11/,
    );
    world.stop();
  });

  it('waits for an image that cannot be pulled, and gives up in the end', async () => {
    const world = await start();
    world.apply(
      testJob('orders', { image: 'registry.example.com/sales/jobs:missing-1' }),
    );
    const waiting = () =>
      JSON.stringify(
        world.admin.get(PODS, 'dom-sales', 'orders-driver')?.status,
      );
    await world.until(() => /ImagePullBackOff/.test(waiting()));
    expect(world.state('orders')).toBe('SUBMITTED');
    expect(
      world.events().filter(({ reason }) => /Failed|BackOff/.test(reason))
        .length,
    ).toBeGreaterThan(1);
    await world.until(() => world.state('orders') === 'FAILED', 700);
    expect(world.app('orders')!.status!.applicationState!.errorMessage).toMatch(
      /ImagePullBackOff.*not found/,
    );
    world.stop();
  });

  it('waits for quota: a driver that is refused is submitted again until there is room', async () => {
    const world = await start({ quota: { 'requests.cpu': '4' } });
    world.apply(
      testJob('long', {
        arguments: ['--sandbox-seconds=60'],
        executor: { cores: 1, memory: '1g', instances: 3 },
      }),
    );
    await world.until(() => world.pods('long').length === 4);
    world.apply(
      testJob('next', {
        arguments: ['--sandbox-seconds=5'],
        restartPolicy: {
          type: 'OnFailure',
          onSubmissionFailureRetries: 50,
          onSubmissionFailureRetryInterval: 5,
        },
      }),
    );
    world.apply(testJob('never', { restartPolicy: { type: 'Never' } }));
    await world.until(() => world.state('next') === 'SUBMISSION_FAILED');
    expect(world.app('next')!.status!.applicationState!.errorMessage).toMatch(
      /^failed to run spark-submit: .*pods "next-driver" is forbidden: exceeded quota: domain-quota, requested: requests.cpu=1, used: requests.cpu=4, limited: requests.cpu=4$/,
    );
    await world.until(() => world.state('never') === 'FAILED');
    await world.until(() => world.state('next') === 'COMPLETED', 400);
    expect(world.app('next')!.status!.submissionAttempts).toBeGreaterThan(1);
    world.stop();
  });

  it('runs with the executors that it gets and asks for the others again', async () => {
    const world = await start({ quota: { 'requests.cpu': '3' } });
    world.apply(
      testJob('wide', {
        arguments: ['--sandbox-seconds=40'],
        executor: { cores: 1, memory: '1g', instances: 4 },
      }),
    );
    await world.until(() =>
      world.logOf('wide-driver').some(line => /exceeded quota/.test(line)),
    );
    expect(world.state('wide')).toBe('RUNNING');
    expect(world.pods('wide')).toHaveLength(3);
    await world.until(() => world.state('wide') === 'COMPLETED');
    world.stop();
  });

  it('grows with dynamic allocation', async () => {
    const world = await start();
    world.apply(
      testJob('grow', {
        arguments: ['--sandbox-seconds=60'],
        dynamicAllocation: {
          enabled: true,
          initialExecutors: 1,
          minExecutors: 1,
          maxExecutors: 4,
        },
        executor: { cores: 1, memory: '1g' },
      }),
    );
    await world.until(() => world.pods('grow').length === 2);
    await world.until(() => world.pods('grow').length === 5);
    expect(world.logOf('grow-driver').join('\n')).toMatch(
      /ExecutorAllocationManager: Requesting executors/,
    );
    world.stop();
  });

  it('suspends and resumes', async () => {
    const world = await start();
    const job = testJob('stream', { arguments: ['--sandbox-outcome=stream'] });
    world.apply(job);
    await world.until(() => world.state('stream') === 'RUNNING');
    world.apply({ ...job, spec: { ...job.spec, suspend: true } } as KubeObject);
    await world.until(() => world.state('stream') === 'SUSPENDED');
    expect(world.pods('stream')).toEqual([]);
    world.apply({
      ...job,
      spec: { ...job.spec, suspend: false },
    } as KubeObject);
    await world.until(() => world.state('stream') === 'RUNNING');
    expect(world.states.stream).toEqual(
      expect.arrayContaining(['SUSPENDING', 'RESUMING']),
    );
    world.stop();
  });

  it('cleans up after a job that is deleted, and after its time to live', async () => {
    const world = await start();
    world.apply(testJob('gone', { arguments: ['--sandbox-outcome=stream'] }));
    world.apply(
      testJob('short', {
        arguments: ['--sandbox-seconds=5'],
        timeToLiveSeconds: 30,
      }),
    );
    await world.until(() => world.pods('gone').length === 3);
    world.admin.delete(SPARK_APPLICATIONS, 'dom-sales', 'gone');
    expect(world.pods('gone')).toEqual([]);
    await world.until(() => world.state('short') === 'COMPLETED');
    await world.until(() => world.app('short') === undefined);
    world.stop();
  });

  it('fails when somebody deletes the driver, and tells of a pod that fits no node', async () => {
    const world = await start();
    world.apply(testJob('cut', { arguments: ['--sandbox-outcome=stream'] }));
    world.apply(
      testJob('gpu', {
        driver: {
          cores: 1,
          memory: '1g',
          serviceAccount: 'spark',
          nodeSelector: { pool: 'nowhere' },
        },
      }),
    );
    await world.until(() => world.state('cut') === 'RUNNING');
    world.admin.delete(PODS, 'dom-sales', 'cut-driver');
    await world.until(() => world.state('cut') === 'FAILED');
    expect(world.app('cut')!.status!.applicationState!.errorMessage).toBe(
      'driver pod not found',
    );
    await world.until(() =>
      world.events().some(({ reason }) => reason === 'FailedScheduling'),
    );
    expect(world.state('gpu')).toBe('SUBMITTED');
    world.stop();
  });
});

import {
  buildSparkApplication,
  buildSparkManifest,
  sparkApplicationFixtures,
} from '../testUtils';
import { setPath } from '../jsonPath';
import type { PodSummary, Workload } from '../types';
import { sparkApplicationKind as kind } from './spark-application';

const GIB = 1024 ** 3;
const MIB = 1024 ** 2;

describe('summarize and run', () => {
  it.each(sparkApplicationFixtures.map(one => [one.name, one] as const))(
    '%s',
    (_name, { object, expected }) => {
      const summary = kind.summarize(object);
      expect(summary).toMatchObject({
        state: expected.state,
        stateDetail: expected.stateDetail,
        description: 'Spark 4.0.1 · Python',
      });
      expect(summary.reason?.code).toBe(expected.reason);
      expect(summary.startedAt).toBe(expected.startedAt);
      expect(summary.endedAt).toBe(expected.endedAt);
      const run = kind.run(object);
      expect(run?.key).toBe(expected.runKey);
      expect(run?.state).toBe(expected.runState);
    },
  );

  it('says why in words, with what one would edit and what the system said', () => {
    const reasonOf = (name: string) =>
      kind.summarize(
        sparkApplicationFixtures.find(one => one.name === name)!.object,
      ).reason;
    expect(reasonOf('failed-out-of-memory')).toEqual({
      code: 'out-of-memory',
      message: 'The driver ran out of memory (exit 137, limit 2.8 GiB).',
      editPath: 'spec.driver.memory',
      detail: 'driver container failed with ExitCode: 137, Reason: OOMKilled',
    });
    expect(reasonOf('failed-image')?.message).toBe(
      'The image apache/spark:4.0.1 cannot be pulled.',
    );
    expect(reasonOf('submission-failed-quota')?.message).toBe(
      "The domain's quota (requests.cpu=4 asked) has no room for it.",
    );
    expect(reasonOf('failed-application')?.message).toBe(
      'The program ended with exit code 2; its log says why.',
    );
    expect(reasonOf('failed-executor-lost')?.message).toBe(
      'The program failed after 1 executor was lost.',
    );
  });

  it('says how many executors are missing, where none is on its way', () => {
    const reasonOf = (executors: object, spec?: Record<string, unknown>) =>
      kind.summarize(
        buildSparkApplication({
          spec,
          status: {
            applicationState: { state: 'RUNNING' },
            executorState: executors,
          },
        }),
      ).reason;
    const dynamic = (minExecutors: number) => ({
      dynamicAllocation: { enabled: true, minExecutors, maxExecutors: 8 },
    });
    expect(reasonOf({ a: 'RUNNING' }, { executor: { instances: 4 } })).toEqual({
      code: 'executors-missing',
      message: 'Runs with 1 of 4 executors; the others wait.',
      missing: { role: 'executor', running: 1, wanted: 4 },
    });
    expect(reasonOf({ a: 'RUNNING' })?.message).toBe(
      'Runs with 1 of 2 executors; the other waits.',
    );
    expect(reasonOf({ a: 'RUNNING' }, dynamic(3))?.missing).toEqual({
      role: 'executor',
      running: 1,
      wanted: 3,
    });
    expect(reasonOf({ a: 'RUNNING' }, dynamic(1))).toBeUndefined();
    expect(reasonOf({ a: 'RUNNING', b: 'PENDING' })).toBeUndefined();
    expect(reasonOf({ a: 'RUNNING', b: 'RUNNING' })).toBeUndefined();
    expect(reasonOf({ a: 'RUNNING', b: 'FAILED' })).toMatchObject({
      code: 'executor-lost',
      missing: { running: 1, wanted: 2 },
    });
  });

  it('masks what the system said', () => {
    const object = buildSparkApplication({
      status: {
        applicationState: {
          state: 'FAILED',
          errorMessage: 'spark-submit --conf spark.x.password=abc failed',
        },
      },
    });
    expect(JSON.stringify(kind.summarize(object))).not.toContain('abc');
  });

  it('links to the Spark UI only over HTTP', () => {
    const linksOf = (webUIIngressAddress: string) =>
      kind.summarize(
        buildSparkApplication({
          status: { driverInfo: { webUIIngressAddress } },
        }),
      ).links;
    expect(linksOf('spark.example.com/x')[0].url).toBe(
      'http://spark.example.com/x',
    );
    expect(linksOf('https://spark.example.com')[0].url).toBe(
      'https://spark.example.com',
    );
    expect(linksOf('')).toEqual([]);
  });

  it.each([undefined, null, 'x', 3, [], {}])(
    'lives with a spec of %p',
    spec => {
      const object = { ...buildSparkManifest(), spec, status: spec };
      expect(kind.summarize(object).state).toBe('pending');
      expect(kind.footprint(object).pods).toBe(2);
      expect(kind.run(object)).toBeUndefined();
      expect(kind.validate(object).length).toBeGreaterThan(0);
    },
  );
});

describe('readPods', () => {
  const workload = (changes: Partial<Workload> = {}): Workload => ({
    kubernetesCluster: 'west',
    namespace: 'dom-sales',
    kind: 'spark-application',
    name: 'daily-orders',
    uid: 'u',
    domain: 'sales',
    role: 'job',
    createdAt: '2026-11-20T10:00:00Z',
    footprint: kind.footprint(buildSparkManifest()),
    ...kind.summarize(
      sparkApplicationFixtures.find(({ name }) => name === 'submitted')!.object,
    ),
    ...changes,
  });
  const driver = (changes: Partial<PodSummary> = {}): PodSummary => ({
    name: 'daily-orders-driver',
    role: 'driver',
    phase: 'Pending',
    restarts: 0,
    createdAt: '2026-11-20T10:00:01Z',
    ...changes,
  });
  const read = (one: Workload, pods: PodSummary[]) =>
    kind.readPods!(one, () => pods);

  it.each<[string | undefined, string | undefined]>([
    ['ImagePullBackOff', 'image-pull'],
    ['ErrImagePull', 'image-pull'],
    ['Unschedulable', 'unschedulable'],
    ['CreateContainerConfigError', 'container-config'],
    [undefined, undefined],
  ])('of a submitted job whose driver says %s: %s', (reason, code) => {
    expect(read(workload(), [driver({ reason })]).reason?.code).toBe(code);
  });

  it('says what the pod said, without credentials', () => {
    const message = 'could not find key password=hunter22 in Secret sales/a';
    const { reason } = read(workload(), [
      driver({ reason: 'CreateContainerConfigError', message }),
    ]);
    expect(reason?.detail).toContain('in Secret sales/a');
    expect(reason?.detail).not.toContain('hunter22');
  });

  it('takes no pod of an earlier try for one of this, and asks for none where it needs none', () => {
    const before = driver({ phase: 'Failed', reason: 'OOMKilled' });
    expect(read(workload(), [before]).reason).toBeUndefined();
    const pods = jest.fn(() => []);
    for (const state of ['running', 'failed', 'succeeded'] as const) {
      kind.readPods!(workload({ state }), pods);
    }
    expect(pods).not.toHaveBeenCalled();
  });
});

describe('footprint', () => {
  const of = (spec: Record<string, unknown>) =>
    kind.footprint(buildSparkManifest({ spec }));

  it('counts overhead: four tenths for Python, a tenth for the JVM, 384 MiB at least', () => {
    expect(of({})).toEqual({
      cpu: 5,
      // 2048 + 819 MiB, and twice 4096 + 1638 MiB
      memory: (2867 + 2 * 5734) * MIB,
      gpu: 0,
      pods: 3,
      parts: [
        {
          role: 'driver',
          path: 'spec.driver',
          count: 1,
          minCount: 1,
          cpu: 1,
          memory: 2867 * MIB,
          gpu: 0,
        },
        {
          role: 'executor',
          path: 'spec.executor',
          count: 2,
          minCount: 2,
          cpu: 2,
          memory: 5734 * MIB,
          gpu: 0,
        },
      ],
    });
    const [driver, executor] = of({ type: 'Scala' }).parts;
    expect(driver.memory).toBe((2048 + 384) * MIB);
    expect(executor.memory).toBe((4096 + 409) * MIB);
  });

  it('takes an explicit overhead, a factor, and what sparkConf says', () => {
    expect(
      of({ driver: { memory: '1g', memoryOverhead: '100m' } }).parts[0].memory,
    ).toBe(1124 * MIB);
    expect(of({ memoryOverheadFactor: '0.5' }).parts[1].memory).toBe(6 * GIB);
    const sparkConf = {
      'spark.driver.memory': '3g',
      'spark.driver.cores': '3',
      'spark.executor.memoryOverhead': '1g',
      'spark.executor.instances': '4',
      'spark.memory.offHeap.enabled': 'true',
      'spark.memory.offHeap.size': '1073741824',
    };
    const { parts } = of({ sparkConf, driver: {}, executor: { memory: '2g' } });
    expect(parts[0]).toMatchObject({ cpu: 3, memory: (3072 + 1228) * MIB });
    expect(parts[1]).toMatchObject({ count: 4, memory: 4 * GIB });
  });

  it('tells requests from cores and limits', () => {
    expect(
      of({ driver: { cores: 4, coreRequest: '500m', coreLimit: '2' } })
        .parts[0],
    ).toMatchObject({ cpu: 0.5, cpuLimit: 2 });
  });

  it('counts dynamic allocation at its most, and remembers its least', () => {
    const dynamicAllocation = {
      enabled: true,
      minExecutors: 1,
      initialExecutors: 2,
      maxExecutors: 8,
    };
    expect(of({ dynamicAllocation }).parts[1]).toMatchObject({
      count: 8,
      minCount: 1,
    });
    expect(
      of({
        executor: {},
        sparkConf: {
          'spark.dynamicAllocation.enabled': 'true',
          'spark.dynamicAllocation.maxExecutors': '3',
        },
      }).parts[1],
    ).toMatchObject({ count: 3, minCount: 0 });
  });

  it('counts GPUs per executor', () => {
    expect(
      of({
        executor: {
          instances: 3,
          gpu: { name: 'nvidia.com/gpu', quantity: 2 },
        },
      }).gpu,
    ).toBe(6);
  });
});

describe('isLive', () => {
  const manifest = buildSparkManifest({
    spec: { suspend: false, arguments: [], driver: { coreLimit: '1000m' } },
  });
  const live = (spec: Record<string, unknown>, metadata = {}) =>
    kind.isLive(
      manifest,
      buildSparkApplication({
        spec: { driver: { coreLimit: '1', memory: '1g' }, ...spec },
        metadata,
      }),
    );

  it('is so when all that the manifest sets is there, and more', () => {
    expect(live({ restartPolicy: { type: 'Never' } })).toBe(true);
  });

  it.each([
    ['another value', { image: 'apache/spark:4.0.0' }, {}],
    ['a part missing', { driver: {} }, {}],
    ['being deleted', {}, { deletionTimestamp: '2026-01-01T00:00:00Z' }],
  ])('is not with %s', (_what, spec, metadata) => {
    expect(live(spec, metadata)).toBe(false);
  });
});

describe('runsAgain', () => {
  const before = buildSparkManifest();
  it('says so for a change of the spec, and names it', () => {
    const after = buildSparkManifest({
      spec: { driver: { cores: 1, memory: '4g', serviceAccount: 'spark' } },
    });
    expect(kind.runsAgain(before, after)).toBe(
      'Merging this runs daily-orders again from its beginning, even if it has finished: driver.memory changes.',
    );
  });

  it('says so for another spelling too: the operator compares texts', () => {
    const limit = (coreLimit: string) =>
      buildSparkManifest({ spec: { driver: { coreLimit } } });
    expect(kind.runsAgain(limit('1'), limit('1000m'))).toContain(
      'driver.coreLimit',
    );
  });

  it('says nothing for a new job, labels, suspend or an empty list', () => {
    const after = {
      ...before,
      metadata: { name: 'daily-orders', labels: { a: 'b' } },
    };
    expect(kind.runsAgain(undefined, before)).toBeUndefined();
    expect(kind.runsAgain(before, after)).toBeUndefined();
    expect(
      kind.runsAgain(before, buildSparkManifest({ spec: { suspend: true } })),
    ).toBeUndefined();
    expect(
      kind.runsAgain(before, buildSparkManifest({ spec: { arguments: [] } })),
    ).toBeUndefined();
  });

  it('of a resize comes from the sizes, which are values that are edited', () => {
    const { fields = [] } = kind.verbs.find(({ id }) => id === 'resize')!;
    const editable = kind.editable.map(({ path }) => path);
    expect(editable).toEqual(expect.arrayContaining(fields));
    for (const path of fields) {
      const value = path.endsWith('memory') ? '9g' : 9;
      const next = setPath(before, path, value);
      expect(kind.runsAgain(before, next)).toMatch(/again from its beginning/);
    }
  });

  const plain = kind.verbs.filter(({ fields }) => !fields);
  it.each(plain)('of $id is as the verb says', verb => {
    const from =
      verb.id === 'resume'
        ? buildSparkManifest({ spec: { suspend: true } })
        : before;
    const copy = JSON.stringify(from);
    const next = verb.apply(from, '2026-11-20T10:00:00Z');
    expect(JSON.stringify(from)).toBe(copy);
    expect(kind.runsAgain(from, next) !== undefined).toBe(verb.runsAgain);
    expect(kind.validate(next)).toEqual([]);
  });
});

it('is run again also where it was suspended after it had finished, as tidying does', () => {
  const again = kind.verbs.find(({ id }) => id === 'run-again')!;
  const at = '2026-11-20T10:00:00Z';
  const tidied = buildSparkManifest({ spec: { suspend: true } });
  const next = again.apply(tidied, at);
  expect(next.spec).toMatchObject({ suspend: false });
  expect(kind.runsAgain(tidied, next)).toMatch(/even if it has finished/);
  expect(again.apply(buildSparkManifest(), at).spec).not.toHaveProperty(
    'suspend',
  );
});

describe('validate', () => {
  const pathsOf = (spec: Record<string, unknown>) =>
    kind.validate(buildSparkManifest({ spec })).map(({ path }) => path);

  it('has nothing against the builder', () => {
    expect(pathsOf({})).toEqual([]);
  });

  it.each<[Record<string, unknown>, string]>([
    [{ type: 'Cobol' }, 'spec.type'],
    [{ type: 'Scala' }, 'spec.mainClass'],
    [{ image: undefined }, 'spec.image'],
    [{ timeToLiveSeconds: 60 }, 'spec.timeToLiveSeconds'],
    [{ mode: 'client' }, 'spec.mode'],
    [
      { driver: { serviceAccount: 'spark', memory: '4Gi' } },
      'spec.driver.memory',
    ],
    [{ driver: { serviceAccount: 'spark', cores: 0 } }, 'spec.driver.cores'],
    [
      { driver: { serviceAccount: 'spark', cores: 4, coreLimit: '2' } },
      'spec.driver.coreLimit',
    ],
    [{ executor: { instances: 1.5 } }, 'spec.executor.instances'],
    [
      { dynamicAllocation: { enabled: true, minExecutors: 1 } },
      'spec.dynamicAllocation.maxExecutors',
    ],
    ...[
      'spark.master',
      'spark.kubernetes.driver.master',
      'spark.kubernetes.container.image',
      'spark.kubernetes.driver.container.image',
      'spark.kubernetes.executor.container.image',
      'spark.kubernetes.authenticate.driver.serviceAccountName',
      'spark.kubernetes.authenticate.executor.serviceAccountName',
      'spark.kubernetes.authenticate.oauthToken',
      'spark.kubernetes.authenticate.oauthTokenFile',
      'spark.kubernetes.authenticate.driver.oauthToken',
      'spark.kubernetes.authenticate.driver.oauthTokenFile',
      'spark.kubernetes.authenticate.executor.oauthToken',
      'spark.kubernetes.authenticate.executor.oauthTokenFile',
      'spark.kubernetes.driver.podTemplateFile',
      'spark.kubernetes.executor.volumes.hostPath.a.mount.path',
      'spark.kubernetes.namespace',
    ].map((key): [Record<string, unknown>, string] => [
      { sparkConf: { [key]: 'x' } },
      `spec.sparkConf["${key}"]`,
    ]),
    ...['spark.kubernetes.driver.master=https://x/?a', ' spark.master', ''].map(
      (key): [Record<string, unknown>, string] => [
        { sparkConf: { [key]: 'x' } },
        `spec.sparkConf["${key}"]`,
      ],
    ),
    [{ hadoopConf: { 'a=b --conf': 'x' } }, 'spec.hadoopConf["a=b --conf"]'],
    [{ driver: { serviceAccount: '' } }, 'spec.driver.serviceAccount'],
    [{ sparkConf: { 'spark.a': 3 } }, 'spec.sparkConf["spark.a"]'],
  ])('%j: %s', (spec, path) => {
    expect(pathsOf(spec)).toEqual([path]);
  });
});

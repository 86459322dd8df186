import { checkPolicy } from '../policy';
import {
  buildConnectManifest,
  buildSparkConnect,
  settingsFixture,
  sparkConnectFixtures,
} from '../testUtils';
import type { KubernetesObject, PodSummary, Workload } from '../types';
import { sparkConnectKind as kind } from './spark-connect';

const MIB = 1024 ** 2;

const specOf = (object: KubernetesObject) => object.spec as Record<string, any>;

/** The manifest with other values at places of its server's container. */
function withContainer(container: Record<string, unknown>): KubernetesObject {
  const manifest = buildConnectManifest();
  const [first] = specOf(manifest).server.template.spec.containers;
  Object.assign(first, container);
  return manifest;
}

describe('summarize', () => {
  it.each(sparkConnectFixtures.map(one => [one.name, one] as const))(
    '%s',
    (_name, { object, expected }) => {
      const summary = kind.summarize(object);
      expect(summary).toMatchObject({
        state: expected.state,
        stateDetail: expected.stateDetail,
        endpoint: `sc://${object.metadata.name}-server.dom-sales.svc.cluster.local:15002`,
      });
      expect(summary.reason?.code).toBe(expected.reason);
      expect(summary.startedAt).toBe(expected.startedAt);
      expect(summary.endedAt).toBeUndefined();
      expect(kind.run(object)).toBeUndefined();
    },
  );

  const summaryOf = (name: string) =>
    kind.summarize(sparkConnectFixtures.find(one => one.name === name)!.object);

  it('tells a server that starts from one that was lost', () => {
    expect(summaryOf('starting').reason?.message).toBe(
      'Its server is not ready yet.',
    );
    expect(summaryOf('lost-its-server').reason?.message).toBe(
      'Its server was ready and is not any more, so nobody can connect; its pod says why.',
    );
  });

  it('says what it is, and how many executors it has while it runs', () => {
    expect(summaryOf('ready').description).toBe(
      'Spark Connect 4.0.1 · 2 executors',
    );
    expect(summaryOf('starting').description).toBe('Spark Connect 4.0.1');
  });

  it('names the executors that are missing, and misses none that may be let go', () => {
    expect(summaryOf('ready-executors-missing').reason).toMatchObject({
      message: 'Runs with 1 of 2 executors; the other waits.',
      missing: { role: 'executor', running: 1, wanted: 2 },
    });
    expect(summaryOf('ready-idle').reason).toBeUndefined();
  });

  it('masks what the system said', () => {
    const object = buildSparkConnect({
      status: {
        state: 'Failed',
        conditions: [
          { type: 'ServerPodReady', message: 'spark.x.password=abc refused' },
        ],
      },
    });
    expect(JSON.stringify(kind.summarize(object))).not.toContain('abc');
  });

  it.each([undefined, null, 'x', 3, [], {}])(
    'lives with a spec of %p',
    spec => {
      const object = { ...buildConnectManifest(), spec, status: spec };
      expect(kind.summarize(object).state).toBe('pending');
      expect(kind.footprint(object).pods).toBe(3);
      expect(kind.validate(object).length).toBeGreaterThan(0);
      expect(kind.settle?.(object, object)).toBe(object);
    },
  );
});

describe('footprint', () => {
  const of = (spec: Record<string, unknown>) =>
    kind.footprint(buildConnectManifest({ spec }));

  it("counts the server by its container, and executors with a JVM's overhead", () => {
    expect(of({})).toEqual({
      cpu: 6,
      // 4096 + 409 MiB, three times
      memory: 3 * 4505 * MIB,
      gpu: 0,
      pods: 3,
      parts: [
        {
          role: 'server',
          path: 'spec.server',
          count: 1,
          minCount: 1,
          cpu: 2,
          memory: 4505 * MIB,
          gpu: 0,
        },
        {
          role: 'executor',
          path: 'spec.executor',
          count: 2,
          minCount: 2,
          cpu: 2,
          memory: 4505 * MIB,
          gpu: 0,
        },
      ],
    });
  });

  it('takes what the container says over what the heap needs', () => {
    const { parts } = kind.footprint(
      withContainer({
        resources: {
          requests: { cpu: '500m', memory: '6Gi' },
          limits: { cpu: '2', memory: '8Gi' },
        },
      }),
    );
    expect(parts[0]).toMatchObject({
      cpu: 0.5,
      cpuLimit: 2,
      memory: 6 * 1024 * MIB,
    });
  });

  it('counts what the heap needs where the container says nothing', () => {
    const [server] = of({ server: { cores: 3, memory: '8g' } }).parts;
    expect(server).toMatchObject({ cpu: 3, memory: (8192 + 819) * MIB });
  });

  it.each<[string, Record<string, unknown>, [number, number]]>([
    ["two executors, as Spark's own default", { executor: {} }, [2, 2]],
    [
      'a range',
      {
        executor: {},
        dynamicAllocation: { enabled: true, minExecutors: 1, maxExecutors: 6 },
      },
      [1, 6],
    ],
    [
      'the number in sparkConf',
      { executor: {}, sparkConf: { 'spark.executor.instances': '5' } },
      [5, 5],
    ],
  ])('counts %s', (_name, spec, [minCount, count]) => {
    expect(of(spec).parts[1]).toMatchObject({ minCount, count });
  });

  it('counts none where none is asked for', () => {
    expect(of({ executor: { instances: 0 } }).parts).toHaveLength(1);
  });
});

describe('isLive', () => {
  const manifest = buildConnectManifest();

  it('is live as soon as the API server holds it, whatever its server does', () => {
    expect(kind.isLive(manifest, buildSparkConnect())).toBe(true);
    const other = buildConnectManifest({
      spec: { image: 'apache/spark:4.0.2' },
    });
    expect(kind.isLive(other, buildSparkConnect())).toBe(false);
  });
});

describe('what a merge does', () => {
  const before = buildConnectManifest();
  const after = (spec: Record<string, unknown>) =>
    kind.consequences?.(before, buildConnectManifest({ spec }));

  it('never runs anything again', () => {
    const next = buildConnectManifest({
      spec: { image: 'apache/spark:4.0.2' },
    });
    expect(kind.runsAgain(before, next)).toBeUndefined();
  });

  it('is nothing for the server that runs, until its pod is deleted', () => {
    expect(
      after({ executor: { cores: 4, memory: '4g', instances: 2 } }),
    ).toEqual([
      'Merging this changes nothing that runs: sales-sql goes on as it is until its pod sales-sql-server is deleted, which ends all its sessions; then the operator makes it anew, with what is in Git.',
    ]);
  });

  it('cuts it off where the version changes: its Service keeps selecting the old one', () => {
    const [first, second] = after({ sparkVersion: '4.1.0' }) ?? [];
    expect(first).toMatch(/^Merging this cuts sales-sql off/);
    expect(second).toMatch(/^Merging this changes nothing that runs/);
  });

  it('needs no word where nothing changes, or nothing was there', () => {
    expect(after({})).toEqual([]);
    expect(kind.consequences?.(undefined, before)).toEqual([]);
  });
});

describe('settle', () => {
  it("sizes the server's container as its heap and cores need it", () => {
    const before = buildConnectManifest();
    const edited = buildConnectManifest({
      spec: {
        server: { ...specOf(before).server, cores: 4, memory: '8g' },
      },
    });
    const copy = JSON.stringify(edited);
    const settled = kind.settle!(before, edited);
    expect(JSON.stringify(edited)).toBe(copy);
    expect(specOf(settled).server.template.spec).toEqual({
      serviceAccountName: 'spark',
      containers: [
        {
          name: 'spark-kubernetes-driver',
          resources: {
            requests: { cpu: '4', memory: '9011Mi' },
            limits: { memory: '9011Mi' },
          },
        },
      ],
    });
    expect(kind.validate(settled)).toEqual([]);
  });

  it('keeps a CPU limit with the cores, and whatever else is asked for', () => {
    const before = withContainer({
      resources: {
        requests: { cpu: '2', memory: '5Gi', 'ephemeral-storage': '1Gi' },
        limits: { cpu: '2', memory: '5Gi' },
      },
    });
    const next = {
      ...before,
      spec: {
        ...specOf(before),
        server: { ...specOf(before).server, cores: 3 },
      },
    };
    const [container] = specOf(kind.settle!(before, next)).server.template.spec
      .containers;
    expect(container.resources).toEqual({
      requests: { cpu: '3', memory: '4505Mi', 'ephemeral-storage': '1Gi' },
      limits: { cpu: '3', memory: '4505Mi' },
    });
  });

  it('is what a resize is made of', () => {
    const { fields = [] } = kind.verbs.find(({ id }) => id === 'resize')!;
    const editable = kind.editable.map(({ path }) => path);
    expect(editable).toEqual(expect.arrayContaining(fields));
    expect(editable.filter(path => !fields.includes(path))).toEqual([
      'spec.image',
    ]);
  });

  it('leaves be what was not resized, and a size that is none', () => {
    const before = withContainer({ resources: { limits: { memory: '9Gi' } } });
    const other = {
      ...before,
      spec: { ...specOf(before), image: 'apache/spark:4.0.2' },
    };
    expect(kind.settle!(before, other)).toBe(other);
    const wrong = {
      ...before,
      spec: {
        ...specOf(before),
        server: { ...specOf(before).server, memory: 'plenty' },
      },
    };
    expect(kind.settle!(before, wrong)).toBe(wrong);
  });
});

describe('resize', () => {
  const resize = kind.verbs.find(({ id }) => id === 'resize')!;

  it('is all that the operator can do to one that is there', () => {
    expect(kind.verbs).toEqual([resize]);
  });
});

describe('readPods', () => {
  const workload = (changes: Partial<Workload> = {}): Workload => ({
    kubernetesCluster: 'west',
    namespace: 'dom-sales',
    kind: 'spark-connect',
    name: 'sales-sql',
    uid: 'u',
    domain: 'sales',
    role: 'compute',
    createdAt: '2026-11-20T10:00:00Z',
    changedAt: '2026-11-20T10:00:00Z',
    footprint: kind.footprint(buildConnectManifest()),
    ...kind.summarize(buildSparkConnect()),
    ...changes,
  });
  const server = (changes: Partial<PodSummary> = {}): PodSummary => ({
    name: 'sales-sql-server',
    role: 'connect-server',
    phase: 'Running',
    restarts: 0,
    createdAt: '2026-11-20T10:00:01Z',
    ...changes,
  });
  const read = (one: Workload, pods: PodSummary[]) =>
    kind.readPods!(one, () => pods);

  it('says nothing of a server that is as it should be', () => {
    const one = workload({ state: 'running', reason: undefined });
    expect(read(one, [server()])).toEqual(one);
    expect(read(one, [])).toBe(one);
  });

  it('says that the server is older than the last change, and how to make it anew', () => {
    const changed = workload({
      state: 'running',
      changedAt: '2026-11-20T12:00:00Z',
      // Of what is asked for now; the server that runs was asked for fewer.
      reason: { code: 'executors-missing', message: 'Runs with 2 of 4' },
    });
    const { outdated, reason } = read(changed, [server()]);
    expect(outdated).toEqual({
      code: 'restart-needed',
      message:
        'Its server started before sales-sql was changed last, and runs on as it was until its pod sales-sql-server is deleted, which ends all its sessions.',
      detail: 'kubectl delete pod sales-sql-server --namespace dom-sales',
    });
    expect(reason).toBeUndefined();
    const anew = server({ createdAt: '2026-11-20T12:00:05Z' });
    expect(read(changed, [anew]).outdated).toBeUndefined();
  });

  it.each<[Partial<PodSummary>, string]>([
    [{ reason: 'ImagePullBackOff', phase: 'Pending' }, 'image-pull'],
    [{ reason: 'Unschedulable', phase: 'Pending' }, 'unschedulable'],
    [{ reason: 'CreateContainerConfigError' }, 'container-config'],
    [{ reason: 'OOMKilled', exitCode: 137, phase: 'Failed' }, 'out-of-memory'],
    [{ phase: 'Pending' }, 'server-missing'],
  ])('of %j: %s', (changes, code) => {
    expect(read(workload(), [server(changes)]).reason?.code).toBe(code);
  });
});

describe('validate', () => {
  const pathsOf = (object: KubernetesObject) =>
    kind.validate(object).map(({ path }) => path);
  const server = 'spec.server.template.spec';
  const container = `${server}.containers[0]`;

  it('has nothing against the builder', () => {
    expect(pathsOf(buildConnectManifest())).toEqual([]);
  });

  it.each<[Record<string, unknown>, string[]]>([
    [{ sparkVersion: undefined }, ['spec.sparkVersion']],
    [{ image: undefined }, ['spec.image']],
    [{ executor: { cores: 0 } }, ['spec.executor.cores']],
    [{ executor: { memory: '4Gi' } }, ['spec.executor.memory']],
    [{ executor: { instances: -1 } }, ['spec.executor.instances']],
    [
      { dynamicAllocation: { enabled: true, minExecutors: 1 } },
      ['spec.dynamicAllocation.maxExecutors'],
    ],
    [
      { server: { cores: 1, memory: '1g' } },
      [`${server}.serviceAccountName`, `${container}.resources`],
    ],
    ...[
      'spark.master',
      'spark.driver.host',
      'spark.driver.memory',
      'spark.kubernetes.driver.pod.name',
      'spark.kubernetes.executor.podNamePrefix',
      'spark.kubernetes.executor.podTemplateFile',
      'spark.kubernetes.executor.label.spark-role',
      'spark.connect.grpc.binding.port',
      'spark.kubernetes.authenticate.driver.serviceAccountName',
    ].map((key): [Record<string, unknown>, string[]] => [
      { sparkConf: { [key]: 'x' } },
      [`spec.sparkConf["${key}"]`],
    ]),
    // The operator hands configuration to a shell, without quotes.
    ...['$(id)', 'a b', '`id`', 'a;b', "a'b", 'a|b', '${X}', 'a\nb'].map(
      (value): [Record<string, unknown>, string[]] => [
        { sparkConf: { 'spark.a': value } },
        ['spec.sparkConf["spark.a"]'],
      ],
    ),
    [{ hadoopConf: { 'fs.a': '$X' } }, ['spec.hadoopConf["fs.a"]']],
  ])('%j: %j', (spec, paths) => {
    expect(pathsOf(buildConnectManifest({ spec }))).toEqual(paths);
  });

  it('asks for as much memory in the container as the heap needs', () => {
    const small = withContainer({
      resources: {
        requests: { cpu: '2', memory: '4Gi' },
        limits: { cpu: '1', memory: '4Gi' },
      },
    });
    expect(pathsOf(small)).toEqual([
      `${container}.resources.limits.memory`,
      `${container}.resources.limits.cpu`,
    ]);
  });

  it.each<[Record<string, unknown>, string]>([
    [{ name: 'other' }, `${container}.name`],
    [{ command: ['sh'] }, `${container}.command`],
    [{ envFrom: [] }, `${container}.envFrom`],
    [
      { securityContext: { privileged: true } },
      `${container}.securityContext.privileged`,
    ],
    [
      { securityContext: { allowPrivilegeEscalation: true } },
      `${container}.securityContext.allowPrivilegeEscalation`,
    ],
    [
      { securityContext: { capabilities: { add: ['SYS_ADMIN'] } } },
      `${container}.securityContext.capabilities.add`,
    ],
  ])('of a template with the container %j: %s', (changes, path) => {
    expect(pathsOf(withContainer(changes))).toContain(path);
  });

  it('welcomes hardening', () => {
    expect(
      pathsOf(
        withContainer({
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 185,
            allowPrivilegeEscalation: false,
            capabilities: { drop: ['ALL'] },
            seccompProfile: { type: 'RuntimeDefault' },
          },
        }),
      ),
    ).toEqual([]);
  });

  it.each(['hostNetwork', 'initContainers', 'hostPID', 'priorityClassName'])(
    'keeps %s of a pod template for the platform',
    key => {
      const manifest = buildConnectManifest();
      specOf(manifest).server.template.spec[key] = true;
      expect(pathsOf(manifest)).toContain(`${server}.${key}`);
      specOf(manifest).server.template.spec = {};
      specOf(manifest).executor.template = { spec: { [key]: true } };
      expect(pathsOf(manifest)).toContain(`spec.executor.template.spec.${key}`);
    },
  );
});

describe('policy', () => {
  const problemsOf = (object: KubernetesObject) =>
    checkPolicy({
      object,
      kind,
      settings: settingsFixture,
      domain: 'sales',
      namespace: 'dom-sales',
    }).map(({ path }) => path);

  it('has nothing against the builder', () => {
    expect(problemsOf(buildConnectManifest())).toEqual([]);
  });

  it('looks into pod templates', () => {
    const manifest = withContainer({
      image: 'evil.example.com/x:1',
      env: [
        {
          name: 'X',
          valueFrom: { secretKeyRef: { name: 'others', key: 'k' } },
        },
        { name: 'DB_PASSWORD', value: 'hunter2' },
      ],
    });
    const { server } = specOf(manifest);
    server.template.spec.serviceAccountName = 'admin';
    server.template.spec.volumes = [{ name: 'h', hostPath: { path: '/' } }];
    server.service = { spec: { type: 'LoadBalancer' } };
    const at = 'spec.server.template.spec';
    expect(problemsOf(manifest).sort()).toEqual(
      [
        `${at}.containers[0].env[0].valueFrom.secretKeyRef`,
        `${at}.containers[0].env[1].value`,
        `${at}.containers[0].image`,
        `${at}.serviceAccountName`,
        `${at}.volumes[0]`,
        'spec.server.service',
      ].sort(),
    );
  });
});

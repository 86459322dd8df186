import { CONFIG_MAPS, PODS, SERVICES, SPARK_CONNECTS } from '../knownResources';
import { podStatus } from '../spark/containerStatus';
import { startSparkOperator } from '../spark/startSparkOperator';
import { createTestCluster } from '../testUtils/createTestCluster';
import type { KubeObject } from '../types';
import { toSparkConnect, type ConnectSpec } from './SparkConnect';

const NAMESPACE = 'dom-sales';

function compute(name: string, spec: Partial<ConnectSpec> = {}): KubeObject {
  return {
    apiVersion: 'sparkoperator.k8s.io/v1alpha1',
    kind: 'SparkConnect',
    metadata: { name, namespace: NAMESPACE },
    spec: {
      sparkVersion: '4.0.1',
      image: 'apache/spark:4.0.1',
      server: {
        cores: 1,
        memory: '2g',
        template: {
          spec: {
            serviceAccountName: 'spark',
            containers: [
              {
                name: 'spark-kubernetes-driver',
                resources: {
                  requests: { cpu: '1', memory: '2432Mi' },
                  limits: { memory: '2432Mi' },
                },
              },
            ],
          },
        },
      },
      executor: { cores: 1, memory: '1g', instances: 2 },
      ...spec,
    },
  };
}

const stops: Array<() => void> = [];

afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

async function start(options?: { quota?: Record<string, string> }) {
  const cluster = await createTestCluster(options);
  const operator = startSparkOperator(cluster);
  stops.push(() => operator.stop());
  const { admin } = cluster;
  const get = (name: string) => admin.get(SPARK_CONNECTS, NAMESPACE, name);
  const statusOf = (name: string) => {
    const object = get(name);
    return object && toSparkConnect(object).status;
  };
  return {
    ...cluster,
    statusOf,
    podsOf: (name: string) =>
      admin.list(PODS, {
        namespace: NAMESPACE,
        labelSelector: `sparkoperator.k8s.io/connect-name=${name}`,
      }),
    serverOf: (name: string) => admin.get(PODS, NAMESPACE, `${name}-server`),
    isReady: (name: string, running: number) => () =>
      statusOf(name)?.state === 'Ready' &&
      statusOf(name)?.executors?.running === running,
  };
}

describe('ConnectOperator', () => {
  it('makes server, Service, ConfigMap and executors, and says when it is ready', async () => {
    const world = await start();
    world.apply(compute('sql'));
    await world.until(world.isReady('sql', 2));
    expect(world.statusOf('sql')).toMatchObject({
      state: 'Ready',
      server: { podName: 'sql-server', serviceName: 'sql-server' },
      conditions: [{ type: 'ServerPodReady', status: 'True' }],
    });
    expect(world.podsOf('sql').map(({ metadata }) => metadata.name)).toEqual([
      'sql-exec-1',
      'sql-exec-2',
      'sql-server',
    ]);
    const service = world.admin.get(SERVICES, NAMESPACE, 'sql-server');
    expect(service?.spec).toMatchObject({
      selector: { 'spark-role': 'connect-server', 'spark-version': '4.0.1' },
    });
    expect(world.admin.get(CONFIG_MAPS, NAMESPACE, 'sql-conf')).toBeDefined();
    await world.clock.advanceAsync(2000);
    expect(world.logOf('sql-server').join('\n')).toMatch(
      /Spark Connect server started at: .*15002[\s\S]*Registered executor/,
    );
    expect(world.warnings).toEqual([]);
  });

  it('changes nothing that runs on an edit, until the pod of the server is deleted', async () => {
    const world = await start();
    world.apply(compute('sql'));
    await world.until(world.isReady('sql', 2));
    const before = world.serverOf('sql');

    world.apply(
      compute('sql', { executor: { cores: 2, memory: '2g', instances: 3 } }),
    );
    await world.clock.advanceAsync(60_000);
    expect(world.serverOf('sql')).toEqual(before);
    expect(world.podsOf('sql')).toHaveLength(3);

    world.admin.delete(PODS, NAMESPACE, 'sql-server');
    await world.until(() => world.statusOf('sql')?.state === 'NotReady');
    await world.until(world.isReady('sql', 3));
    expect(world.serverOf('sql')?.metadata.uid).not.toBe(before?.metadata.uid);
    const executor = world.admin.get(PODS, NAMESPACE, 'sql-exec-1');
    expect(executor?.spec).toMatchObject({
      containers: [{ resources: { requests: { cpu: '2' } } }],
    });
  });

  it('leaves a trace of when it was edited, and of no apply that changed nothing', async () => {
    const world = await start();
    const times = () => {
      const { managedFields } = world.admin.get(
        SPARK_CONNECTS,
        NAMESPACE,
        'sql',
      )!.metadata;
      return (managedFields as Array<{ time: string }>).map(({ time }) => time);
    };
    world.apply(compute('sql'));
    const [made] = times();
    await world.clock.advanceAsync(60_000);
    world.apply(compute('sql'));
    expect(times()).toEqual([made]);
    world.apply(compute('sql', { image: 'apache/spark:4.0.2' }));
    expect(times()).toEqual(['2026-03-02T08:01:00Z']);
  });

  it('leads its Service past the server where the version is edited', async () => {
    const world = await start();
    world.apply(compute('sql'));
    await world.until(world.isReady('sql', 2));
    world.apply(compute('sql', { sparkVersion: '4.1.0' }));
    await world.clock.advanceAsync(5000);
    expect(world.serverOf('sql')?.metadata.labels).toMatchObject({
      'spark-version': '4.1.0',
    });
    expect(
      world.admin.get(SERVICES, NAMESPACE, 'sql-server')?.spec,
    ).toMatchObject({ selector: { 'spark-version': '4.0.1' } });
  });

  it('stays without a word where the quota refuses the server, and goes on when there is room', async () => {
    const quota = { 'requests.cpu': '500m', 'requests.memory': '64Gi' };
    const world = await start({ quota });
    world.apply(compute('sql'));
    await world.clock.advanceAsync(30_000);
    expect(world.statusOf('sql')?.state).toBeUndefined();
    expect(world.podsOf('sql')).toEqual([]);
    const resource = { group: '', version: 'v1', plural: 'resourcequotas' };
    world.admin.patch(
      resource,
      NAMESPACE,
      'domain-quota',
      { spec: { hard: { 'requests.cpu': '8' } } },
      { type: 'merge' },
    );
    await world.until(world.isReady('sql', 2), 180);
  });

  it('is not ready while the image cannot be pulled', async () => {
    const world = await start();
    world.apply(
      compute('sql', { image: 'registry.example.com/sales/spark:1-missing' }),
    );
    await world.clock.advanceAsync(30_000);
    expect(world.statusOf('sql')?.state).toBe('NotReady');
    expect(podStatus(world.serverOf('sql')!).phase).toBe('Pending');
  });

  it('is gone with all that belongs to it', async () => {
    const world = await start();
    world.apply(compute('sql'));
    await world.until(world.isReady('sql', 2));
    world.admin.delete(SPARK_CONNECTS, NAMESPACE, 'sql');
    await world.until(() => world.podsOf('sql').length === 0);
    expect(world.admin.get(SERVICES, NAMESPACE, 'sql-server')).toBeUndefined();
    await world.clock.advanceAsync(10_000);
    expect(world.podsOf('sql')).toEqual([]);
    expect(world.warnings).toEqual([]);
  });

  it.each<[string, KubeObject, RegExp]>([
    ['a long name', compute('x'.repeat(57)), /at most 56 characters/],
    [
      'no image',
      compute('sql', { image: undefined }),
      /image must be specified/,
    ],
    [
      'a key that the operator sets',
      compute('sql', { sparkConf: { 'spark.master': 'x' } }),
      /spark\.master/,
    ],
  ])('refuses %s', async (_what, object, message) => {
    const world = await start();
    expect(() => world.apply(object)).toThrow(message);
  });
});

import { sparkConnectKind } from '../../kinds/spark-connect';
import { domainCapacityFixture, settingsFixture } from '../../testUtils';
import { buildSparkConnect } from './buildSparkConnect';
import type { SparkConnectInput } from './SparkConnectInput';

const small: SparkConnectInput = {
  name: 'sales-sql',
  image: 'apache/spark:4.0.1',
  size: {
    driverCores: 1,
    driverMemory: '2g',
    executorCores: 2,
    executorMemory: '4g',
    instances: 3,
  },
};

const build = (
  change: Partial<SparkConnectInput> = {},
  options: {
    capacity?: typeof domainCapacityFixture;
    settings?: typeof settingsFixture;
  } = {},
): { metadata: any; spec: any } =>
  buildSparkConnect(
    { ...small, ...change },
    { settings: settingsFixture, ...options },
  );

describe('buildSparkConnect', () => {
  it('makes the shortest compute cluster from the shortest form', () => {
    expect(buildSparkConnect(small, { settings: settingsFixture })).toEqual({
      apiVersion: 'sparkoperator.k8s.io/v1alpha1',
      kind: 'SparkConnect',
      metadata: { name: 'sales-sql' },
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
        executor: { cores: 2, memory: '4g', instances: 3 },
      },
    });
  });

  it('gives presets and Secrets to server and executors', () => {
    const { spec } = build({
      catalogs: ['lake'],
      owner: 'group:default/sales-data',
      sparkConf: [{ key: 'spark.sql.shuffle.partitions', value: '8' }],
    });
    const env = [
      {
        name: 'CATALOG_CREDENTIAL',
        valueFrom: {
          secretKeyRef: { name: 'sales-catalog', key: 'credential' },
        },
      },
    ];
    expect(spec.server.template.spec.containers[0].env).toEqual(env);
    expect(spec.executor.template.spec.containers).toEqual([
      { name: 'spark-kubernetes-executor', env },
    ]);
    expect(spec.sparkConf).toMatchObject({
      'spark.jars.packages':
        'org.apache.iceberg:iceberg-spark-runtime-4.0_2.13:1.11.0',
      'spark.sql.catalog.lake.type': 'rest',
      'spark.sql.shuffle.partitions': '8',
    });
  });

  it('leaves instances out with dynamic allocation', () => {
    const { spec } = build({
      size: {
        ...small.size,
        dynamicAllocation: { minExecutors: 0, maxExecutors: 4 },
      },
    });
    expect(spec.dynamicAllocation).toEqual({
      enabled: true,
      initialExecutors: 0,
      minExecutors: 0,
      maxExecutors: 4,
    });
    expect(spec.executor).not.toHaveProperty('instances');
  });

  it('loads the server where Spark does not bring it', () => {
    const settings = {
      ...settingsFixture,
      images: [{ image: 'apache/spark:3.5.7', sparkVersion: '3.5.7' }],
    };
    const { spec } = build({ image: 'apache/spark:3.5.7' }, { settings });
    expect(spec.sparkConf['spark.jars.packages']).toBe(
      'org.apache.spark:spark-connect_2.12:3.5.7',
    );
  });

  it('limits CPU where the domain asks for it', () => {
    const { spec } = build(
      {},
      {
        capacity: {
          ...domainCapacityFixture,
          limits: { default: { cpu: 1, memory: 1 } },
        },
      },
    );
    expect(spec.server.template.spec.containers[0].resources.limits.cpu).toBe(
      '1',
    );
    expect(spec.sparkConf).toEqual({
      'spark.kubernetes.executor.limit.cores': '2',
    });
  });

  it('is what the kind lets through', () => {
    for (const change of [{}, { catalogs: ['lake'], storage: ['s3'] }]) {
      const object = buildSparkConnect(
        { ...small, ...change },
        { settings: settingsFixture },
      );
      expect(sparkConnectKind.validate({ ...object })).toEqual([]);
    }
  });

  it.each<[Partial<SparkConnectInput>, RegExp]>([
    [{ image: 'evil/x' }, /^image: /],
    [{ catalogs: ['none'] }, /^catalogs: /],
    [{ serviceAccount: 'admin' }, /^serviceAccount: /],
  ])('refuses %j', (change, message) => {
    expect(() => build(change)).toThrow(message);
  });
});

import type { DomainCapacity, DomainSettings } from '../../types';
import { buildSparkApplication } from './buildSparkApplication';
import type { SparkApplicationInput } from './SparkApplicationInput';

const settings: DomainSettings = {
  images: [
    { image: 'apache/spark:4.0.1', sparkVersion: '4.0.1' },
    {
      image: 'registry.example.com/sql:1',
      sparkVersion: '4.0.1',
      type: 'SQL',
      sqlRunner: 'local:///opt/run_sql.py',
    },
    { image: 'registry.example.com/sales/*' },
  ],
  serviceAccounts: ['spark', 'spark-etl'],
  volumes: [{ name: 'scratch', volume: { emptyDir: { sizeLimit: '20Gi' } } }],
  catalogs: [
    {
      name: 'lake',
      sparkConf: {
        'spark.sql.catalog.lake.type': 'rest',
        'spark.sql.shuffle.partitions': '8',
      },
      packages: ['org.apache.iceberg:iceberg:1.11.0'],
      env: [
        {
          name: 'CATALOG',
          secret: { name: 'sales-catalog', key: 'credential' },
        },
      ],
    },
  ],
  storage: [],
  secrets: [{ name: 'sales-mail', keys: ['token'] }],
};

const small: SparkApplicationInput = {
  name: 'daily-orders',
  language: 'Python',
  image: 'apache/spark:4.0.1',
  mainFile: 'local:///opt/app/main.py',
  size: {
    driverCores: 1,
    driverMemory: '2g',
    executorCores: 2,
    executorMemory: '4g',
    instances: 3,
  },
};

const build = (
  change: Partial<SparkApplicationInput> = {},
  capacity?: DomainCapacity,
): { metadata: any; spec: any } =>
  buildSparkApplication({ ...small, ...change }, { settings, capacity });

describe('buildSparkApplication', () => {
  it('makes the shortest job from the shortest form', () => {
    expect(buildSparkApplication(small, { settings })).toEqual({
      apiVersion: 'sparkoperator.k8s.io/v1beta2',
      kind: 'SparkApplication',
      metadata: { name: 'daily-orders' },
      spec: {
        type: 'Python',
        pythonVersion: '3',
        mode: 'cluster',
        sparkVersion: '4.0.1',
        image: 'apache/spark:4.0.1',
        mainApplicationFile: 'local:///opt/app/main.py',
        restartPolicy: {
          type: 'OnFailure',
          onFailureRetries: 0,
          onFailureRetryInterval: 30,
          onSubmissionFailureRetries: 10,
          onSubmissionFailureRetryInterval: 20,
        },
        driver: { cores: 1, memory: '2g', serviceAccount: 'spark' },
        executor: { cores: 2, memory: '4g', instances: 3 },
      },
    });
  });

  it('never sets a time to live: Git would create the job again, for ever', () => {
    expect(build().spec).not.toHaveProperty('timeToLiveSeconds');
  });

  it('leaves instances out with dynamic allocation', () => {
    const { spec } = build({
      size: {
        ...small.size,
        dynamicAllocation: { minExecutors: 1, maxExecutors: 5 },
      },
    });
    expect(spec.dynamicAllocation).toEqual({
      enabled: true,
      initialExecutors: 1,
      minExecutors: 1,
      maxExecutors: 5,
    });
    expect(spec.executor).not.toHaveProperty('instances');
  });

  it('brings what a preset needs, and lets what was typed win', () => {
    const { spec } = build({
      catalogs: ['lake'],
      packages: ['org.apache.iceberg:iceberg:1.11.0', 'a:b:1'],
      sparkConf: [{ key: 'spark.sql.shuffle.partitions', value: '64' }],
      secretEnv: [{ name: 'MAIL', secret: 'sales-mail', key: 'token' }],
    });
    expect(spec.sparkConf).toEqual({
      'spark.sql.catalog.lake.type': 'rest',
      'spark.sql.shuffle.partitions': '64',
    });
    expect(spec.deps.packages).toEqual([
      'org.apache.iceberg:iceberg:1.11.0',
      'a:b:1',
    ]);
    expect(spec.driver.env).toEqual([
      {
        name: 'CATALOG',
        valueFrom: {
          secretKeyRef: { name: 'sales-catalog', key: 'credential' },
        },
      },
      {
        name: 'MAIL',
        valueFrom: { secretKeyRef: { name: 'sales-mail', key: 'token' } },
      },
    ]);
    expect(spec.executor.env).toEqual(spec.driver.env);
  });

  it('runs a SQL file through the runner of the image', () => {
    const { spec } = build({
      language: 'SQL',
      image: 'registry.example.com/sql:1',
      mainFile: 's3a://jobs/report.sql',
      arguments: ['2026'],
    });
    expect(spec).toMatchObject({
      type: 'Python',
      mainApplicationFile: 'local:///opt/run_sql.py',
      arguments: ['s3a://jobs/report.sql', '2026'],
    });
  });

  it('mounts the shuffle volume where Spark looks for one', () => {
    const { spec } = build({ shuffleVolume: 'scratch' });
    expect(spec.volumes).toEqual([
      { name: 'spark-local-dir-shuffle', emptyDir: { sizeLimit: '20Gi' } },
    ]);
    expect(spec.executor.volumeMounts[0].name).toBe('spark-local-dir-shuffle');
    expect(spec.driver.volumeMounts[0].name).toBe('spark-local-dir-shuffle');
  });

  it.each<[string, Partial<DomainCapacity>, string | undefined]>([
    ['no CPU limit is counted', { quotas: [], limits: {} }, undefined],
    [
      'a quota counts CPU limits',
      {
        quotas: [
          {
            resource: 'limits.cpu',
            quota: 'q',
            hard: 64,
            used: 0,
            waiting: 0,
            unit: 'cores',
          },
        ],
        limits: {},
      },
      '2',
    ],
    [
      'a default CPU limit exists',
      { quotas: [], limits: { default: { cpu: 1 } } },
      '2',
    ],
  ])('sets coreLimit only where needed: %s', (_, capacity, expected) => {
    const { spec } = build({}, {
      kubernetesCluster: 'west',
      namespace: 'dom-sales',
      ...capacity,
    } as DomainCapacity);
    expect(spec.executor.coreLimit).toBe(expected);
  });

  it.each<[string, Partial<SparkApplicationInput>, RegExp]>([
    ['an image that is not allowed', { image: 'evil:1' }, /^image: 'evil:1'/],
    [
      'an image of unknown Spark',
      { image: 'registry.example.com/sales/x:1' },
      /^sparkVersion:/,
    ],
    [
      'SQL on an image without a runner',
      { language: 'SQL' },
      /no runner for SQL/,
    ],
    ['Scala without a class', { language: 'Scala' }, /^mainClass:/],
    ['an unknown catalog', { catalogs: ['nope'] }, /^catalogs: 'nope'/],
    ['an unknown volume', { shuffleVolume: 'nope' }, /^shuffleVolume: 'nope'/],
    [
      'an unknown service account',
      { serviceAccount: 'root' },
      /^serviceAccount: 'root'/,
    ],
    [
      'a key of a Secret that is not offered',
      { secretEnv: [{ name: 'A', secret: 'sales-mail', key: 'other' }] },
      /^secretEnv: 'other'/,
    ],
    [
      'a variable twice',
      {
        env: [
          { name: 'A', value: '1' },
          { name: 'A', value: '2' },
        ],
      },
      /^env: 'A' is there twice/,
    ],
    [
      'a key twice',
      {
        sparkConf: [
          { key: 'spark.a', value: '1' },
          { key: 'spark.a', value: '2' },
        ],
      },
      /^sparkConf: 'spark.a' is there twice/,
    ],
  ])('refuses %s, naming the field', (_, change, message) => {
    expect(() => build(change)).toThrow(message);
  });
});

import type { DomainCapacity, DomainSettings } from '../types';

const GIB = 1024 ** 3;

/** What `sales` has on `west`: 22 of 64 CPU and 76 of 256 GiB left. @public */
export const domainCapacityFixture: DomainCapacity = {
  kubernetesCluster: 'west',
  namespace: 'dom-sales',
  quotas: [
    {
      resource: 'requests.cpu',
      quota: 'domain-quota',
      hard: 64,
      used: 42,
      waiting: 0,
      unit: 'cores',
    },
    {
      resource: 'requests.memory',
      quota: 'domain-quota',
      hard: 256 * GIB,
      used: 180 * GIB,
      waiting: 0,
      unit: 'bytes',
    },
    {
      resource: 'pods',
      quota: 'domain-quota',
      hard: 300,
      used: 25,
      waiting: 0,
      unit: 'count',
    },
  ],
  limits: {
    max: { cpu: 16, memory: 128 * GIB },
    defaultRequest: { cpu: 0.25, memory: 0.5 * GIB },
    default: { memory: GIB },
  },
};

/** What the forms of `sales` offer. @public */
export const settingsFixture: DomainSettings = {
  images: [
    {
      image: 'apache/spark:4.0.1',
      title: 'Apache Spark 4.0.1',
      sparkVersion: '4.0.1',
    },
    {
      image: 'registry.example.com/lakehouse/spark-sql:4.0.1',
      sparkVersion: '4.0.1',
      type: 'SQL',
      sqlRunner: 'local:///opt/lakehouse/run_sql.py',
    },
    { image: 'registry.example.com/sales/*', title: "The domain's own images" },
  ],
  serviceAccounts: ['spark'],
  volumes: [
    {
      name: 'scratch',
      title: 'Scratch space on the node',
      volume: { emptyDir: { sizeLimit: '50Gi' } },
    },
  ],
  catalogs: [
    {
      name: 'lake',
      title: 'The lake (Iceberg)',
      sparkConf: {
        'spark.sql.catalog.lake': 'org.apache.iceberg.spark.SparkCatalog',
        'spark.sql.catalog.lake.type': 'rest',
        'spark.sql.catalog.lake.uri': 'https://polaris.example.com/api/catalog',
        'spark.sql.catalog.lake.warehouse': 'sales',
      },
      packages: ['org.apache.iceberg:iceberg-spark-runtime-4.0_2.13:1.11.0'],
      env: [
        {
          name: 'CATALOG_CREDENTIAL',
          secret: { name: 'sales-catalog', key: 'credential' },
        },
      ],
    },
  ],
  storage: [
    {
      name: 's3',
      title: 'Object storage',
      sparkConf: {
        'spark.hadoop.fs.s3a.endpoint': 'https://s3.example.com',
        'spark.hadoop.fs.s3a.path.style.access': 'true',
      },
      packages: ['org.apache.hadoop:hadoop-aws:3.4.1'],
      env: [
        {
          name: 'AWS_ACCESS_KEY_ID',
          secret: { name: 'sales-s3', key: 'access-key' },
        },
        {
          name: 'AWS_SECRET_ACCESS_KEY',
          secret: { name: 'sales-s3', key: 'secret-key' },
        },
      ],
    },
  ],
  secrets: [
    { name: 'sales-catalog', keys: ['credential'] },
    { name: 'sales-s3', keys: ['access-key', 'secret-key'] },
  ],
  lakefs: { repositories: ['lake/sales-*'], keysPerDomain: false },
  kubeflow: {
    starter: {
      image: 'registry.example.com/lakefront/pipeline-starter:0.1.0',
      serviceAccount: 'pipeline-starter',
      endpoint: 'http://ml-pipeline.kubeflow:8888',
    },
    recurringRuns: true,
    experimentId: '0e0e0e0e-0000-4000-8000-000000000001',
  },
};

import { fixedUid } from '../kubeflow/fixedUid';
import { namespaceOf } from './SeedDomain';

/** How Spark reads and writes `lakefs://...`; Hadoop takes the keys from the environment. */
const LAKEFS_CONF: Record<string, string> = {
  'spark.hadoop.fs.lakefs.impl': 'io.lakefs.LakeFSFileSystem',
  'spark.hadoop.fs.lakefs.endpoint': 'https://lakefs.example.com/api/v1',
  'spark.hadoop.fs.lakefs.access.mode': 'presigned',
  'spark.hadoop.fs.lakefs.access.key': '${env.LAKEFS_ACCESS_KEY_ID}',
  'spark.hadoop.fs.lakefs.secret.key': '${env.LAKEFS_SECRET_ACCESS_KEY}',
};

/** Those that have pipelines. */
export const KUBEFLOW_DOMAINS = ['sales', 'risk'];
export const STARTER_IMAGE =
  'registry.example.com/lakefront/pipeline-starter:0.1.0';
export const STARTER_ACCOUNT = 'pipeline-starter';

function pipelineImages(domain: string) {
  const names: Record<string, string[]> = {
    sales: ['features', 'prices'],
    risk: ['scoring'],
  };
  return (names[domain] ?? []).map(name => ({
    image: `registry.example.com/${domain}/${name}:*`,
    title: `Steps of pipelines of ${domain}: ${name}`,
  }));
}

function kubeflowSettings(domain: string, endpoint: string) {
  return {
    starter: {
      image: STARTER_IMAGE,
      serviceAccount: STARTER_ACCOUNT,
      endpoint,
    },
    recurringRuns: true,
    experimentId: fixedUid(namespaceOf(domain), 'Default'),
  };
}

/** What the forms of a domain may choose from, as its settings say it. */
export function domainSettings(domain: string, kubeflowUrl?: string) {
  return {
    images: [
      {
        image: 'apache/spark:4.0.1',
        title: 'Apache Spark 4.0.1',
        sparkVersion: '4.0.1',
      },
      {
        image: 'apache/spark:3.5.7',
        title: 'Apache Spark 3.5.7',
        sparkVersion: '3.5.7',
      },
      {
        image: 'registry.example.com/lakehouse/spark-sql:4.0.1',
        title: 'Spark 4.0.1 for SQL files',
        sparkVersion: '4.0.1',
        type: 'SQL',
        sqlRunner: 'local:///opt/lakehouse/run_sql.py',
      },
      {
        image: `registry.example.com/${domain}/jobs:*`,
        title: `Images of ${domain}`,
      },
      ...(kubeflowUrl ? pipelineImages(domain) : []),
    ],
    // Allowed to risk and never made: the job that names it is refused by the cluster.
    serviceAccounts: domain === 'risk' ? ['spark', 'spark-nightly'] : ['spark'],
    volumes: [
      {
        name: 'shuffle',
        title: 'Shuffle space on the node, 50 GiB',
        volume: { emptyDir: { sizeLimit: '50Gi' } },
      },
      {
        name: 'scratch',
        title: 'Scratch volume of the domain',
        volume: { persistentVolumeClaim: { claimName: 'scratch' } },
      },
    ],
    catalogs: [
      {
        name: 'lake',
        title: 'Lake (Iceberg REST catalog)',
        sparkConf: lakeConf(domain),
        packages: ['org.apache.iceberg:iceberg-spark-runtime-4.0_2.13:1.11.0'],
        env: [
          {
            name: 'CATALOG_CREDENTIAL',
            secret: { name: `${domain}-catalog`, key: 'credential' },
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
            secret: { name: `${domain}-s3`, key: 'access-key' },
          },
          {
            name: 'AWS_SECRET_ACCESS_KEY',
            secret: { name: `${domain}-s3`, key: 'secret-key' },
          },
        ],
      },
      {
        name: 'lakefs',
        title: 'Branches of lakeFS',
        sparkConf: LAKEFS_CONF,
        packages: ['io.lakefs:hadoop-lakefs-assembly:0.18.0'],
        env: [
          {
            name: 'LAKEFS_ACCESS_KEY_ID',
            secret: { name: `${domain}-lakefs`, key: 'access-key' },
          },
          {
            name: 'LAKEFS_SECRET_ACCESS_KEY',
            secret: { name: `${domain}-lakefs`, key: 'secret-key' },
          },
        ],
      },
    ],
    // A key of its own for each domain, and every key may do all: they keep nobody apart.
    lakefs: { repositories: [`lake/${domain}-*`], keysPerDomain: false },
    ...(kubeflowUrl && KUBEFLOW_DOMAINS.includes(domain)
      ? { kubeflow: kubeflowSettings(domain, kubeflowUrl) }
      : {}),
    secrets: [
      { name: `${domain}-catalog`, keys: ['credential'] },
      { name: `${domain}-s3`, keys: ['access-key', 'secret-key'] },
      { name: `${domain}-lakefs`, keys: ['access-key', 'secret-key'] },
    ],
  };
}

/** Spark's configuration of the Iceberg catalog `lake`. */
export function lakeConf(domain: string): Record<string, string> {
  const catalog = 'spark.sql.catalog.lake';
  return {
    'spark.sql.extensions':
      'org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions',
    [catalog]: 'org.apache.iceberg.spark.SparkCatalog',
    [`${catalog}.type`]: 'rest',
    [`${catalog}.uri`]: 'https://polaris.example.com/api/catalog',
    [`${catalog}.warehouse`]: domain,
    [`${catalog}.rest.auth.type`]: 'oauth2',
    [`${catalog}.header.X-Iceberg-Access-Delegation`]: 'vended-credentials',
  };
}

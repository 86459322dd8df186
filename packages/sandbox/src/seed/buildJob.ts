import type { SparkApplication, SparkSpec } from '../spark/SparkApplication';
import { domainSettings, lakeConf } from './domainSettings';
import { namespaceOf, SEED_DOMAINS } from './SeedDomain';
import type { SeedJob } from './SeedJob';

const VERSIONS = { '4.0': '4.0.1', '3.5': '3.5.7' };

function restartPolicy({ retries }: SeedJob): SparkSpec['restartPolicy'] {
  if (retries?.always) {
    return {
      type: 'Always',
      onFailureRetryInterval: 5,
      onSubmissionFailureRetryInterval: 5,
    };
  }
  return retries?.submission
    ? {
        type: 'OnFailure',
        onFailureRetries: 0,
        onFailureRetryInterval: 5,
        onSubmissionFailureRetries: retries.submission,
        onSubmissionFailureRetryInterval: 10,
      }
    : { type: 'Never' };
}

/** The manifest of a job of the seed, as it stands in Git. */
export function buildJob(job: SeedJob): SparkApplication {
  const { driver, dynamic, executor } = job;
  const sparkVersion = VERSIONS[job.spark ?? '4.0'];
  const owner = SEED_DOMAINS.find(({ name }) => name === job.domain)!.owner;
  const [lake] = domainSettings(job.domain).catalogs;
  return {
    apiVersion: 'sparkoperator.k8s.io/v1beta2',
    kind: 'SparkApplication',
    metadata: {
      name: job.name,
      namespace: namespaceOf(job.domain),
      annotations: {
        'lakefront.dev/owner': owner,
        'lakefront.dev/requested-by': `user:default/${job.requestedBy}`,
      },
    },
    spec: {
      type: job.type,
      ...(job.type === 'Python' && { pythonVersion: '3' }),
      mode: 'cluster',
      sparkVersion,
      image: job.image ?? `apache/spark:${sparkVersion}`,
      imagePullPolicy: 'IfNotPresent',
      ...(job.type === 'Scala' && { mainClass: 'com.example.lakehouse.Main' }),
      mainApplicationFile: job.main,
      ...(job.arguments && { arguments: job.arguments }),
      ...(job.lake && {
        sparkConf: lakeConf(job.domain),
        deps: { packages: lake.packages },
      }),
      restartPolicy: restartPolicy(job),
      ...(dynamic && {
        dynamicAllocation: {
          enabled: true,
          initialExecutors: dynamic.min,
          minExecutors: dynamic.min,
          maxExecutors: dynamic.max,
        },
      }),
      ...(job.past.state === 'SUSPENDED' && { suspend: true }),
      driver: {
        ...driver,
        serviceAccount: job.serviceAccount ?? 'spark',
        ...(job.lake && {
          env: lake.env.map(({ name, secret }) => ({
            name,
            valueFrom: { secretKeyRef: secret },
          })),
        }),
      },
      executor: {
        cores: executor.cores,
        memory: executor.memory,
        ...(!dynamic && { instances: executor.instances }),
      },
    } as SparkSpec,
  };
}

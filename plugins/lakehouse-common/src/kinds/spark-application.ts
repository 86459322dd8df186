import { sparkApplicationForm } from '../forms/sparkApplication/sparkApplicationForm';
import type { KubernetesObject } from '../types';
import { isApplied } from './isApplied';
import { toSparkApplication } from './spark/SparkApplication';
import { readSparkPods } from './spark/readSparkPods';
import { sparkActedOn } from './spark/sparkActedOn';
import { sparkFootprint } from './spark/sparkFootprint';
import { sparkRunsAgain } from './spark/sparkRunsAgain';
import { executorSizes, leaderSizes } from './spark/sparkSizes';
import { runOfSpark, summarizeSpark } from './spark/summarizeSpark';
import { validateSpark } from './spark/validateSpark';
import { LAUNCHED_BY_OPERATOR } from './spark/sparkPods';
import type { WorkloadKind } from './WorkloadKind';

/** Annotation of the driver by which a job is run again: any change of its spec does. */
const RUN_REQUESTED_AT = 'lakefront.dev/run-requested-at';

/** Settings of a pod that belong to the platform, not to a job. */
const PLATFORM_POD_FIELDS = [
  'template',
  'hostNetwork',
  'sidecars',
  'initContainers',
  'kubernetesMaster',
  'podName',
  'schedulerName',
  'priorityClassName',
  'dnsConfig',
  'hostAliases',
  'shareProcessNamespace',
  'lifecycle',
  'serviceLabels',
  'serviceAnnotations',
  'securityContext.privileged',
  'securityContext.allowPrivilegeEscalation',
  'securityContext.capabilities.add',
  'securityContext.procMount',
  'podSecurityContext.sysctls',
  'podSecurityContext.windowsOptions',
];

/**
 * A Spark job: `SparkApplication` of the Kubeflow operator. The Apache
 * operator has a kind of the same name; the group tells them apart.
 * @public
 */
export const sparkApplicationKind: WorkloadKind = {
  id: 'spark-application',
  group: 'sparkoperator.k8s.io',
  version: 'v1beta2',
  kind: 'SparkApplication',
  plural: 'sparkapplications',
  role: 'job',
  title: 'Spark job',
  titlePlural: 'Spark jobs',
  nameRule: {
    // 63 for a label and a Service, less what the longest name made from it
    // adds: `<name>-ui-svc`.
    maxLength: 63 - '-ui-svc'.length,
    pattern: '^[a-z]([-a-z0-9]*[a-z0-9])?$',
    message:
      'A name begins with a lower-case letter, ends with a letter or digit, and has lower-case letters, digits and "-" between.',
  },
  stage: 1,
  template: 'spark-job',
  form: sparkApplicationForm,
  summarize: summarizeSpark,
  footprint: sparkFootprint,
  podLabel: LAUNCHED_BY_OPERATOR,
  podSelector: object => ({
    'sparkoperator.k8s.io/app-name': object.metadata.name,
  }),
  readPods: readSparkPods,
  isLive: isApplied,
  run: runOfSpark,
  runsAgain: sparkRunsAgain,
  actedOn: sparkActedOn,
  editable: [
    { path: 'spec.image', label: 'Image', type: 'string' },
    {
      path: 'spec.mainApplicationFile',
      label: 'Main application file',
      type: 'string',
    },
    { path: 'spec.arguments', label: 'Arguments', type: 'string[]' },
    ...leaderSizes('spec.driver', 'Driver'),
    ...executorSizes(1),
  ],
  verbs: [
    {
      id: 'suspend',
      title: 'Suspend',
      runsAgain: false,
      // Also what has finished: a cluster that is built anew then leaves it be.
      states: ['pending', 'running', 'succeeded', 'failed', 'unknown'],
      apply: manifest => withSpec(manifest, { suspend: true }),
    },
    {
      id: 'resume',
      title: 'Resume',
      runsAgain: true,
      states: ['suspended'],
      apply: manifest => withSpec(manifest, { suspend: false }),
    },
    {
      id: 'run-again',
      title: 'Run again',
      runsAgain: true,
      states: ['succeeded', 'failed', 'unknown'],
      apply(manifest, at) {
        const { driver, suspend } = toSparkApplication(manifest).spec;
        return withSpec(manifest, {
          // What has finished may be suspended, so that it is not run by chance.
          ...(suspend && { suspend: false }),
          driver: {
            ...driver,
            annotations: { ...driver?.annotations, [RUN_REQUESTED_AT]: at },
          },
        });
      },
    },
    {
      id: 'resize',
      title: 'Resize',
      runsAgain: true,
      states: [
        'pending',
        'running',
        'succeeded',
        'failed',
        'suspended',
        'unknown',
      ],
      fields: [
        'spec.driver.cores',
        'spec.driver.memory',
        'spec.executor.instances',
        'spec.dynamicAllocation.minExecutors',
        'spec.dynamicAllocation.maxExecutors',
        'spec.executor.cores',
        'spec.executor.memory',
      ],
      apply: manifest => manifest,
    },
  ],
  mask: [
    'spec.sparkConf',
    'spec.hadoopConf',
    'spec.arguments',
    'spec.driver.envVars',
    'spec.executor.envVars',
    'spec.driver.annotations',
    'spec.executor.annotations',
  ],
  validate: validateSpark,
  policyPaths: {
    images: ['spec.image', 'spec.driver.image', 'spec.executor.image'],
    serviceAccounts: [
      'spec.driver.serviceAccount',
      'spec.executor.serviceAccount',
    ],
    volumes: ['spec.volumes'],
    forbidden: [
      ...['driver', 'executor'].flatMap(role =>
        PLATFORM_POD_FIELDS.map(field => `spec.${role}.${field}`),
      ),
      'spec.proxyUser',
      'spec.sparkUIOptions',
      'spec.driverIngressOptions',
    ],
  },
};

function withSpec(
  manifest: KubernetesObject,
  changes: Record<string, unknown>,
): KubernetesObject {
  return {
    ...manifest,
    spec: { ...toSparkApplication(manifest).spec, ...changes },
  };
}

import type { KubeObject } from '../../types';
import { compiledPipeline } from '../compiledPipeline';
import { STARTER_ACCOUNT, STARTER_IMAGE } from '../domainSettings';
import { namespaceOf, SEED_DOMAINS } from '../SeedDomain';
import { fixedUid } from '../../kubeflow/fixedUid';
import {
  NIGHTLY,
  RECURRING,
  SEED_PIPELINES,
  type SeedPipeline,
  type SeedVersion,
} from './SeedPipeline';

const API_VERSION = 'pipelines.kubeflow.org/v2beta1';
const STARTER = { 'app.kubernetes.io/component': 'pipeline-starter' };

/** A manifest of the seed, and where it stands in Git. */
export interface PipelineFile {
  domain: string;
  stage: 'domains' | 'domains-after';
  /** Below the directory of the domain. */
  path: string;
  object: KubeObject;
}

/** Pipelines, versions and schedules, as they stand in Git. */
export function buildPipelines(kubeflowUrl: string): PipelineFile[] {
  return [
    ...SEED_PIPELINES.flatMap(pipeline => [
      file(pipeline.domain, 'domains', 'kubeflow-pipeline', {
        apiVersion: API_VERSION,
        kind: 'Pipeline',
        metadata: metadata(pipeline, pipeline.name),
        spec: {
          displayName: pipeline.title,
          description: pipeline.description,
        },
      }),
      ...pipeline.versions.map(version =>
        file(
          pipeline.domain,
          'domains-after',
          'kubeflow-pipeline-version',
          buildVersion(pipeline, version),
        ),
      ),
    ]),
    file(NIGHTLY.domain, 'domains', 'kubeflow-schedule', nightly(kubeflowUrl)),
    file(RECURRING.domain, 'domains', 'kubeflow-recurring-run', recurring()),
  ];
}

function file(
  domain: string,
  stage: PipelineFile['stage'],
  kind: string,
  object: KubeObject,
): PipelineFile {
  const path = `${kind}/${object.metadata.name}.yaml`;
  return { domain, stage, path, object };
}

function metadata(
  { domain, requestedBy }: { domain: string; requestedBy: string },
  name: string,
): KubeObject['metadata'] {
  const { owner } = SEED_DOMAINS.find(one => one.name === domain)!;
  return {
    name,
    namespace: namespaceOf(domain),
    annotations: {
      'lakefront.dev/owner': owner,
      'lakefront.dev/requested-by': `user:default/${requestedBy}`,
    },
  };
}

function buildVersion(
  pipeline: SeedPipeline,
  version: SeedVersion,
): KubeObject {
  const { compiled = '', here = '' } = version.image ?? {};
  const spec = JSON.stringify(compiledPipeline(pipeline.name));
  return {
    apiVersion: API_VERSION,
    kind: 'PipelineVersion',
    metadata: metadata(pipeline, version.name),
    spec: {
      displayName: version.title,
      pipelineName: pipeline.name,
      codeSourceURL: `https://git.example.com/${pipeline.domain}/${pipeline.name}`,
      pipelineSpec: JSON.parse(
        compiled ? spec.replaceAll(compiled, here) : spec,
      ),
    },
  };
}

/** As the portal builds it. */
function nightly(endpoint: string): KubeObject {
  const { name, pipeline, parameters, schedule, timeZone } = NIGHTLY;
  const fieldRef = (fieldPath: string) => ({
    valueFrom: { fieldRef: { fieldPath } },
  });
  const size = { cpu: '50m', memory: '128Mi' };
  const { annotations, ...rest } = metadata(NIGHTLY, name);
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { ...rest, labels: STARTER, annotations },
    spec: {
      schedule,
      timeZone,
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: 3600,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 3,
      jobTemplate: {
        spec: {
          backoffLimit: 0,
          activeDeadlineSeconds: 1800,
          template: {
            metadata: {
              labels: { ...STARTER, 'lakefront.dev/schedule': name },
            },
            spec: {
              restartPolicy: 'Never',
              serviceAccountName: STARTER_ACCOUNT,
              automountServiceAccountToken: false,
              securityContext: {
                runAsNonRoot: true,
                seccompProfile: { type: 'RuntimeDefault' },
              },
              containers: [
                {
                  name: 'starter',
                  image: STARTER_IMAGE,
                  args: [
                    `--name=${name}`,
                    `--pipeline=${pipeline}`,
                    `--parameters=${JSON.stringify(parameters)}`,
                    '--scheduled',
                  ],
                  env: [
                    { name: 'KFP_ENDPOINT', value: endpoint },
                    {
                      name: 'KFP_TOKEN_FILE',
                      value: '/var/run/secrets/kfp/token',
                    },
                    {
                      name: 'POD_NAMESPACE',
                      ...fieldRef('metadata.namespace'),
                    },
                    {
                      name: 'JOB_NAME',
                      ...fieldRef(
                        "metadata.labels['batch.kubernetes.io/job-name']",
                      ),
                    },
                  ],
                  resources: { requests: size, limits: size },
                  securityContext: {
                    allowPrivilegeEscalation: false,
                    capabilities: { drop: ['ALL'] },
                  },
                  volumeMounts: [
                    {
                      name: 'kfp-token',
                      mountPath: '/var/run/secrets/kfp',
                      readOnly: true,
                    },
                  ],
                },
              ],
              volumes: [
                {
                  name: 'kfp-token',
                  projected: {
                    sources: [
                      {
                        serviceAccountToken: {
                          path: 'token',
                          audience: 'pipelines.kubeflow.org',
                          expirationSeconds: 3600,
                        },
                      },
                    ],
                  },
                },
              ],
            },
          },
        },
      },
    },
  };
}

function recurring(): KubeObject {
  const { cron, name, parameters, pipeline, version } = RECURRING;
  const namespace = namespaceOf(RECURRING.domain);
  return {
    apiVersion: 'kubeflow.org/v1beta1',
    kind: 'ScheduledWorkflow',
    metadata: metadata(RECURRING, name),
    spec: {
      enabled: true,
      maxConcurrency: 1,
      noCatchup: true,
      maxHistory: 10,
      experimentId: fixedUid(namespace, 'Default'),
      pipelineId: fixedUid(namespace, pipeline),
      pipelineVersionId: fixedUid(namespace, version),
      pipelineName: pipeline,
      trigger: { cronSchedule: { cron } },
      workflow: {
        parameters: Object.entries(parameters).map(([key, value]) => ({
          name: key,
          value: JSON.stringify(value),
        })),
      },
    },
    status: {},
  };
}

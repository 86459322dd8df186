import type { JsonValue, KubeflowSettings } from '../../types';
import { STARTER, STARTER_LABEL } from './shapes';

/** Label of the pods of a schedule: which one started them. */
export const SCHEDULE_LABEL = 'lakefront.dev/schedule';

/** What the platform says of the pipeline starter. */
export type StarterSettings = NonNullable<KubeflowSettings['starter']>;

/** What people choose of a start; all else is the platform's. */
export interface StartAsked {
  /** Of the Job or CronJob. */
  name: string;
  /** Of the `Pipeline` object. */
  pipeline: string;
  /** Of the `PipelineVersion` object; the newest where left out. */
  version?: string;
  parameters?: Record<string, JsonValue | undefined>;
}

/** A time of five fields and what else people choose of a schedule. */
export interface ScheduleAsked extends StartAsked {
  cron: string;
  timeZone?: string;
  suspend?: boolean;
}

const TOKEN_DIRECTORY = '/var/run/secrets/kfp';
/** Small, and the same as limit: a domain with a quota on limits takes it. */
const SIZE = { cpu: '50m', memory: '128Mi' };
/** The starter gives up by itself long before; an image that can't be pulled never does. */
const LONGEST_SECONDS = 1800;
/** A start missed while the cluster was away is made up for, not those before it. */
const LATEST_SECONDS = 3600;
const KEPT_JOBS = 3;

/** `spec` of the Job that starts a run once. */
export function startSpec(
  asked: StartAsked,
  starter: StarterSettings,
): Record<string, unknown> {
  return {
    backoffLimit: 0,
    activeDeadlineSeconds: LONGEST_SECONDS,
    template: {
      metadata: { labels: { [STARTER_LABEL]: STARTER } },
      spec: starterPod(toArgs(asked), starter),
    },
  };
}

/** `spec` of the CronJob that starts runs by the clock. */
export function scheduleSpec(
  asked: ScheduleAsked,
  starter: StarterSettings,
): Record<string, unknown> {
  const args = [...toArgs(asked), '--scheduled'];
  return {
    schedule: asked.cron,
    ...(asked.timeZone !== undefined && { timeZone: asked.timeZone }),
    ...(asked.suspend !== undefined && { suspend: asked.suspend }),
    concurrencyPolicy: 'Forbid',
    startingDeadlineSeconds: LATEST_SECONDS,
    successfulJobsHistoryLimit: KEPT_JOBS,
    failedJobsHistoryLimit: KEPT_JOBS,
    jobTemplate: {
      spec: {
        backoffLimit: 0,
        activeDeadlineSeconds: LONGEST_SECONDS,
        template: {
          metadata: {
            labels: {
              [STARTER_LABEL]: STARTER,
              [SCHEDULE_LABEL]: asked.name,
            },
          },
          spec: starterPod(args, starter),
        },
      },
    },
  };
}

function toArgs(asked: StartAsked): string[] {
  const { name, pipeline, version, parameters = {} } = asked;
  return [
    `--name=${name}`,
    `--pipeline=${pipeline}`,
    ...(version ? [`--version=${version}`] : []),
    `--parameters=${JSON.stringify(parameters)}`,
  ];
}

function starterPod(args: string[], starter: StarterSettings) {
  const fieldRef = (fieldPath: string) => ({
    valueFrom: { fieldRef: { fieldPath } },
  });
  return {
    restartPolicy: 'Never',
    serviceAccountName: starter.serviceAccount,
    automountServiceAccountToken: false,
    securityContext: {
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [
      {
        name: 'starter',
        image: starter.image,
        args,
        env: [
          { name: 'KFP_ENDPOINT', value: starter.endpoint },
          { name: 'KFP_TOKEN_FILE', value: `${TOKEN_DIRECTORY}/token` },
          { name: 'POD_NAMESPACE', ...fieldRef('metadata.namespace') },
          {
            name: 'JOB_NAME',
            ...fieldRef("metadata.labels['batch.kubernetes.io/job-name']"),
          },
        ],
        resources: { requests: SIZE, limits: SIZE },
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] },
        },
        volumeMounts: [
          { name: 'kfp-token', mountPath: TOKEN_DIRECTORY, readOnly: true },
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
                audience: starter.audience ?? 'pipelines.kubeflow.org',
                expirationSeconds: 3600,
              },
            },
          ],
        },
      },
    ],
  };
}

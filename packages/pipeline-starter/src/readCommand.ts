import { parseArgs } from 'node:util';
import { toRunName } from '@lakefront/kfp-client';
import { scheduledTimeOf } from './scheduledTimeOf';
import { StartError } from './StartError';

/** What the pod is told: by its arguments and its environment. */
export interface Command {
  runName: string;
  pipeline: string;
  version?: string;
  parameters: Record<string, unknown>;
  namespace: string;
  startedBy: string;
  endpoint: string;
  /** Read at every call: the kubelet renews it. */
  tokenFile: string;
}

/** Throws a `StartError` that says what is missing or wrong. */
export function readCommand(
  args: readonly string[],
  env: Record<string, string | undefined>,
): Command {
  const { name, pipeline, version, parameters, scheduled } = readArgs(args);
  const jobName = need(env.JOB_NAME, 'environment variable JOB_NAME');
  return {
    runName: scheduled ? nameOfScheduled(name, jobName) : name,
    pipeline,
    ...(version !== undefined && { version }),
    parameters: readParameters(parameters),
    namespace: need(env.POD_NAMESPACE, 'environment variable POD_NAMESPACE'),
    startedBy: `Job ${jobName}`,
    endpoint: need(env.KFP_ENDPOINT, 'environment variable KFP_ENDPOINT'),
    tokenFile: need(env.KFP_TOKEN_FILE, 'environment variable KFP_TOKEN_FILE'),
  };
}

function readArgs(args: readonly string[]) {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        name: { type: 'string' },
        pipeline: { type: 'string' },
        version: { type: 'string' },
        parameters: { type: 'string' },
        scheduled: { type: 'boolean' },
      },
    }));
  } catch (error) {
    const { message } = error as Error;
    throw new StartError(`The arguments can't be read: ${message}`);
  }
  return {
    ...values,
    name: need(values.name, 'argument --name'),
    pipeline: need(values.pipeline, 'argument --pipeline'),
    version: values.version || undefined,
  };
}

/**
 * Of a Job that the schedule made: the schedule and when it was due. Of one
 * that somebody made from it by hand: the name of that Job.
 */
function nameOfScheduled(name: string, jobName: string): string {
  const scheduledAt = scheduledTimeOf(jobName, name);
  return scheduledAt ? toRunName({ name, scheduledAt }) : jobName;
}

function readParameters(text = '{}'): Record<string, unknown> {
  let parameters: unknown;
  try {
    parameters = JSON.parse(text, (key, value) => {
      if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
        throw new StartError(
          `Parameter value ${key} is a number of more digits than Kubeflow Pipelines keeps; give it as text`,
        );
      }
      return value;
    });
  } catch (error) {
    if (error instanceof StartError) throw error;
    throw new StartError('Argument --parameters is no JSON');
  }
  if (
    typeof parameters !== 'object' ||
    parameters === null ||
    Array.isArray(parameters)
  ) {
    throw new StartError('Argument --parameters is no JSON object');
  }
  return parameters as Record<string, unknown>;
}

function need(value: string | undefined, what: string): string {
  if (!value) throw new StartError(`The ${what} is missing or empty`);
  return value;
}

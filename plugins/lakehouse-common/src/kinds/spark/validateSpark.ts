import { tryParseQuantity } from '../../quantity';
import { parseJvmSize } from '../../sparkMemory';
import type { KubernetesObject } from '../../types';
import {
  type SparkApplication,
  type SparkPodSpec,
  toSparkApplication,
} from './SparkApplication';
import {
  type Fault,
  hadoopConfFaults,
  sparkConfFaults,
} from './sparkConfFaults';

const TYPES = ['Java', 'Python', 'Scala', 'R'];

/** What the operator, its webhook or GitOps would have against a SparkApplication. */
export function validateSpark(object: KubernetesObject): Fault[] {
  const app = toSparkApplication(object);
  return [
    ...basics(app),
    ...podFaults(app, 'driver'),
    ...podFaults(app, 'executor'),
    ...allocationFaults(app),
    ...hadoopConfFaults(app.spec.hadoopConf),
    ...sparkConfFaults(app.spec.sparkConf, {
      namespace: app.metadata?.namespace,
    }),
  ];
}

function basics({ spec }: SparkApplication): Fault[] {
  const faults: Fault[] = [];
  const say = (path: string, message: string) =>
    faults.push({ path: `spec.${path}`, message });
  if (!TYPES.includes(spec.type ?? '')) {
    say('type', `must be one of ${TYPES.join(', ')}`);
  }
  if (!spec.sparkVersion) {
    say('sparkVersion', 'is needed');
  }
  if (!spec.mainApplicationFile) {
    say('mainApplicationFile', 'is needed: the program to run');
  }
  if ((spec.type === 'Java' || spec.type === 'Scala') && !spec.mainClass) {
    say('mainClass', `is needed for ${spec.type}: the class to run`);
  }
  if (!spec.image && !(spec.driver?.image && spec.executor?.image)) {
    say('image', 'is needed');
  }
  if (spec.mode !== undefined && spec.mode !== 'cluster') {
    say('mode', 'must be cluster: the operator submits nothing else');
  }
  if (spec.timeToLiveSeconds !== undefined) {
    say(
      'timeToLiveSeconds',
      'must be left out: the operator would delete the job when it is over, and GitOps would create and run it again, for ever',
    );
  }
  if (!spec.driver?.serviceAccount) {
    say(
      'driver.serviceAccount',
      "is needed: one of the domain's service accounts, as the namespace's default has no rights to make executors",
    );
  }
  return faults;
}

function podFaults(
  app: SparkApplication,
  role: 'driver' | 'executor',
): Fault[] {
  const pod: SparkPodSpec | undefined = app.spec[role];
  if (!pod || typeof pod !== 'object') {
    return [{ path: `spec.${role}`, message: 'is needed' }];
  }
  const faults: Fault[] = [];
  const say = (key: string, message: string) =>
    faults.push({ path: `spec.${role}.${key}`, message });
  if (pod.cores !== undefined && !isWhole(pod.cores, 1)) {
    say('cores', 'must be a whole number from 1 on');
  }
  for (const key of ['memory', 'memoryOverhead'] as const) {
    if (pod[key] !== undefined && parseJvmSize(pod[key]) === undefined) {
      say(key, 'must be a size such as 512m or 4g');
    }
  }
  for (const key of ['coreRequest', 'coreLimit'] as const) {
    if (pod[key] !== undefined && tryParseQuantity(pod[key]) === undefined) {
      say(key, 'must be an amount of CPU such as 500m or 2');
    }
  }
  const request = tryParseQuantity(pod.coreRequest ?? pod.cores ?? 1);
  const limit = tryParseQuantity(pod.coreLimit);
  if (request !== undefined && limit !== undefined && limit < request) {
    say('coreLimit', `must not be less than the ${request} CPU asked for`);
  }
  if (pod.instances !== undefined && !isWhole(pod.instances, 1)) {
    say('instances', 'must be a whole number from 1 on');
  }
  return faults;
}

/** What speaks against a range of executors. */
export function allocationFaults({
  spec,
}: Pick<SparkApplication, 'spec'>): Fault[] {
  const {
    enabled,
    initialExecutors,
    minExecutors = 0,
    maxExecutors,
  } = spec.dynamicAllocation ?? {};
  if (!enabled) {
    return [];
  }
  const path = 'spec.dynamicAllocation.maxExecutors';
  if (maxExecutors === undefined) {
    return [
      { path, message: 'is needed: without it the job may grow without end' },
    ];
  }
  if (maxExecutors < minExecutors) {
    return [
      { path, message: `must not be less than ${minExecutors}, the least` },
    ];
  }
  if (initialExecutors !== undefined && initialExecutors > maxExecutors) {
    return [
      {
        path: 'spec.dynamicAllocation.initialExecutors',
        message: `must not be more than ${maxExecutors}, the most`,
      },
    ];
  }
  return [];
}

/** Whether a value is a whole number from `least` on. */
export function isWhole(value: unknown, least: number): boolean {
  return Number.isInteger(value) && Number(value) >= least;
}

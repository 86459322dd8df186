import { formatPath } from '../../jsonPath';
import { tryParseQuantity } from '../../quantity';
import { parseJvmSize } from '../../sparkMemory';
import type { KubernetesObject } from '../../types';
import {
  type SparkApplication,
  type SparkPodSpec,
  toSparkApplication,
} from './SparkApplication';

interface Fault {
  path: string;
  message: string;
}

const TYPES = ['Java', 'Python', 'Scala', 'R'];

/** The operator writes `--conf key=value`: a key with more in it would say something else there. */
const CONF_KEY = /^[^\s=]+$/;

/** Keys of sparkConf that the operator refuses (2.5.2), and where the same is said instead. */
const DENIED_CONF: Array<{ pattern: RegExp; instead: string }> = [
  {
    pattern: /^spark\.(master|kubernetes\.driver\.master)$/,
    instead: 'the operator sets it',
  },
  {
    pattern: /^spark\.kubernetes\.((driver|executor)\.)?container\.image$/,
    instead: 'use spec.image',
  },
  {
    pattern:
      /^spark\.kubernetes\.authenticate\.(driver|executor)\.serviceAccountName$/,
    instead: 'use spec.driver.serviceAccount',
  },
  {
    pattern: /^spark\.kubernetes\.authenticate\./,
    instead: 'jobs use the account that the domain gives them',
  },
];

/** Keys that reach past the job's own pods. */
const FORBIDDEN_CONF: Array<{ pattern: RegExp; instead: string }> = [
  {
    pattern: /^spark\.kubernetes\.(driver|executor)\.podTemplate/,
    instead: 'pod templates are not allowed here',
  },
  {
    pattern:
      /^spark\.kubernetes\.(driver|executor)\.volumes\.(?!emptyDir\.|persistentVolumeClaim\.)/,
    instead: "choose one of the domain's volumes in spec.volumes",
  },
  {
    pattern: /^spark\.kubernetes\.(driver|executor)\.(secrets|secretKeyRef)\./,
    instead: 'use env with valueFrom.secretKeyRef',
  },
  {
    pattern: /^spark\.kubernetes\.(driver|executor)\.scheduler\.name$/,
    instead: 'the scheduler is not for a job to choose',
  },
  {
    pattern: /^spark\.kubernetes\.(driver|executor)\.pod\.featureSteps$/,
    instead: 'steps that change pods are not allowed here',
  },
];

/** What the operator, its webhook or GitOps would have against a SparkApplication. */
export function validateSpark(object: KubernetesObject): Fault[] {
  const app = toSparkApplication(object);
  return [
    ...basics(app),
    ...podFaults(app, 'driver'),
    ...podFaults(app, 'executor'),
    ...allocationFaults(app),
    ...confFaults(app),
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
  for (const key of Object.keys(spec.hadoopConf ?? {})) {
    if (!CONF_KEY.test(key)) {
      say(
        formatPath(['hadoopConf', key]),
        'must be a key without spaces and equal signs',
      );
    }
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

function allocationFaults({ spec }: SparkApplication): Fault[] {
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

function confFaults(app: SparkApplication): Fault[] {
  const { sparkConf } = app.spec;
  if (sparkConf === undefined) {
    return [];
  }
  if (typeof sparkConf !== 'object' || sparkConf === null) {
    return [{ path: 'spec.sparkConf', message: 'must be a map of texts' }];
  }
  return Object.entries(sparkConf).flatMap(
    ([key, value]: [string, unknown]) => {
      const path = formatPath(['spec', 'sparkConf', key]);
      if (!CONF_KEY.test(key)) {
        return [
          { path, message: 'must be a key without spaces and equal signs' },
        ];
      }
      const denied = [...DENIED_CONF, ...FORBIDDEN_CONF].find(({ pattern }) =>
        pattern.test(key),
      );
      if (denied) {
        return [{ path, message: `is refused: ${denied.instead}` }];
      }
      if (
        key === 'spark.kubernetes.namespace' &&
        value !== app.metadata?.namespace
      ) {
        return [{ path, message: 'must be the namespace of the job itself' }];
      }
      const claim =
        /^spark\.kubernetes\.(driver|executor)\.volumes\.persistentVolumeClaim\..*\.options\.claimName$/;
      if (claim.test(key) && value !== 'OnDemand') {
        return [
          {
            path,
            message:
              "must be OnDemand; choose one of the domain's volumes in spec.volumes for others",
          },
        ];
      }
      return typeof value === 'string'
        ? []
        : [{ path, message: 'must be a text; put it in quotes' }];
    },
  );
}

function isWhole(value: unknown, least: number): boolean {
  return Number.isInteger(value) && Number(value) >= least;
}

import { formatPath, isRecord } from '../../jsonPath';
import { formatBytes } from '../../formatAmount';
import { tryParseQuantity } from '../../quantity';
import { parseJvmSize } from '../../sparkMemory';
import type { KubernetesObject } from '../../types';
import {
  type Fault,
  hadoopConfFaults,
  type RefusedConf,
  sparkConfFaults,
} from '../spark/sparkConfFaults';
import { allocationFaults, isWhole } from '../spark/validateSpark';
import { connectServerMemory } from './connectFootprint';
import { connectTemplateFaults } from './connectTemplateFaults';
import {
  type SparkConnect,
  sparkContainer,
  toSparkConnect,
} from './SparkConnect';

/** What the operator or Spark sets for a server itself, or where else it is said. */
const REFUSED: RefusedConf[] = [
  {
    pattern:
      /^spark\.driver\.(bindAddress|host|port|blockManager\.port|cores|memory)$/,
    instead: 'the operator sets it, from spec.server',
  },
  {
    pattern: /^spark\.kubernetes\.(driver\.pod\.name|executor\.podNamePrefix)$/,
    instead: 'the operator sets it',
  },
  {
    pattern: /^spark\.connect\.grpc\.binding\./,
    instead: 'the Service leads to port 15002 only',
  },
  {
    pattern:
      /^spark\.kubernetes\.authenticate\.(driver|executor)\.serviceAccountName$/,
    instead: 'use spec.server.template.spec.serviceAccountName',
  },
  {
    pattern: /^spark\.kubernetes\.(driver|executor)\.(label|annotation)\./,
    instead: 'the operator finds pods by their labels',
  },
];

/**
 * The operator (2.5.2) writes configuration into one line for `bash -c`
 * without quotes: anything else would be read by the shell.
 */
const PLAIN_TEXT = /^[\w.,:/@%+=-]*$/;

/** What the operator, its webhook or the platform would have against a SparkConnect. */
export function validateConnect(object: KubernetesObject): Fault[] {
  const connect = toSparkConnect(object);
  const { spec, metadata } = connect;
  return [
    ...basics(connect),
    ...podFaults(connect, 'server'),
    ...podFaults(connect, 'executor'),
    ...serverFaults(connect),
    ...connectTemplateFaults(spec.server.template, 'server'),
    ...connectTemplateFaults(spec.executor.template, 'executor'),
    ...allocationFaults({ spec: { ...spec, driver: {}, executor: {} } }),
    ...hadoopConfFaults(spec.hadoopConf),
    ...shellFaults('hadoopConf', spec.hadoopConf),
    ...sparkConfFaults(spec.sparkConf, {
      namespace: metadata?.namespace,
      refused: REFUSED,
    }),
    ...shellFaults('sparkConf', spec.sparkConf),
  ];
}

function basics({ spec }: SparkConnect): Fault[] {
  const faults: Fault[] = [];
  if (!spec.sparkVersion) {
    faults.push({ path: 'spec.sparkVersion', message: 'is needed' });
  }
  const images = [
    sparkContainer(spec.server, 'server')?.image,
    sparkContainer(spec.executor, 'executor')?.image,
  ];
  if (!spec.image && !images.every(Boolean)) {
    faults.push({ path: 'spec.image', message: 'is needed' });
  }
  return faults;
}

function podFaults(
  { spec }: SparkConnect,
  role: 'server' | 'executor',
): Fault[] {
  const { cores, memory, instances } = spec[role];
  const faults: Fault[] = [];
  const say = (key: string, message: string) =>
    faults.push({ path: `spec.${role}.${key}`, message });
  if (cores !== undefined && !isWhole(cores, 1)) {
    say('cores', 'must be a whole number from 1 on');
  }
  if (memory !== undefined && parseJvmSize(memory) === undefined) {
    say('memory', 'must be a size such as 512m or 4g');
  }
  if (instances !== undefined && !isWhole(instances, 0)) {
    say('instances', 'must be a whole number from 0 on');
  }
  return faults;
}

/** The account and the size of the server: the operator gives it neither. */
function serverFaults({ spec }: SparkConnect): Fault[] {
  const path = 'spec.server.template';
  const faults: Fault[] = [];
  if (!spec.server.template?.spec?.serviceAccountName) {
    faults.push({
      path: `${path}.spec.serviceAccountName`,
      message:
        "is needed: one of the domain's service accounts, as the namespace's default has no rights to make executors",
    });
  }
  const resources = sparkContainer(spec.server, 'server')?.resources;
  const at = `${path}.spec.containers[0].resources`;
  const memory = tryParseQuantity(resources?.limits?.memory);
  const cpu = tryParseQuantity(resources?.requests?.cpu);
  const cpuLimit = tryParseQuantity(resources?.limits?.cpu);
  if (memory === undefined || cpu === undefined) {
    faults.push({
      path: at,
      message:
        "must say requests.cpu and limits.memory: the operator gives the server none, and with the namespace's defaults it would be killed",
    });
    return faults;
  }
  const needed = connectServerMemory(spec.server.memory);
  if (needed !== undefined && memory < needed) {
    faults.push({
      path: `${at}.limits.memory`,
      message: `must be at least ${formatBytes(
        needed,
      )}: the server's memory and Spark's overhead`,
    });
  }
  if (cpuLimit !== undefined && cpuLimit < cpu) {
    faults.push({
      path: `${at}.limits.cpu`,
      message: `must not be less than the ${cpu} CPU asked for`,
    });
  }
  return faults;
}

function shellFaults(map: string, conf: unknown): Fault[] {
  return Object.entries(isRecord(conf) ? conf : {}).flatMap(([key, value]) => {
    const text = `${key}=${value}`;
    return PLAIN_TEXT.test(text)
      ? []
      : [
          {
            path: formatPath(['spec', map, key]),
            message:
              'may hold letters, digits and . , : / @ % + = - _ only: the operator hands it to a shell',
          },
        ];
  });
}

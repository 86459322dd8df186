import { tryParseQuantity } from '../../quantity';
import {
  JVM_OVERHEAD_FACTOR,
  parseJvmSize,
  sparkPodMemory,
} from '../../sparkMemory';
import type { Footprint, FootprintPart, KubernetesObject } from '../../types';
import { sparkFootprint } from '../spark/sparkFootprint';
import {
  type SparkConnect,
  sparkContainer,
  toSparkConnect,
} from './SparkConnect';

const MIB = 1024 ** 2;
/** Spark's own where nothing is said; unlike for jobs, no webhook fills in another. */
const EXECUTORS_BY_DEFAULT = 2;

/**
 * What a SparkConnect asks for: its server and its executors at most. The
 * operator gives the server's container nothing of its own: what it asks for
 * stands in the pod template, and where nothing stands there, what its heap needs.
 */
export function connectFootprint(object: KubernetesObject): Footprint {
  const connect = toSparkConnect(object);
  const [driver, ...executors] = sparkFootprint(asJob(connect)).parts;
  const parts = [serverPart(connect, driver), ...executors];
  const total = (read: (part: FootprintPart) => number) =>
    parts.reduce((sum, part) => sum + part.count * read(part), 0);
  return {
    cpu: Number(total(part => part.cpu).toFixed(6)),
    memory: total(part => part.memory),
    gpu: total(part => part.gpu),
    pods: total(() => 1),
    parts,
  };
}

/** Server and executors are sized as driver and executors of a JVM job. */
function asJob(connect: SparkConnect): KubernetesObject {
  const { spec, metadata, apiVersion } = connect;
  const { server, executor, sparkConf, dynamicAllocation } = spec;
  const isFixed =
    executor.instances === undefined &&
    !dynamicAllocation?.enabled &&
    sparkConf?.['spark.dynamicAllocation.enabled'] !== 'true' &&
    sparkConf?.['spark.executor.instances'] === undefined;
  return {
    apiVersion,
    kind: 'SparkApplication',
    metadata,
    spec: {
      type: 'Scala',
      sparkConf,
      dynamicAllocation,
      driver: { cores: server.cores, memory: server.memory },
      executor: {
        cores: executor.cores,
        memory: executor.memory,
        instances: isFixed ? EXECUTORS_BY_DEFAULT : executor.instances,
      },
    },
  };
}

function serverPart(
  { spec }: SparkConnect,
  driver: FootprintPart,
): FootprintPart {
  const { requests, limits } =
    sparkContainer(spec.server, 'server')?.resources ?? {};
  const amount = (resource: string) =>
    tryParseQuantity(requests?.[resource]) ??
    tryParseQuantity(limits?.[resource]);
  const cpuLimit = tryParseQuantity(limits?.cpu);
  const { cpuLimit: _none, ...rest } = driver;
  return {
    ...rest,
    role: 'server',
    path: 'spec.server',
    cpu: amount('cpu') ?? driver.cpu,
    ...(cpuLimit !== undefined && { cpuLimit }),
    memory: amount('memory') ?? driver.memory,
  };
}

/**
 * Bytes that a server's container needs: the heap and Spark's overhead, a
 * tenth of it and at least 384 MiB. Undefined where the size is none.
 * @public
 */
export function connectServerMemory(heap: unknown): number | undefined {
  const bytes =
    heap === undefined ? 1024 ** 3 : parseJvmSize(heap as string | number);
  return bytes === undefined
    ? undefined
    : sparkPodMemory({ heap: bytes, factor: JVM_OVERHEAD_FACTOR });
}

/**
 * What the server's container has to ask for, so that a server of this size
 * runs: the operator sets nothing itself, and the namespace's default would
 * have it killed. A CPU limit only where one is asked for.
 * @public
 */
export function connectServerResources(
  size: { cores: number; memory: string },
  options: { limitCpu?: boolean } = {},
): {
  requests: Record<string, string>;
  limits: Record<string, string>;
} {
  const memory = `${(connectServerMemory(size.memory) ?? 0) / MIB}Mi`;
  const cpu = String(size.cores);
  return {
    requests: { cpu, memory },
    limits: { ...(options.limitCpu && { cpu }), memory },
  };
}

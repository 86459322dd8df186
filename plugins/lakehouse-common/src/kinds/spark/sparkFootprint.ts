import { tryParseQuantity } from '../../quantity';
import {
  JVM_OVERHEAD_FACTOR,
  NON_JVM_OVERHEAD_FACTOR,
  parseJvmSize,
  sparkPodMemory,
} from '../../sparkMemory';
import type { Footprint, FootprintPart, KubernetesObject } from '../../types';
import {
  confOf,
  type SparkApplication,
  type SparkPodSpec,
  toSparkApplication,
} from './SparkApplication';

const GIB = 1024 ** 3;

type Role = 'driver' | 'executor';

const PATHS = { driver: 'spec.driver', executor: 'spec.executor' };

/** What a SparkApplication asks for: its driver and its executors at most, overhead included. */
export function sparkFootprint(object: KubernetesObject): Footprint {
  const app = toSparkApplication(object);
  const executors = executorCounts(app);
  const parts: FootprintPart[] = [
    { ...sparkPod(app, 'driver'), count: 1, minCount: 1 },
    ...(executors.count > 0
      ? [{ ...sparkPod(app, 'executor'), ...executors }]
      : []),
  ];
  const total = (read: (part: FootprintPart) => number) =>
    parts.reduce((sum, part) => sum + part.count * read(part), 0);
  return {
    cpu: round(total(part => part.cpu)),
    memory: total(part => part.memory),
    gpu: total(part => part.gpu),
    pods: total(() => 1),
    parts,
  };
}

function sparkPod(
  app: SparkApplication,
  role: Role,
): Omit<FootprintPart, 'count' | 'minCount'> {
  const pod: SparkPodSpec = app.spec[role] ?? {};
  const conf = (key: string) => confOf(app, key);
  const cpu =
    firstQuantity(
      pod.coreRequest,
      pod.cores === undefined
        ? conf(`spark.kubernetes.${role}.request.cores`)
        : undefined,
      pod.cores,
      conf(`spark.${role}.cores`),
    ) ?? 1;
  const cpuLimit = firstQuantity(
    pod.coreLimit,
    conf(`spark.kubernetes.${role}.limit.cores`),
  );
  return {
    role,
    path: PATHS[role],
    cpu,
    ...(cpuLimit !== undefined && { cpuLimit }),
    memory: podMemory(app, role, pod),
    gpu: count(pod.gpu?.quantity) ?? 0,
  };
}

/**
 * The heap, its overhead, and for executors what Spark adds by configuration:
 * Python's own share and memory off the heap.
 */
function podMemory(
  app: SparkApplication,
  role: Role,
  pod: SparkPodSpec,
): number {
  const conf = (key: string) => confOf(app, key);
  const heap =
    parseJvmSize(pod.memory) ??
    parseJvmSize(conf(`spark.${role}.memory`)) ??
    GIB;
  const overhead =
    parseJvmSize(pod.memoryOverhead) ??
    parseJvmSize(conf(`spark.${role}.memoryOverhead`));
  const base = sparkPodMemory({
    heap,
    overhead,
    factor: overheadFactor(app, role),
  });
  if (role === 'driver') {
    return base;
  }
  const python =
    app.spec.type === 'Python'
      ? parseJvmSize(conf('spark.executor.pyspark.memory')) ?? 0
      : 0;
  return base + python + offHeap(app);
}

function overheadFactor(app: SparkApplication, role: Role): number {
  const isJvm = app.spec.type !== 'Python' && app.spec.type !== 'R';
  const candidates = [
    confOf(app, `spark.${role}.memoryOverheadFactor`),
    app.spec.memoryOverheadFactor,
    confOf(app, 'spark.kubernetes.memoryOverheadFactor'),
  ];
  const given = candidates.find(
    text => text !== undefined && Number.isFinite(Number(text)) && text !== '',
  );
  if (given !== undefined) {
    return Math.max(0, Number(given));
  }
  return isJvm ? JVM_OVERHEAD_FACTOR : NON_JVM_OVERHEAD_FACTOR;
}

/** `spark.memory.offHeap.size` is in bytes where it has no unit, unlike all the others. */
function offHeap(app: SparkApplication): number {
  if (confOf(app, 'spark.memory.offHeap.enabled') !== 'true') {
    return 0;
  }
  const size = confOf(app, 'spark.memory.offHeap.size') ?? '0';
  return /^\d{1,15}$/.test(size) ? Number(size) : parseJvmSize(size) ?? 0;
}

/** Executors at most and at least; without an upper bound, those at the start. */
function executorCounts(app: SparkApplication): {
  count: number;
  minCount: number;
} {
  const { dynamicAllocation, executor } = app.spec;
  const conf = (key: string) => count(confOf(app, key));
  const instances =
    count(executor?.instances) ?? conf('spark.executor.instances');
  const isDynamic =
    dynamicAllocation?.enabled ??
    confOf(app, 'spark.dynamicAllocation.enabled') === 'true';
  if (!isDynamic) {
    return { count: instances ?? 1, minCount: instances ?? 1 };
  }
  const min =
    count(dynamicAllocation?.minExecutors) ??
    conf('spark.dynamicAllocation.minExecutors') ??
    0;
  const initial = Math.max(
    min,
    instances ?? 0,
    count(dynamicAllocation?.initialExecutors) ??
      conf('spark.dynamicAllocation.initialExecutors') ??
      0,
  );
  const max =
    count(dynamicAllocation?.maxExecutors) ??
    conf('spark.dynamicAllocation.maxExecutors') ??
    initial;
  return { count: Math.max(max, min), minCount: min };
}

function firstQuantity(...values: unknown[]): number | undefined {
  return values
    .map(tryParseQuantity)
    .find(value => value !== undefined && value >= 0);
}

function count(value: unknown): number | undefined {
  const number =
    typeof value === 'number' || (typeof value === 'string' && value !== '')
      ? Number(value)
      : NaN;
  return Number.isInteger(number) && number >= 0 ? number : undefined;
}

/** Sums of halves and tenths of a core without binary dust. */
function round(cores: number): number {
  return Number(cores.toFixed(6));
}

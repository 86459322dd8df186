import type { SparkPodSpec, SparkSpec } from './SparkApplication';

const MIN_OVERHEAD_MIB = 384;
const UNITS: Record<string, number> = {
  k: 1 / 1024,
  m: 1,
  g: 1024,
  t: 1024 * 1024,
  p: 1024 * 1024 * 1024,
};

/** A JVM size (`512m`, `4g`; a bare number is MiB) in MiB. */
export function jvmMebibytes(text: string): number {
  const match = /^\s*(\d+)\s*([kmgtp]?)b?\s*$/i.exec(text);
  if (!match) return 0;
  return Math.floor(
    Number(match[1]) * (match[2] ? UNITS[match[2].toLowerCase()] : 1),
  );
}

export interface PodResources {
  requests: Record<string, string>;
  limits: Record<string, string>;
}

/**
 * Requests and limits that Spark puts on a driver or executor: the heap plus
 * overhead (a tenth, or four tenths where the program is not a JVM one, at
 * least 384 MiB) both as request and limit; CPU as request only, unless
 * `coreLimit` is set.
 */
export function podResources(
  spec: SparkSpec,
  role: 'driver' | 'executor',
): PodResources {
  const pod: SparkPodSpec = spec[role];
  const nonJvm = spec.type === 'Python' || spec.type === 'R';
  const memory = jvmMebibytes(pod.memory ?? '1g');
  const factor = Number(spec.memoryOverheadFactor ?? (nonJvm ? 0.4 : 0.1));
  const overhead = pod.memoryOverhead
    ? jvmMebibytes(pod.memoryOverhead)
    : Math.max(Math.floor(memory * factor), MIN_OVERHEAD_MIB);
  const size = `${memory + overhead}Mi`;
  const cpu = pod.coreRequest ?? String(pod.cores ?? 1);
  const gpu: Record<string, string> = pod.gpu
    ? { [pod.gpu.name]: String(pod.gpu.quantity) }
    : {};
  return {
    requests: { cpu, memory: size, ...gpu },
    limits: {
      ...(pod.coreLimit && { cpu: pod.coreLimit }),
      memory: pod.memoryLimit ?? size,
      ...gpu,
    },
  };
}

/** Executors at the start and at most. */
export function executorCounts(spec: SparkSpec): {
  initial: number;
  max: number;
} {
  const dynamic = spec.dynamicAllocation;
  if (!dynamic?.enabled) {
    const instances = spec.executor.instances ?? 1;
    return { initial: instances, max: instances };
  }
  const min = dynamic.minExecutors ?? 0;
  const initial = Math.max(
    dynamic.initialExecutors ?? 0,
    min,
    spec.executor.instances ?? 0,
    1,
  );
  return { initial, max: Math.max(initial, dynamic.maxExecutors ?? initial) };
}

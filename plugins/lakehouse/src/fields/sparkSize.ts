import {
  parseJvmSize,
  sparkApplicationKind,
  sparkConnectKind,
  type Footprint,
} from '@lakefront/backstage-plugin-lakehouse-common';

/** The size of a Spark job; the value of the size field. @public */
export interface SparkSize {
  driverCores: number;
  driverMemory: string;
  executorCores: number;
  executorMemory: string;
  /** Executors, where their number is fixed. */
  instances?: number;
  /** Executors at least and at most, where Spark asks for as many as it needs. */
  dynamicAllocation?: { minExecutors: number; maxExecutors: number };
}

/** Small enough to fit nearly everywhere, big enough for Spark to start. */
export const defaultSize: SparkSize = {
  driverCores: 1,
  driverMemory: '2g',
  executorCores: 1,
  executorMemory: '2g',
  instances: 2,
};

/** Memory that is offered; others can be typed. */
export const memorySizes = ['1g', '2g', '4g', '8g', '16g', '32g'];

/** Why a size cannot be, or nothing; the first thing to mend. */
export function sizeProblem(
  size: SparkSize,
  isServer?: boolean,
): string | undefined {
  const lead = isServer ? 'server' : 'driver';
  const whole = (value: unknown, least: number) =>
    Number.isInteger(value) && (value as number) >= least;
  const { driverMemory, executorMemory, dynamicAllocation, instances } = size;
  if (!whole(size.driverCores, 1)) {
    return `The ${lead} needs a whole number of cores, at least 1.`;
  }
  if (!whole(size.executorCores, 1)) {
    return 'An executor needs a whole number of cores, at least 1.';
  }
  if (!parseJvmSize(driverMemory)) {
    return `The ${lead}'s memory is a number with m or g, as "4g".`;
  }
  if (!parseJvmSize(executorMemory)) {
    return 'The executors\' memory is a number with m or g, as "4g".';
  }
  if (dynamicAllocation) {
    const { minExecutors, maxExecutors } = dynamicAllocation;
    if (!whole(minExecutors, 0)) {
      return 'The least number of executors is a whole number.';
    }
    return whole(maxExecutors, Math.max(1, minExecutors))
      ? undefined
      : 'At most as many executors as at least, and at least 1.';
  }
  return whole(instances, 1)
    ? undefined
    : 'The number of executors is a whole number, at least 1.';
}

/**
 * What a size asks for, overhead included, with the same arithmetic as the
 * backend: of a manifest that holds nothing but the size and the language
 * (Python needs more memory beside the heap); of a compute cluster, whose
 * driver is its server, where `isServer`.
 */
export function sizeFootprint(
  size: SparkSize,
  { language, isServer }: { language?: unknown; isServer?: boolean },
): Footprint | undefined {
  if (sizeProblem(size, isServer)) {
    return undefined;
  }
  const { dynamicAllocation } = size;
  const lead = { cores: size.driverCores, memory: size.driverMemory };
  const spec = {
    executor: {
      cores: size.executorCores,
      memory: size.executorMemory,
      ...(!dynamicAllocation && { instances: size.instances }),
    },
    ...(dynamicAllocation && {
      dynamicAllocation: {
        enabled: true,
        initialExecutors: dynamicAllocation.minExecutors,
        ...dynamicAllocation,
      },
    }),
  };
  const kind = isServer ? sparkConnectKind : sparkApplicationKind;
  return kind.footprint({
    apiVersion: `${kind.group}/${kind.version}`,
    kind: kind.kind,
    metadata: { name: 'size' },
    spec: isServer
      ? { ...spec, server: lead }
      : {
          ...spec,
          driver: lead,
          // SQL runs by a Python program.
          type:
            language === 'Scala' || language === 'Java' ? language : 'Python',
        },
  });
}

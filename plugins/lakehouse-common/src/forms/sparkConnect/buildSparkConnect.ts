import { connectServerResources } from '../../kinds/connect/connectFootprint';
import { CONTAINERS } from '../../kinds/connect/SparkConnect';
import type { DomainCapacity } from '../../types';
import type { BuiltManifest, FormContext } from '../KindForm';
import {
  choose,
  coreLimitOf,
  envOf,
  imageOf,
  serviceAccountOf,
  sparkConfOf,
  withoutUndefined,
} from '../spark/domainChoices';
import type { SparkConnectInput } from './SparkConnectInput';

/** There is no field for packages: Spark takes them from its configuration. */
export const PACKAGES = 'spark.jars.packages';

/**
 * The SparkConnect that a form asks for. Pure. The pod templates hold what the
 * kind has no fields for: the server's account and size, and environment.
 * Throws `InputError` that names the field.
 */
export function buildSparkConnect(
  input: SparkConnectInput,
  context: FormContext,
): BuiltManifest {
  const { settings, capacity } = context;
  const { size } = input;
  const presets = [
    ...choose('catalogs', input.catalogs, settings.catalogs),
    ...choose('storage', input.storage, settings.storage),
  ];
  const { sparkVersion } = imageOf(input, settings);
  const env = envOf(input, presets, settings);
  const packages = [
    ...new Set([
      ...connectPackages(sparkVersion),
      ...presets.flatMap(preset => preset.packages ?? []),
      ...(input.packages ?? []),
    ]),
  ];
  const sparkConf = {
    ...(packages.length > 0 && { [PACKAGES]: packages.join(',') }),
    ...executorCpuLimit(size.executorCores, capacity),
    ...sparkConfOf(input, presets),
  };
  const container = (name: string, rest: object = {}) =>
    withoutUndefined({ name, env, ...rest });

  return {
    apiVersion: 'sparkoperator.k8s.io/v1alpha1',
    kind: 'SparkConnect',
    metadata: {
      name: input.name,
      ...(input.owner
        ? { annotations: { 'lakefront.dev/owner': input.owner } }
        : {}),
    },
    spec: withoutUndefined({
      sparkVersion,
      image: input.image,
      sparkConf: Object.keys(sparkConf).length > 0 ? sparkConf : undefined,
      dynamicAllocation: size.dynamicAllocation && {
        enabled: true,
        initialExecutors: size.dynamicAllocation.minExecutors,
        minExecutors: size.dynamicAllocation.minExecutors,
        maxExecutors: size.dynamicAllocation.maxExecutors,
      },
      server: {
        cores: size.driverCores,
        memory: size.driverMemory,
        template: {
          spec: {
            serviceAccountName: serviceAccountOf(input, settings),
            containers: [
              container(CONTAINERS.server, {
                resources: connectServerResources(
                  { cores: size.driverCores, memory: size.driverMemory },
                  {
                    limitCpu:
                      coreLimitOf(size.driverCores, capacity) !== undefined,
                  },
                ),
              }),
            ],
          },
        },
      },
      executor: withoutUndefined({
        cores: size.executorCores,
        memory: size.executorMemory,
        instances: size.dynamicAllocation ? undefined : size.instances ?? 1,
        template: env && {
          spec: { containers: [container(CONTAINERS.executor)] },
        },
      }),
    }),
  };
}

/** Spark 4 brings the server with it; Spark 3 loads it. */
export function connectPackages(sparkVersion: string): string[] {
  return sparkVersion.startsWith('3.')
    ? [`org.apache.spark:spark-connect_2.12:${sparkVersion}`]
    : [];
}

/** Executors have no field for a CPU limit; Spark takes it from its configuration. */
export function executorCpuLimit(
  cores: number,
  capacity: DomainCapacity | undefined,
): Record<string, string> {
  const limit = coreLimitOf(cores, capacity);
  return limit ? { 'spark.kubernetes.executor.limit.cores': limit } : {};
}

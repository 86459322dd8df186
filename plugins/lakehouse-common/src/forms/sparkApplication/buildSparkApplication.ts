import { InputError } from '@backstage/errors';
import {
  choose,
  coreLimitOf,
  envOf,
  imageOf,
  serviceAccountOf,
  sparkConfOf,
  withoutUndefined,
} from '../spark/domainChoices';
import type { BuiltManifest, FormContext } from '../KindForm';
import type { SparkApplicationInput } from './SparkApplicationInput';

/** Where Spark looks for local storage: volumes named so, mounted anywhere. */
export const SHUFFLE_VOLUME = 'spark-local-dir-shuffle';
const SHUFFLE_MOUNT = '/var/spark/shuffle';

/**
 * The SparkApplication that a form asks for. Pure. Presets, images, volumes
 * and Secrets are looked up by name in the domain's settings; what is not
 * there throws `InputError` that names the field.
 */
export function buildSparkApplication(
  input: SparkApplicationInput,
  context: FormContext,
): BuiltManifest {
  const { settings } = context;
  const presets = [
    ...choose('catalogs', input.catalogs, settings.catalogs),
    ...choose('storage', input.storage, settings.storage),
  ];
  const image = imageOf(input, settings);
  const env = envOf(input, presets, settings);
  const volume = input.shuffleVolume
    ? choose('shuffleVolume', [input.shuffleVolume], settings.volumes)[0]
    : undefined;
  const volumeMounts = volume && [
    { name: SHUFFLE_VOLUME, mountPath: SHUFFLE_MOUNT },
  ];
  const packages = [
    ...new Set([
      ...presets.flatMap(preset => preset.packages ?? []),
      ...(input.packages ?? []),
    ]),
  ];
  const { size } = input;

  return {
    apiVersion: 'sparkoperator.k8s.io/v1beta2',
    kind: 'SparkApplication',
    metadata: {
      name: input.name,
      ...(input.owner
        ? { annotations: { 'lakefront.dev/owner': input.owner } }
        : {}),
    },
    spec: withoutUndefined({
      ...programOf(input, image.sqlRunner),
      mode: 'cluster',
      sparkVersion: image.sparkVersion,
      image: input.image,
      deps: packages.length > 0 ? { packages } : undefined,
      sparkConf: sparkConfOf(input, presets),
      volumes: volume && [{ ...volume.volume, name: SHUFFLE_VOLUME }],
      // No timeToLiveSeconds: the operator would delete what Git then creates again, for ever.
      restartPolicy: restartPolicyOf(input.retries ?? 0),
      dynamicAllocation: size.dynamicAllocation && {
        enabled: true,
        initialExecutors: size.dynamicAllocation.minExecutors,
        minExecutors: size.dynamicAllocation.minExecutors,
        maxExecutors: size.dynamicAllocation.maxExecutors,
      },
      driver: withoutUndefined({
        cores: size.driverCores,
        coreLimit: coreLimitOf(size.driverCores, context.capacity),
        memory: size.driverMemory,
        serviceAccount: serviceAccountOf(input, settings),
        env,
        volumeMounts,
      }),
      executor: withoutUndefined({
        cores: size.executorCores,
        coreLimit: coreLimitOf(size.executorCores, context.capacity),
        memory: size.executorMemory,
        instances: size.dynamicAllocation ? undefined : size.instances ?? 1,
        env,
        volumeMounts,
      }),
    }),
  };
}

function programOf(input: SparkApplicationInput, sqlRunner?: string) {
  const given = input.arguments?.length ? input.arguments : undefined;
  if (input.language === 'SQL') {
    if (!sqlRunner) {
      throw new InputError(
        `image: '${input.image}' has no runner for SQL files; choose an image made for SQL, or ask a platform engineer to name its 'sqlRunner' in the domain's settings`,
      );
    }
    return {
      type: 'Python',
      pythonVersion: '3',
      mainApplicationFile: sqlRunner,
      arguments: [input.mainFile, ...(given ?? [])],
    };
  }
  if (input.language === 'Python') {
    return {
      type: 'Python',
      pythonVersion: '3',
      mainApplicationFile: input.mainFile,
      arguments: given,
    };
  }
  if (!input.mainClass) {
    throw new InputError(
      `mainClass: a ${input.language} job needs the class to run`,
    );
  }
  return {
    type: input.language,
    mainClass: input.mainClass,
    mainApplicationFile: input.mainFile,
    arguments: given,
  };
}

/**
 * A job that waits for quota shows as a failed submission: without retries of
 * the submission it would not wait but fail.
 */
function restartPolicyOf(retries: number) {
  return {
    type: 'OnFailure',
    onFailureRetries: retries,
    onFailureRetryInterval: 30,
    onSubmissionFailureRetries: 10,
    onSubmissionFailureRetryInterval: 20,
  };
}

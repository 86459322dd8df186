import { InputError } from '@backstage/errors';
import type {
  DomainCapacity,
  DomainSettings,
  SettingsPreset,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { SparkApplicationInput } from './SparkApplicationInput';

/** Where Spark looks for local storage: volumes named so, mounted anywhere. */
const SHUFFLE_VOLUME = 'spark-local-dir-shuffle';
const SHUFFLE_MOUNT = '/var/spark/shuffle';

/** A manifest, as a value; namespace and where it came from are added by the backend. */
export interface SparkApplicationManifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string; annotations?: Record<string, string> };
  spec: Record<string, unknown>;
}

/**
 * The SparkApplication that a form asks for. Pure. Presets, images, volumes
 * and Secrets are looked up by name in the domain's settings; what is not
 * there throws `InputError` that names the field.
 */
export function buildSparkApplication(
  input: SparkApplicationInput,
  context: { settings: DomainSettings; capacity?: DomainCapacity },
): SparkApplicationManifest {
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

function imageOf(input: SparkApplicationInput, settings: DomainSettings) {
  const entry = settings.images.find(({ image }) =>
    image.endsWith('*')
      ? input.image.startsWith(image.slice(0, -1))
      : image === input.image,
  );
  if (!entry) {
    throw new InputError(
      `image: '${input.image}' is not among the images of this domain`,
    );
  }
  const sparkVersion = input.sparkVersion ?? entry.sparkVersion;
  if (!sparkVersion) {
    throw new InputError(
      `sparkVersion: say which Spark '${input.image}' holds; the domain's settings do not`,
    );
  }
  return { sparkVersion, sqlRunner: entry.sqlRunner };
}

function serviceAccountOf(
  input: SparkApplicationInput,
  settings: DomainSettings,
): string {
  const name = input.serviceAccount ?? settings.serviceAccounts[0];
  if (!name || !settings.serviceAccounts.includes(name)) {
    throw new InputError(
      `serviceAccount: '${
        name ?? ''
      }' is not among the service accounts of this domain`,
    );
  }
  return name;
}

/** What was asked for by name; throws for a name that the settings do not have. */
function choose<T extends { name: string }>(
  field: string,
  names: string[] | undefined,
  from: T[],
): T[] {
  return (names ?? []).map(name => {
    const found = from.find(item => item.name === name);
    if (!found) {
      throw new InputError(
        `${field}: '${name}' is not in the settings of this domain`,
      );
    }
    return found;
  });
}

/** Presets first, the form's own keys last: what somebody typed wins. */
function sparkConfOf(input: SparkApplicationInput, presets: SettingsPreset[]) {
  const typed = new Map<string, string>();
  for (const { key, value } of input.sparkConf ?? []) {
    if (typed.has(key)) {
      throw new InputError(`sparkConf: '${key}' is there twice`);
    }
    typed.set(key, value);
  }
  const merged = {
    ...Object.assign({}, ...presets.map(preset => preset.sparkConf)),
    ...Object.fromEntries(typed),
  };
  return Object.keys(merged).length > 0 ? merged : undefined;
}

function envOf(
  input: SparkApplicationInput,
  presets: SettingsPreset[],
  settings: DomainSettings,
) {
  const env = [
    ...presets.flatMap(preset =>
      (preset.env ?? []).map(({ name, secret }) => ({
        name,
        valueFrom: { secretKeyRef: { name: secret.name, key: secret.key } },
      })),
    ),
    ...(input.secretEnv ?? []).map(({ name, secret, key }) => {
      const known = settings.secrets.find(item => item.name === secret);
      if (!known?.keys.includes(key)) {
        throw new InputError(
          `secretEnv: '${key}' of Secret '${secret}' is not in the settings of this domain`,
        );
      }
      return { name, valueFrom: { secretKeyRef: { name: secret, key } } };
    }),
    ...(input.env ?? []).map(({ name, value }) => ({ name, value })),
  ];
  const names = env.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) {
    throw new InputError(`env: '${twice}' is there twice`);
  }
  return env.length > 0 ? env : undefined;
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

/**
 * Spark pods carry no CPU limit of their own. Where a quota counts CPU limits,
 * or a LimitRange would put a default one below the request, one is needed.
 */
function coreLimitOf(cores: number, capacity: DomainCapacity | undefined) {
  const counted = capacity?.quotas.some(q => q.resource === 'limits.cpu');
  const defaulted = capacity?.limits.default?.cpu !== undefined;
  return counted || defaulted ? String(cores) : undefined;
}

function withoutUndefined(record: Record<string, unknown>) {
  return Object.fromEntries(
    Object.entries(record).filter(([, value]) => value !== undefined),
  );
}

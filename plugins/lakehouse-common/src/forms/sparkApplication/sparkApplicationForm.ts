import { ANNOTATION_OWNER } from '../../annotations';
import { isSubset } from '../../kinds/isSubset';
import { toSparkApplication } from '../../kinds/spark/SparkApplication';
import type { DomainSettings, KubernetesObject } from '../../types';
import type { FormContext, KindForm } from '../KindForm';
import { type EnvEntry, guessChoices, some } from '../spark/guessChoices';
import { guessSize } from '../spark/guessSize';
import { buildSparkApplication, SHUFFLE_VOLUME } from './buildSparkApplication';
import type { SparkApplicationInput } from './SparkApplicationInput';

/** The form of `templates/spark-job`. */
export const sparkApplicationForm: KindForm = {
  build: (answers, context) =>
    buildSparkApplication(answers as unknown as SparkApplicationInput, context),
  guess: guessSparkApplication,
};

function guessSparkApplication(
  manifest: KubernetesObject,
  { settings }: FormContext,
) {
  const { metadata, spec } = toSparkApplication(manifest);
  const { driver = {}, executor = {}, deps } = spec as Spec;
  return {
    name: metadata.name,
    owner: metadata.annotations?.[ANNOTATION_OWNER],
    ...guessProgram(spec as Spec, settings),
    image: spec.image,
    ...guessChoices(
      {
        sparkConf: spec.sparkConf ?? {},
        packages: deps?.packages ?? [],
        env: driver.env ?? [],
      },
      settings,
    ),
    size: guessSize(driver, executor, spec.dynamicAllocation),
    shuffleVolume: guessVolume(spec as Spec, settings),
    retries: spec.restartPolicy?.onFailureRetries,
  };
}

/** A spec with what nobody but its form reads. */
type Spec = ReturnType<typeof toSparkApplication>['spec'] & {
  arguments?: string[];
  deps?: { packages?: string[] };
  driver?: { env?: EnvEntry[] };
  volumes?: Array<{ name: string }>;
};

/** A SQL file is an argument of the image's runner. */
function guessProgram(spec: Spec, { images }: DomainSettings) {
  const { type, mainApplicationFile, mainClass, arguments: given = [] } = spec;
  const isRunner = images.some(
    ({ sqlRunner }) => sqlRunner && sqlRunner === mainApplicationFile,
  );
  return type === 'Python' && isRunner
    ? { language: 'SQL', mainFile: given[0], arguments: some(given.slice(1)) }
    : {
        language: type,
        mainFile: mainApplicationFile,
        mainClass,
        arguments: some(given),
      };
}

/** A volume of the settings, under the name by which Spark finds it. */
function guessVolume({ volumes }: Spec, settings: DomainSettings) {
  const [held] = volumes ?? [];
  const found = settings.volumes.find(({ volume }) => {
    const mounted = { ...volume, name: SHUFFLE_VOLUME };
    return held && isSubset(mounted, held) && isSubset(held, mounted);
  });
  return found?.name;
}

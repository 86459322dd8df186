import { ANNOTATION_OWNER } from '../../annotations';
import {
  sparkContainer,
  toSparkConnect,
} from '../../kinds/connect/SparkConnect';
import type { KubernetesObject } from '../../types';
import type { FormContext, KindForm } from '../KindForm';
import { type EnvEntry, guessChoices } from '../spark/guessChoices';
import { guessSize } from '../spark/guessSize';
import {
  buildSparkConnect,
  connectPackages,
  executorCpuLimit,
  PACKAGES,
} from './buildSparkConnect';
import type { SparkConnectInput } from './SparkConnectInput';

/** The form of `templates/spark-connect`. */
export const sparkConnectForm: KindForm = {
  build: (answers, context) =>
    buildSparkConnect(answers as unknown as SparkConnectInput, context),
  guess: guessSparkConnect,
};

function guessSparkConnect(
  manifest: KubernetesObject,
  { settings, capacity }: FormContext,
) {
  const { metadata, spec } = toSparkConnect(manifest);
  const { server, executor, sparkVersion = '' } = spec;
  const { [PACKAGES]: packages, ...conf } = spec.sparkConf ?? {};
  const limit = executorCpuLimit(executor.cores ?? 0, capacity);
  return {
    name: metadata.name,
    owner: metadata.annotations?.[ANNOTATION_OWNER],
    image: spec.image,
    ...guessChoices(
      {
        sparkConf: Object.fromEntries(
          Object.entries(conf).filter(([key, value]) => limit[key] !== value),
        ),
        packages: (packages?.split(',') ?? []).filter(
          name => !connectPackages(sparkVersion).includes(name),
        ),
        env: (sparkContainer(server, 'server')?.env ?? []) as EnvEntry[],
      },
      settings,
    ),
    size: guessSize(server, executor, spec.dynamicAllocation),
  };
}

import { useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  type GivenParameters,
  type JsonValue,
  MASKED,
  parameterProblems,
  type PipelineValueInfo,
  type WorkloadAddress,
} from '@lakefront/backstage-plugin-lakehouse-common';
import useAsync from 'react-use/esm/useAsync';
import { lakehouseApiRef, type LakehouseApi } from '../../../api';
import { readError } from '../../../components/readError';
import { isGiven } from '../../../fields/parameterText';

type Values = Record<string, JsonValue>;

/** What is handed to a pipeline, while somebody changes it. */
export interface Parameters {
  /** Of the version; none while they are not known. */
  inputs: PipelineValueInfo[];
  values: Values;
  /** Names of values that the version has no input for. */
  unknown: string[];
  /** Why there is nothing to change, or not yet. */
  note?: string;
  isChanged: boolean;
  /** What is wrong with what was changed, a sentence each. */
  problems: string[];
  change(values: Values): void;
}

/** `given`: what stands in Git; nothing where that can't be read. */
export function useParameters(
  place: Pick<WorkloadAddress, 'kubernetesCluster' | 'namespace'>,
  given: GivenParameters | undefined,
  isAsked: boolean,
): Parameters {
  const api = useApi(lakehouseApiRef);
  const { kubernetesCluster, namespace } = place;
  const { pipeline, version } = given ?? {};
  const isHidden = JSON.stringify(given?.values ?? {}).includes(MASKED);
  const read = useAsync(
    async () =>
      isAsked && pipeline && !isHidden
        ? readInputs(api, {
            ...{ kubernetesCluster, namespace, pipeline, version },
          })
        : undefined,
    [api, isAsked, isHidden, kubernetesCluster, namespace, pipeline, version],
  );
  // What was read first is what the form compares with, whatever comes later.
  const [before] = useState<Values>(given?.values ?? {});
  const [values, change] = useState(before);
  const known = read.value;
  const inputs = known?.inputs ?? [];
  const isChanged = JSON.stringify(values) !== JSON.stringify(before);
  return {
    ...{ inputs, values, change, isChanged },
    unknown: known
      ? Object.keys(values).filter(
          name => !inputs.some(input => input.name === name),
        )
      : [],
    note: noteOf(given, isHidden, read),
    problems: isChanged ? parameterProblems(inputs, values) : [],
  };
}

function noteOf(
  given: GivenParameters | undefined,
  isHidden: boolean,
  read: { loading: boolean; error?: Error; value?: Inputs },
): string | undefined {
  if (!given) {
    return "What stands in Git can't be read as parameters: change it there.";
  }
  if (isHidden) {
    return 'They hold what looks like a credential: change them in Git.';
  }
  if (read.error) {
    return `The parameters of ${given.pipeline} could not be read: ${
      readError(read.error).message
    }`;
  }
  if (read.loading || !read.value) {
    return 'The parameters of the pipeline are being read.';
  }
  const { problem, inputs } = read.value;
  return (
    problem ?? (inputs.length === 0 ? 'The pipeline takes none.' : undefined)
  );
}

interface Inputs {
  inputs: PipelineValueInfo[];
  problem?: string;
}

/** The inputs of a version, or of the newest where none is named. */
async function readInputs(
  api: LakehouseApi,
  of: {
    kubernetesCluster: string;
    namespace: string;
    pipeline: string;
    version?: string;
  },
): Promise<Inputs> {
  const { kubernetesCluster, namespace, pipeline } = of;
  const at = { kubernetesCluster, namespace };
  const name =
    of.version ??
    (await api.getPipeline({ ...at, name: pipeline })).versions[0]?.name;
  if (name === undefined) {
    return { inputs: [], problem: `${pipeline} has no version yet.` };
  }
  const { compiled, problem } = await api.getPipelineVersion({ ...at, name });
  return {
    inputs: compiled?.inputs.filter(isGiven) ?? [],
    ...(problem && { problem }),
  };
}

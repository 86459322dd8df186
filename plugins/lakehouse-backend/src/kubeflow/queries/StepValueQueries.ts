import {
  type JsonValue,
  type PipelineArtifact,
  type PipelineStepValues,
  readSteps,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { BoundedMap } from '../../lakefs/BoundedMap';
import { maskText } from '../../maskText';
import type { WorkloadRow } from '../../index/rows';
import type { DomainKey, LakehouseReader } from '../../types';
import { nodesOf } from '../facts/packWorkflow';
import { type Fields, fieldsAt, isFields, textIn } from '../facts/shapes';
import { RUN_KIND } from '../runs/PipelineRun';
import type { RunAddress } from '../runs/pipelineRunTable';
import { maskValue, maskValues } from './maskValues';
import type { RunQueries } from './RunQueries';

const MOST_BYTES = 16 * 1024 * 1024;
const METRICS =
  /^system\.(Metrics|ClassificationMetrics|SlicedClassificationMetrics)$/;
const NO_OUTPUTS =
  "Values that steps gave, and metrics, are in Kubeflow's metadata store, which its API does not tell; places of artifacts are those that were planned.";

export interface StepQuestion {
  step: string;
  iteration?: readonly number[];
}

/** What went into a step, and where what comes out of it goes, as KFP's driver wrote it into the Workflow. */
export class StepValueQueries {
  /** Inputs of steps by their pods' nodes: a driver decides once. */
  readonly #kept = new BoundedMap<string, PipelineStepValues>({
    most: MOST_BYTES,
    weigh: values => JSON.stringify(values).length,
  });

  constructor(
    private readonly options: {
      runs: RunQueries;
      reader: Pick<LakehouseReader, 'readLive'>;
    },
  ) {}

  async values(
    scope: ReadonlySet<DomainKey>,
    address: RunAddress,
    question: StepQuestion,
  ): Promise<PipelineStepValues> {
    const { workflow } = await this.options.runs.find(scope, address);
    if (!workflow) {
      return nothing(
        question,
        "Its Workflow is gone, which alone told what went into its steps; Kubeflow's own page may know more.",
      );
    }
    const key = [
      workflow.workload.kubernetesCluster,
      workflow.workload.uid,
      workflow.pipelines?.attempt,
      question.step,
      question.iteration?.join(','),
    ].join('/');
    const kept = this.#kept.get(key);
    if (kept) {
      return kept;
    }
    const input = await this.#executorInput(workflow, question);
    if (!input) {
      return nothing(
        question,
        'Nothing has been decided for it yet, or it runs no container.',
      );
    }
    const values = toValues(question, input);
    this.#kept.set(key, values);
    return values;
  }

  async #executorInput(
    { workload }: WorkloadRow,
    { step, iteration = [] }: StepQuestion,
  ): Promise<Fields | undefined> {
    const { kubernetesCluster, namespace, name, uid } = workload;
    const object = await this.options.reader.readLive(
      ...([kubernetesCluster, namespace, RUN_KIND, name] as const),
    );
    const nodes = object && nodesOf(object);
    if (!object || !nodes || object.metadata.uid !== uid) {
      return undefined;
    }
    const whole = {
      ...object,
      status: { ...fieldsAt(object, 'status'), nodes },
    };
    const pod = readSteps(whole).find(
      one =>
        one.id === step && (one.iteration ?? []).join() === iteration.join(),
    )?.pod;
    // A pod ends with the hash that its node ends with.
    const hash = pod?.slice(pod.lastIndexOf('-'));
    const node = Object.values(nodes)
      .filter(isFields)
      .find(
        ({ id, type }) => type === 'Pod' && hash && String(id).endsWith(hash),
      );
    return node && readExecutorInput(node);
  }
}

/** Out of the patch that the driver made for the pod. */
function readExecutorInput(node: Fields): Fields | undefined {
  const { parameters } = fieldsAt(node, 'inputs');
  const patch = (Array.isArray(parameters) ? parameters : [])
    .filter(isFields)
    .find(({ name }) => name === 'pod-spec-patch');
  try {
    const { containers } = JSON.parse(String(patch?.value)) as {
      containers?: Array<{ command?: string[]; args?: string[] }>;
    };
    const words = [
      ...(containers?.[0]?.command ?? []),
      ...(containers?.[0]?.args ?? []),
    ];
    const at = words.indexOf('--executor_input');
    const input: unknown = at < 0 ? undefined : JSON.parse(words[at + 1]);
    return isFields(input) ? input : undefined;
  } catch {
    return undefined;
  }
}

function toValues(question: StepQuestion, input: Fields): PipelineStepValues {
  const outputArtifacts = artifactsAt(input, 'outputs');
  return {
    ...placed(question),
    inputs: maskValues(fieldsAt(input, 'inputs', 'parameterValues')),
    outputs: [],
    inputArtifacts: artifactsAt(input, 'inputs'),
    outputArtifacts,
    metrics: [...artifactsAt(input, 'inputs'), ...outputArtifacts]
      .filter(({ type }) => METRICS.test(type))
      .flatMap(({ metadata }) =>
        Object.entries(metadata).flatMap(([name, value]) =>
          typeof value === 'number' ? [{ name, value }] : [],
        ),
      ),
    problem: NO_OUTPUTS,
  };
}

function artifactsAt(input: Fields, side: 'inputs' | 'outputs') {
  return Object.entries(fieldsAt(input, side, 'artifacts')).flatMap(
    ([name, list]): PipelineArtifact[] => {
      const { artifacts } = fieldsAt(list);
      return (Array.isArray(artifacts) ? artifacts : [])
        .filter(isFields)
        .map(artifact => {
          const uri = textIn(artifact, 'uri');
          return {
            name,
            type:
              textIn(fieldsAt(artifact, 'type'), 'schemaTitle') ?? 'artifact',
            ...(uri && { uri: maskText(uri) }),
            metadata: maskValue('', fieldsAt(artifact, 'metadata')) as Record<
              string,
              JsonValue
            >,
          };
        });
    },
  );
}

function nothing(question: StepQuestion, problem: string): PipelineStepValues {
  return {
    ...placed(question),
    ...{ inputs: [], outputs: [], inputArtifacts: [], outputArtifacts: [] },
    ...{ metrics: [], problem },
  };
}

function placed({ step, iteration }: StepQuestion) {
  return { id: step, ...(iteration?.length && { iteration: [...iteration] }) };
}

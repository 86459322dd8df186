import { createHash } from 'node:crypto';
import {
  type JsonValue,
  type KubernetesObject,
  type PipelineArtifact,
  type PipelineStepValues,
  readSteps,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { BoundedMap } from '../../BoundedMap';
import { maskText } from '../../maskText';
import type { WorkloadRow } from '../../index/rows';
import type { DomainKey, LakehouseReader } from '../../types';
import { nodesOf } from '../facts/packWorkflow';
import { type Fields, fieldsAt, isFields, textIn } from '../facts/shapes';
import { RUN_KIND } from '../runs/PipelineRun';
import type { RunAddress } from '../runs/pipelineRunTable';
import { maskValue, maskValues } from './maskValues';
import type { FoundRun, RunQueries } from './RunQueries';
import { artifactsTaken, type TakenLater, takenLater } from './takenLater';

const MOST_BYTES = 16 * 1024 * 1024;
const METRICS =
  /^system\.(Metrics|ClassificationMetrics|SlicedClassificationMetrics)$/;
const NOT_ALL_OUTPUTS =
  "What a step gave is told as far as later steps beside it took it; the rest, metrics too, is in Kubeflow's metadata store, which its API does not tell. Places of artifacts are those that were planned.";

/** A number that a step of a run gave. */
export interface StepMetric {
  /** Where in the run: `root.fit`. */
  step: string;
  name: string;
  value: number;
}

export interface StepQuestion {
  step: string;
  iteration?: readonly number[];
}

/** What went into a step and came out of it, as far as KFP's drivers wrote it into the Workflow. */
export class StepValueQueries {
  /** By what their Workflow was: later steps tell more. */
  readonly #kept = new BoundedMap<string, PipelineStepValues>({
    most: MOST_BYTES,
    weigh: values => JSON.stringify(values).length,
  });
  readonly #metrics = new BoundedMap<string, StepMetric[]>({
    most: MOST_BYTES,
    weigh: metrics => JSON.stringify(metrics).length,
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
    const { step, iteration } = question;
    const key = [keyOf(workflow), step, iteration?.join(',')].join('/');
    const kept = this.#kept.get(key);
    if (kept) {
      return kept;
    }
    const told = await this.#told(workflow, question);
    if (!told) {
      return nothing(
        question,
        'Nothing has been decided for it yet, or it runs no container.',
      );
    }
    const values = toValues(question, told);
    this.#kept.set(key, values);
    return values;
  }

  /** Metrics of all steps, as far as later steps took them. Rejects where the API server does not answer. */
  async metrics({ workflow }: FoundRun): Promise<StepMetric[]> {
    if (!workflow) {
      return [];
    }
    const key = keyOf(workflow);
    let metrics = this.#metrics.get(key);
    if (!metrics) {
      const read = await this.#read(workflow);
      metrics = artifactsTaken(
        Object.values(read?.nodes ?? {}).filter(isFields),
        readExecutorInput,
      ).flatMap(({ step, key: name, artifacts }) =>
        metricsOf(toArtifacts({ [name]: artifacts })).map(one => ({
          ...{ step, ...one },
        })),
      );
      this.#metrics.set(key, metrics);
    }
    return metrics;
  }

  async #read({
    workload,
  }: WorkloadRow): Promise<
    { object: KubernetesObject; nodes: Fields } | undefined
  > {
    const { kubernetesCluster, namespace, name, uid } = workload;
    const object = await this.options.reader.readLive(
      ...([kubernetesCluster, namespace, RUN_KIND, name] as const),
    );
    const nodes = object && nodesOf(object);
    return object && nodes && object.metadata.uid === uid
      ? { object, nodes }
      : undefined;
  }

  async #told(
    workflow: WorkloadRow,
    { step, iteration = [] }: StepQuestion,
  ): Promise<{ input: Fields; taken: TakenLater } | undefined> {
    const read = await this.#read(workflow);
    if (!read) {
      return undefined;
    }
    const { object, nodes } = read;
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
    const all = Object.values(nodes).filter(isFields);
    const node = all.find(
      ({ id, type }) => type === 'Pod' && hash && String(id).endsWith(hash),
    );
    const input = node && readExecutorInput(node);
    return input && { input, taken: takenLater(all, node, readExecutorInput) };
  }
}

/** Another one where the Workflow may tell more than before. */
function keyOf({ workload, pipelines }: WorkloadRow): string {
  const { kubernetesCluster, uid, endedAt } = workload;
  const steps = createHash('sha1').update(pipelines?.packedSteps ?? '');
  return [
    ...[kubernetesCluster, uid, pipelines?.attempt],
    endedAt ?? steps.digest('base64url'),
  ].join('/');
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

function toValues(
  question: StepQuestion,
  { input, taken }: { input: Fields; taken: TakenLater },
): PipelineStepValues {
  const inputArtifacts = toArtifacts(fieldsAt(input, 'inputs', 'artifacts'));
  const outputArtifacts = toArtifacts({
    ...fieldsAt(input, 'outputs', 'artifacts'),
    ...taken.artifacts,
  });
  return {
    ...placed(question),
    inputs: maskValues(fieldsAt(input, 'inputs', 'parameterValues')),
    outputs: maskValues(taken.parameters),
    ...{ inputArtifacts, outputArtifacts },
    metrics: metricsOf(outputArtifacts),
    problem: NOT_ALL_OUTPUTS,
  };
}

function metricsOf(artifacts: readonly PipelineArtifact[]) {
  return artifacts
    .filter(({ type }) => METRICS.test(type))
    .flatMap(({ metadata }) =>
      Object.entries(metadata).flatMap(([name, value]) =>
        typeof value === 'number' ? [{ name, value }] : [],
      ),
    );
}

function toArtifacts(lists: Fields): PipelineArtifact[] {
  return Object.entries(lists).flatMap(([name, list]): PipelineArtifact[] => {
    const { artifacts } = fieldsAt(list);
    return (Array.isArray(artifacts) ? artifacts : [])
      .filter(isFields)
      .map(artifact => {
        const uri = textIn(artifact, 'uri');
        return {
          name,
          type: textIn(fieldsAt(artifact, 'type'), 'schemaTitle') ?? 'artifact',
          ...(uri && { uri: maskText(uri) }),
          metadata: maskValue('', fieldsAt(artifact, 'metadata')) as Record<
            string,
            JsonValue
          >,
        };
      });
  });
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

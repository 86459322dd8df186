import { asArray, asObject, type JsonObject } from '../kube/json';

/** A task of a dag of a compiled pipeline, as far as playing it goes. */
export interface IrTask {
  name: string;
  component: string;
  spec: JsonObject;
  dependsOn: string[];
  /** Runs after what it depends on, whatever came of that. */
  isExit: boolean;
  hasCondition: boolean;
  loop?: { parallel?: number };
  maxRetries?: number;
}

/** A compiled pipeline: `PipelineVersion.spec.pipelineSpec`. */
export interface Ir {
  name: string;
  spec: JsonObject;
}

export function readIr(spec: unknown): Ir {
  const object = asObject(spec);
  return { name: String(asObject(object.pipelineInfo).name), spec: object };
}

export function componentOf({ spec }: Ir, name: string): JsonObject {
  return name === 'root'
    ? asObject(spec.root)
    : asObject(asObject(spec.components)[name]);
}

/** The tasks of a dag in the order of their names, as KFP's compiler takes them. */
export function tasksOf(component: JsonObject): IrTask[] {
  const tasks = asObject(asObject(component.dag).tasks);
  return Object.keys(tasks)
    .sort()
    .map(name => toTask(name, asObject(tasks[name])));
}

function toTask(name: string, spec: JsonObject): IrTask {
  const policy = asObject(spec.triggerPolicy);
  const retry = Number(asObject(spec.retryPolicy).maxRetryCount);
  const parallel = Number(asObject(spec.iteratorPolicy).parallelismLimit);
  return {
    name,
    component: String(asObject(spec.componentRef).name),
    spec,
    dependsOn: [
      ...new Set([
        ...asArray(spec.dependentTasks).map(String),
        ...producersOf(spec),
      ]),
    ],
    isExit: policy.strategy === 'ALL_UPSTREAM_TASKS_COMPLETED',
    hasCondition: Boolean(policy.condition),
    ...(spec.parameterIterator !== undefined && {
      loop: parallel > 0 ? { parallel } : {},
    }),
    ...(spec.retryPolicy !== undefined && { maxRetries: retry || 0 }),
  };
}

/** Tasks whose outputs it takes: it waits for them without being told to. */
function producersOf(spec: JsonObject): string[] {
  const { parameters, artifacts } = asObject(spec.inputs);
  return [
    ...Object.values(asObject(parameters)).map(
      input => asObject(asObject(input).taskOutputParameter).producerTask,
    ),
    ...Object.values(asObject(artifacts)).map(
      input => asObject(asObject(input).taskOutputArtifact).producerTask,
    ),
  ].filter((name): name is string => typeof name === 'string');
}

export type ExecutorKind = 'container' | 'importer';

/** What a component runs; undefined where it holds tasks. */
export function executorOf(
  ir: Ir,
  component: JsonObject,
): { kind: ExecutorKind; spec: JsonObject } | undefined {
  const label = component.executorLabel;
  if (typeof label !== 'string') return undefined;
  const { container, importer } = asObject(
    asObject(asObject(ir.spec.deploymentSpec).executors)[label],
  );
  return importer === undefined
    ? { kind: 'container', spec: asObject(container) }
    : { kind: 'importer', spec: asObject(importer) };
}

/** Parameters of the whole pipeline with what stands in for those not given. */
export function parametersOf(ir: Ir, given: JsonObject): JsonObject {
  const declared = asObject(
    asObject(componentOf(ir, 'root').inputDefinitions).parameters,
  );
  const values: JsonObject = { ...given };
  for (const [name, parameter] of Object.entries(declared)) {
    const { defaultValue } = asObject(parameter);
    if (values[name] === undefined && defaultValue !== undefined) {
      values[name] = defaultValue;
    }
  }
  return values;
}

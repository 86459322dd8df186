import { type Fields, fieldsAt, isFields, textIn } from '../facts/shapes';

/** What came out of a step, by the names of its outputs. */
export interface TakenLater {
  parameters: Fields;
  /** As KFP writes artifacts: `{ <name>: { artifacts: [...] } }`. */
  artifacts: Fields;
}

/** Reads out of an executor's node what its driver resolved for it. */
export type ReadExecutorInput = (node: Fields) => Fields | undefined;

/** One output of a step, as a later step beside it took it. */
interface Taking extends Place {
  kind: keyof TakenLater;
  /** Of the output. */
  key: string;
  value: unknown;
}

interface Place {
  /** Of the round of the group that the step is in. */
  prefix: string;
  task: string;
}

/** `<prefix>.<task>.executor`, with the number of a try behind it. */
const EXECUTOR = /^(.*)\.([^.]+)\.executor(?:\(\d+\))?$/s;

/**
 * What came out of a step as far as later steps beside it took it: their
 * drivers wrote the values that they resolved into the Workflow.
 */
export function takenLater(
  nodes: readonly Fields[],
  executor: Fields,
  read: ReadExecutorInput,
): TakenLater {
  const taken: TakenLater = { parameters: {}, artifacts: {} };
  const own = placeOf(executor);
  for (const { kind, key, value, ...of } of own ? takings(nodes, read) : []) {
    if (of.prefix === own?.prefix && of.task === own.task) {
      taken[kind][key] = value;
    }
  }
  return taken;
}

/** Artifacts of all steps that later steps took, by where in the run they are from: `root.fit`. */
export function artifactsTaken(
  nodes: readonly Fields[],
  read: ReadExecutorInput,
): Array<{ step: string; key: string; artifacts: unknown }> {
  const found = new Map(
    takings(nodes, read)
      .filter(({ kind }) => kind === 'artifacts')
      .map(({ prefix, task, key, value }) => {
        // The first part is the Workflow's name.
        const step = `${prefix.slice(prefix.indexOf('.') + 1)}.${task}`;
        return [`${step} ${key}`, { step, key, artifacts: value }] as const;
      }),
  );
  return [...found.values()];
}

function takings(nodes: readonly Fields[], read: ReadExecutorInput): Taking[] {
  const byName = new Map(nodes.map(node => [textIn(node, 'name'), node]));
  return nodes.flatMap(node => {
    const place = placeOf(node);
    const driver = place && byName.get(`${place.prefix}.${place.task}-driver`);
    const got = driver && read(node);
    if (!got) {
      return [];
    }
    const { prefix } = place;
    const asked = fieldsAt(taskOf(driver), 'inputs');
    return [
      ...takingsOf(fieldsAt(asked, 'parameters'), {
        ...{ prefix, kind: 'parameters', source: 'taskOutputParameter' },
        ...{ keyOf: 'outputParameterKey' },
        values: fieldsAt(got, 'inputs', 'parameterValues'),
      }),
      ...takingsOf(fieldsAt(asked, 'artifacts'), {
        ...{ prefix, kind: 'artifacts', source: 'taskOutputArtifact' },
        ...{ keyOf: 'outputArtifactKey' },
        values: fieldsAt(got, 'inputs', 'artifacts'),
      }),
    ];
  });
}

function takingsOf(
  asked: Fields,
  how: {
    prefix: string;
    kind: keyof TakenLater;
    source: string;
    keyOf: string;
    values: Fields;
  },
): Taking[] {
  const { prefix, kind, source, keyOf, values } = how;
  return Object.entries(asked).flatMap(([name, one]) => {
    const from = fieldsAt(one, source);
    const task = textIn(from, 'producerTask');
    const key = textIn(from, keyOf);
    const value = values[name];
    // A part of an output says nothing of all of it.
    const isWhole = isFields(one) && !one.parameterExpressionSelector;
    return task && key && isWhole && value !== undefined
      ? [{ prefix, task, kind, key, value }]
      : [];
  });
}

function placeOf(node: Fields): Place | undefined {
  const [, prefix, task] = EXECUTOR.exec(textIn(node, 'name') ?? '') ?? [];
  return prefix && task ? { prefix, task } : undefined;
}

/** The task of the pipeline, as its driver was told it. */
function taskOf(driver: Fields): unknown {
  const { parameters } = fieldsAt(driver, 'inputs');
  const task = (Array.isArray(parameters) ? parameters : [])
    .filter(isFields)
    .find(({ name }) => name === 'task');
  try {
    return JSON.parse(String(task?.value));
  } catch {
    return undefined;
  }
}

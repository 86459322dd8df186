import type { PathPart } from '../jsonPath';
import { entryOf, type IrComponent, type IrPipeline, type IrTask } from './ir';
import { IrProblem } from './IrProblem';
import { dependenciesOf } from './taskDependencies';

const SCHEMA_VERSION = '2.1.0';
const NAME =
  /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const MAX_NAME = 128;

/** A run is a Workflow of Argo, in which each task is one, and another with `-driver` behind its name. */
const TASK_NAME = /^[A-Za-z0-9][-A-Za-z0-9]*$/;
const MAX_TASK_NAME = 128 - '-driver'.length;

/**
 * The rules that the server has beside the schema, and those on which a run
 * would fail at its start. Each component is looked at once. Throws `IrProblem`.
 */
export function checkIr(ir: IrPipeline): { name: string; root: IrComponent } {
  if (ir.schemaVersion !== SCHEMA_VERSION) {
    throw new IrProblem(
      ['schemaVersion'],
      `schemaVersion must be ${SCHEMA_VERSION}`,
    );
  }
  const name = ir.pipelineInfo?.name;
  if (!name || name.length > MAX_NAME || !NAME.test(name)) {
    throw new IrProblem(
      ['pipelineInfo', 'name'],
      `pipelineInfo.name must be lower-case letters, digits, "-" and ".", start and end with a letter or digit and have at most ${MAX_NAME} characters`,
    );
  }
  if (!ir.root) {
    throw new IrProblem([], 'root is missing');
  }
  if (!ir.root.dag) {
    throw new IrProblem(['root'], 'root must have a dag');
  }
  const components: Array<[PathPart[], IrComponent]> = [
    [['root'], ir.root],
    ...Object.entries(ir.components ?? {}).map(
      ([key, component]): [PathPart[], IrComponent] => [
        ['components', key],
        component,
      ],
    ),
  ];
  components.forEach(([path, component]) =>
    checkComponent(ir, component, path),
  );
  checkCalls(ir);
  return { name, root: ir.root };
}

function checkComponent(
  ir: IrPipeline,
  component: IrComponent,
  path: PathPart[],
): void {
  if (component.dag) {
    checkDag(ir, component.dag.tasks ?? {}, [...path, 'dag', 'tasks']);
    return;
  }
  if (component.executorLabel === undefined) {
    throw new IrProblem(
      path,
      'a component must have a dag or an executorLabel',
    );
  }
  const executor = entryOf(
    ir.deploymentSpec?.executors,
    component.executorLabel,
  );
  if (!executor) {
    throw new IrProblem(
      [...path, 'executorLabel'],
      'deploymentSpec has no executor of this label',
    );
  }
  if (!executor.container && !executor.importer) {
    throw new IrProblem(
      ['deploymentSpec', 'executors', component.executorLabel],
      'only containers and importers run on Kubeflow Pipelines; what other platforms run (custom jobs of Vertex AI, resolvers) is not read',
    );
  }
  if (executor.container && !executor.container.image) {
    throw new IrProblem(
      ['deploymentSpec', 'executors', component.executorLabel],
      'a container needs an image',
    );
  }
}

function checkDag(
  ir: IrPipeline,
  tasks: Record<string, IrTask>,
  path: PathPart[],
): void {
  if (Object.keys(tasks).length === 0) {
    throw new IrProblem(path, 'a dag needs a task');
  }
  for (const [name, task] of Object.entries(tasks)) {
    const here = [...path, name];
    if (!TASK_NAME.test(name) || name.length > MAX_TASK_NAME) {
      throw new IrProblem(
        here,
        `the name of a task must be letters, digits and "-" and have at most ${MAX_TASK_NAME} characters`,
      );
    }
    if (!entryOf(ir.components, task.componentRef?.name)) {
      throw new IrProblem(
        task.componentRef ? [...here, 'componentRef'] : here,
        'components has none of the name that this task is to run',
      );
    }
    if (task.artifactIterator) {
      throw new IrProblem(
        [...here, 'artifactIterator'],
        'Kubeflow Pipelines does not run loops over artifacts',
      );
    }
    for (const { producer, at } of dependenciesOf(task)) {
      if (!entryOf(tasks, producer)) {
        throw new IrProblem(
          [...here, ...at],
          'its dag has no task of the name that this one waits for',
        );
      }
    }
  }
  checkOrder(tasks, path);
}

/** Tasks that wait for each other would never run. */
function checkOrder(tasks: Record<string, IrTask>, path: PathPart[]): void {
  const round = findRound(Object.keys(tasks), name =>
    dependenciesOf(tasks[name]).map(({ producer }) => producer),
  );
  if (round !== undefined) {
    throw new IrProblem(
      [...path, round],
      'tasks wait for each other in a circle',
    );
  }
}

/** Components that call each other would never end. */
function checkCalls(ir: IrPipeline): void {
  const components = ir.components ?? {};
  const round = findRound(Object.keys(components), name =>
    Object.values(components[name].dag?.tasks ?? {}).flatMap(
      task => task.componentRef?.name ?? [],
    ),
  );
  if (round !== undefined) {
    throw new IrProblem(
      ['components', round],
      'components call each other in a circle',
    );
  }
}

/** A name that is on a circle, if there is one; on an own stack, as chains may be long. */
function findRound(
  names: string[],
  next: (name: string) => string[],
): string | undefined {
  const done = new Set<string>();
  const open = new Set<string>();
  for (const start of names) {
    const waiting = [{ name: start, leaving: false }];
    for (let step = waiting.pop(); step; step = waiting.pop()) {
      const { name, leaving } = step;
      if (leaving) {
        open.delete(name);
        done.add(name);
      } else if (open.has(name)) {
        return name;
      } else if (!done.has(name)) {
        open.add(name);
        waiting.push({ name, leaving: true });
        // One that waits here twice is done when it is looked at again.
        next(name)
          .filter(other => !done.has(other))
          .forEach(other => waiting.push({ name: other, leaving: false }));
      }
    }
  }
  return undefined;
}

import { asArray, asObject, type JsonObject } from '../../kube/json';
import type { Termination } from '../../spark/Kubelet';
import { stepPathOf } from './stepPath';
import type { ArgoNode, Workflow } from './types';

/** How a container goes: lines while it runs, and its end. */
export interface StepScript {
  /** What it takes at least and at most. Milliseconds. */
  takes: [number, number];
  lines: string[];
  end: Termination;
}

/** The parameters that the run was started with. */
export function runParameters(workflow: Workflow): JsonObject {
  const entry = workflow.spec.templates.find(
    ({ name }) => name === workflow.spec.entrypoint,
  );
  const text = entry?.dag?.tasks
    .find(({ name }) => name === 'root-driver')
    ?.arguments?.parameters?.find(
      ({ name }) => name === 'runtime-config',
    )?.value;
  return asObject(asObject(parseJson(text)).parameterValues);
}

/**
 * What a step does, as the run's parameter `fail_at` says: the name of a task
 * fails it with an error of its program, `<task>:oom` lets it run out of memory.
 */
export function stepScript(
  workflow: Workflow,
  node: ArgoNode,
  wanted = String(runParameters(workflow).fail_at ?? ''),
): StepScript {
  const role = node.templateName ?? '';
  if (role.endsWith('-driver')) {
    return {
      takes: [1500, 3000],
      lines: [`I driver.go: ${role} of ${workflow.metadata.name}`],
      end: { exitCode: 0, reason: 'Completed' },
    };
  }
  const { tasks, iteration } = stepPathOf(node);
  const task = tasks.at(-1) ?? node.displayName;
  const [failAt, how] = wanted.split(':');
  const where = iteration.length ? ` (round ${iteration.join(', ')})` : '';
  const begin = [
    `launcher: starting step ${task}${where}`,
    `${task}: reading inputs`,
    `${task}: working`,
  ];
  if (failAt !== '' && (failAt === task || failAt === tasks.join('/'))) {
    return how === 'oom' ? outOfMemory(task, begin) : failing(task, begin);
  }
  return {
    takes: [6000, 12_000],
    lines: [...begin, `${task}: wrote outputs`, 'launcher: published success'],
    end: { exitCode: 0, reason: 'Completed' },
  };
}

function failing(task: string, begin: string[]): StepScript {
  return {
    takes: [5000, 8000],
    lines: [
      ...begin,
      'Traceback (most recent call last):',
      `  File "/tmp/${task}.py", line 42, in ${task.replaceAll('-', '_')}`,
      `ValueError: ${task} found 17 rows without a price`,
      'F main.go: failed to execute component: exit status 1',
    ],
    end: {
      exitCode: 1,
      reason: 'Error',
    },
  };
}

function outOfMemory(task: string, begin: string[]): StepScript {
  return {
    takes: [5000, 8000],
    lines: [...begin, `${task}: 2.1 GiB in memory`],
    end: { exitCode: 137, reason: 'OOMKilled' },
  };
}

/** Whether a condition lets its steps run: the first branch does, what is said not to be does not. */
export function conditionOf(task: JsonObject): boolean {
  const { condition } = asObject(task.triggerPolicy);
  return !String(condition ?? '')
    .trimStart()
    .startsWith('!');
}

const USUAL_ITEMS = 3;

/** How many rounds a loop makes: as many as it has items where those are said, else three. */
export function iterationsOf(task: JsonObject, parameters: JsonObject): number {
  const { items } = asObject(task.parameterIterator);
  const { raw, inputParameter } = asObject(items);
  if (typeof raw === 'string') return asArray(parseJson(raw)).length;
  const input = asObject(
    asObject(asObject(task.inputs).parameters)[String(inputParameter)],
  );
  const { constant } = asObject(input.runtimeValue);
  const value = constant ?? parameters[String(input.componentInputParameter)];
  const list = typeof value === 'string' ? parseJson(value) : value;
  return Array.isArray(list) ? list.length : USUAL_ITEMS;
}

export function parseJson(text: unknown): unknown {
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

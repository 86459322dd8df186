import type { IrTask } from '../ir';
import type { ArgoDagTask, ArgoParameter } from './types';

/** A parameter of the template that a task stands in. */
export const input = (name: string) => `{{inputs.parameters.${name}}}`;

/** What another task of the template gives. */
export const output = (task: string, name: string) =>
  `{{tasks.${task}.outputs.parameters.${name}}}`;

/** After tasks that succeeded. */
export function waitFor(tasks: string[]): { depends?: string } {
  return tasks.length
    ? { depends: tasks.map(name => `${name}.Succeeded`).join(' && ') }
    : {};
}

/** Of a task within a loop: which round it is. */
export function iterationIndex(value: string | undefined): ArgoParameter[] {
  return value ? [{ name: 'iteration-index', value }] : [];
}

/** What runs after it, whatever comes of it. */
export function exitHook(
  template: string | undefined,
): Pick<ArgoDagTask, 'hooks'> {
  if (!template) return {};
  const parameters = [{ name: 'parent-dag-id', value: input('parent-dag-id') }];
  return { hooks: { exit: { template, arguments: { parameters } } } };
}

/** Where the step has a condition: its driver has found out whether it is met. */
export function whenTrue(
  task: IrTask,
  driver: string,
): Pick<ArgoDagTask, 'when'> {
  return task.hasCondition
    ? { when: `${output(driver, 'condition')} != false` }
    : {};
}

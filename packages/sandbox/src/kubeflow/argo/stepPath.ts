import type { ArgoNode } from './types';

/** Where in the pipeline a node is. */
export interface StepPath {
  /** Names of the tasks that lead to it, its own last: `['for-loop-1', 'fit']`. */
  tasks: string[];
  /** Of each loop around it, outermost first. */
  iteration: number[];
  /** How often it was tried before. */
  retry: number;
}

/** Reads the task out of the name that Argo gave a node: `run.root.fit.executor`. */
export function stepPathOf({ name }: Pick<ArgoNode, 'name'>): StepPath {
  const iteration: number[] = [];
  const tasks: string[] = [];
  let retry = 0;
  for (const part of splitName(name).slice(2)) {
    const numbered = /^(.*)\((\d+)(?::[^)]*)?\)$/.exec(part);
    const plain = numbered ? numbered[1] : part;
    if (plain === 'executor') {
      if (numbered) retry = Number(numbered[2]);
    } else if (plain === 'iteration-iterations') {
      if (numbered) iteration.push(Number(numbered[2]));
    } else if (
      !['iteration-item', 'iteration-item-driver', 'iteration-driver'].includes(
        plain,
      )
    ) {
      tasks.push(plain.replace(/-driver$/, ''));
    }
  }
  return { tasks: tasks.filter(task => task !== 'onExit'), iteration, retry };
}

/** By its dots; the hook of an exit is a part of its own. */
function splitName(name: string): string[] {
  return name.split('.');
}

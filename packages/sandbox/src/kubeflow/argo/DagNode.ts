import { fillIn, holds, namesIn, substitute, type Scope } from './expressions';
import { putBelow, type NodeTree } from './NodeTree';
import {
  isBad,
  isOver,
  type ArgoDagTask,
  type ArgoNode,
  type ArgoParameter,
  type ArgoPhase,
  type ArgoTemplate,
} from './types';

/** What is to be done under a name, with which template and values. */
export interface Call {
  name: string;
  displayName: string;
  template: string;
  inputs: ArgoParameter[];
  boundary?: string;
  hooked?: boolean;
}

/** A node of the tasks of a template: which of them can go on, and how it ends. */
export class DagNode {
  private readonly tasks: ArgoDagTask[];

  constructor(
    private readonly tree: NodeTree,
    private readonly dag: ArgoNode,
    private readonly template: ArgoTemplate,
    /** What the texts of its tasks may name besides outputs of tasks. */
    private readonly scope: Scope,
    private readonly execute: (call: Call) => ArgoNode,
  ) {
    this.tasks = template.dag!.tasks;
  }

  advance(): void {
    const { dag, tasks, tree } = this;
    for (const task of tasks) this.advanceTask(task);
    const all = tasks.map(task => this.phaseOf(task));
    if (!all.every(phase => phase !== undefined)) return;
    tree.end(dag, all.some(isBad) ? 'Failed' : 'Succeeded');
    const waitedFor = new Set(tasks.flatMap(namesIn));
    dag.outboundNodes = tasks
      .filter(({ name }) => !waitedFor.has(name))
      .flatMap(({ name }) => tree.outbound(this.nodeOf(name)!));
  }

  private nameOf(task: string): string {
    return `${this.dag.name}.${task}`;
  }

  private nodeOf(task: string): ArgoNode | undefined {
    return this.tree.get(this.nameOf(task));
  }

  /** The phase of a task that is over, with what runs after it. */
  private phaseOf(task: ArgoDagTask): ArgoPhase | undefined {
    const node = this.nodeOf(task.name);
    if (!node || !isOver(node.phase)) return undefined;
    if (!task.hooks?.exit || wasNotRun(node)) return node.phase;
    const hook = this.tree.get(`${node.name}.onExit`);
    if (!hook || !isOver(hook.phase)) return undefined;
    return isBad(hook.phase) ? hook.phase : node.phase;
  }

  private advanceTask(task: ArgoDagTask): void {
    const { dag, tree } = this;
    const name = this.nameOf(task.name);
    const existing = tree.get(name);
    if (existing && isOver(existing.phase)) {
      this.advanceHook(task, existing);
      return;
    }
    const scope = { ...this.scope, ...this.outputs() };
    const base = {
      displayName: task.name,
      templateName: task.template,
      boundaryID: dag.id,
    };
    if (!existing) {
      const readiness = this.readiness(task);
      if (readiness === 'wait') return;
      this.link(task);
      const skip = (phase: 'Omitted' | 'Skipped', message: string) =>
        tree.add(name, { ...base, type: 'Skipped', phase, message });
      if (readiness === 'omit') {
        skip('Omitted', 'omitted: depends condition not met');
        return;
      }
      const when = task.when && substitute(task.when, scope);
      if (when && !holds(when)) {
        skip('Skipped', `when '${when}' evaluated false`);
        return;
      }
    }
    if (task.withSequence) {
      const count = Number(substitute(task.withSequence.count, scope)) || 0;
      const group =
        existing ??
        tree.add(name, { ...base, type: 'TaskGroup', phase: 'Running' });
      this.advanceItems(group, task, count, scope);
      return;
    }
    const node = this.execute({
      name,
      displayName: task.name,
      template: task.template,
      inputs: fillIn(task.arguments?.parameters, scope),
      boundary: dag.id,
    });
    if (isOver(node.phase)) this.advanceHook(task, node);
  }

  private advanceItems(
    group: ArgoNode,
    task: ArgoDagTask,
    count: number,
    scope: Scope,
  ): void {
    const { tree } = this;
    const most = this.template.parallelism ?? Infinity;
    const items = Array.from({ length: count }, (_, index) => ({
      index,
      name: `${group.name}(${index}:${index})`,
    }));
    for (const { index, name } of items) {
      const active = items.filter(one => {
        const node = tree.get(one.name);
        return node && !isOver(node.phase);
      }).length;
      if (!tree.get(name) && active >= most) continue;
      const item = { ...scope, item: String(index) };
      const node = this.execute({
        name,
        displayName: `${task.name}(${index}:${index})`,
        template: task.template,
        inputs: fillIn(task.arguments?.parameters, item),
        boundary: group.boundaryID,
      });
      putBelow(group, node.id);
    }
    const nodes = items.map(({ name }) => tree.get(name));
    if (nodes.every(node => node && isOver(node.phase))) {
      const bad = nodes.some(node => isBad(node!.phase));
      tree.end(group, bad ? 'Failed' : 'Succeeded');
    }
  }

  private advanceHook(task: ArgoDagTask, node: ArgoNode): void {
    const hook = task.hooks?.exit;
    if (!hook || wasNotRun(node)) return;
    const hooked = this.execute({
      name: `${node.name}.onExit`,
      displayName: `${task.name}.onExit`,
      template: hook.template,
      inputs: fillIn(hook.arguments?.parameters, this.scope),
      boundary: this.dag.id,
      hooked: true,
    });
    putBelow(node, hooked.id);
  }

  private readiness(task: ArgoDagTask): 'wait' | 'omit' | 'go' {
    const phases = namesIn(task).map(name =>
      this.phaseOf(this.tasks.find(one => one.name === name)!),
    );
    if (phases.some(phase => phase === undefined)) return 'wait';
    return phases.every(phase => phase === 'Succeeded') ? 'go' : 'omit';
  }

  /** Puts the task behind what it waited for, or at the top. */
  private link(task: ArgoDagTask): void {
    const { dag, tree } = this;
    const parents = namesIn(task).flatMap(name =>
      tree.outbound(this.nodeOf(name)!),
    );
    for (const parent of parents.length ? parents : [dag.id]) {
      putBelow(tree.nodes[parent], tree.idOf(this.nameOf(task.name)));
    }
  }

  /** What the tasks have said so far. */
  private outputs(): Scope {
    return Object.fromEntries(
      this.tasks.flatMap(({ name }) =>
        (this.nodeOf(name)?.outputs?.parameters ?? []).map(parameter => [
          `tasks.${name}.outputs.parameters.${parameter.name}`,
          parameter.value ?? '',
        ]),
      ),
    );
  }
}

function wasNotRun({ phase }: ArgoNode): boolean {
  return phase === 'Omitted' || phase === 'Skipped';
}

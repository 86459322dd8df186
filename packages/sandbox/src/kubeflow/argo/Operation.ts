import { isBad, isOver } from './types';
import type {
  ArgoDagTask,
  ArgoNode,
  ArgoParameter,
  ArgoTemplate,
  Workflow,
} from './types';
import { nodeIdOf } from './hash';

/** What has become of the pod of a node. */
export interface PodReport {
  phase: 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Error';
  message?: string;
  exitCode?: number;
  hostNodeName?: string;
}

/** What an operation needs of the outside. */
export interface OperationWorld {
  /** As metadata writes it. */
  now: string;
  /** Sees to it that the node has a pod, and says how that is. */
  pod(node: ArgoNode, template: ArgoTemplate): PodReport;
  /** Stops what still runs. */
  stopPod(node: ArgoNode): void;
  /** What the node's container has written down when it succeeded. */
  outputs(node: ArgoNode): ArgoParameter[];
}

type Scope = Record<string, string>;

/** One look of the workflow controller at a workflow: what can start starts, what is over is said to be. */
export class Operation {
  readonly nodes: Record<string, ArgoNode>;
  private readonly templates: Map<string, ArgoTemplate>;
  private readonly name: string;
  private readonly globals: Scope;

  constructor(
    private readonly workflow: Workflow,
    private readonly world: OperationWorld,
  ) {
    const { spec, status, metadata } = workflow;
    this.nodes = structuredClone(status?.nodes ?? {});
    this.name = metadata.name;
    this.templates = new Map(spec.templates.map(one => [one.name, one]));
    this.globals = Object.fromEntries(
      (spec.arguments?.parameters ?? []).map(({ name, value = '' }) => [
        `workflow.parameters.${name}`,
        value,
      ]),
    );
  }

  /** The status that follows. */
  run(): NonNullable<Workflow['status']> {
    const { now } = this.world;
    const { spec, status = {} } = this.workflow;
    let root: ArgoNode;
    let before: string;
    // What ends lets others begin.
    do {
      before = this.phases();
      root = this.execute({
        name: this.name,
        displayName: this.name,
        template: spec.entrypoint,
        inputs: [],
      });
    } while (this.phases() !== before);
    const pods = Object.values(this.nodes).filter(({ type }) => type === 'Pod');
    const done = pods.filter(({ phase }) => phase === 'Succeeded').length;
    const over = isOver(root.phase);
    return {
      ...status,
      phase: over ? root.phase : 'Running',
      startedAt: status.startedAt ?? now,
      finishedAt: over ? status.finishedAt ?? now : null,
      progress: `${done}/${pods.length}`,
      ...(root.message && { message: root.message }),
      nodes: this.nodes,
      ...(over && {
        conditions: [{ type: 'Completed', status: 'True' }],
      }),
    };
  }

  private phases(): string {
    return Object.values(this.nodes)
      .map(({ phase }) => phase)
      .join();
  }

  private get ending(): boolean {
    const { activeDeadlineSeconds, shutdown } = this.workflow.spec;
    return activeDeadlineSeconds === 0 || shutdown !== undefined;
  }

  private node(name: string): ArgoNode | undefined {
    return this.nodes[nodeIdOf(this.name, name)];
  }

  private add(
    name: string,
    node: Omit<
      ArgoNode,
      'id' | 'name' | 'startedAt' | 'finishedAt' | 'templateScope'
    >,
  ): ArgoNode {
    const { now } = this.world;
    const added: ArgoNode = {
      id: nodeIdOf(this.name, name),
      name,
      templateScope: `local/${this.name}`,
      startedAt: now,
      finishedAt: isOver(node.phase) ? now : null,
      ...node,
    };
    this.nodes[added.id] = added;
    return added;
  }

  private end(node: ArgoNode, phase: ArgoNode['phase'], message?: string) {
    node.phase = phase;
    node.finishedAt = this.world.now;
    if (message) node.message = message;
  }

  private execute(call: {
    name: string;
    displayName: string;
    template: string;
    inputs: ArgoParameter[];
    boundary?: string;
    hooked?: boolean;
  }): ArgoNode {
    const template = this.templates.get(call.template)!;
    const inputs = (template.inputs?.parameters ?? []).map(
      ({ name, default: standard }) => ({
        name,
        value:
          call.inputs.find(given => given.name === name)?.value ??
          standard ??
          '',
      }),
    );
    const base = {
      displayName: call.displayName,
      templateName: template.name,
      ...(call.boundary && { boundaryID: call.boundary }),
      ...(inputs.length > 0 && { inputs: { parameters: inputs } }),
      ...(call.hooked && { nodeFlag: { hooked: true } }),
    };
    const existing = this.node(call.name);
    if (existing && isOver(existing.phase)) return existing;
    if (template.dag) {
      const node =
        existing ??
        this.add(call.name, { ...base, type: 'DAG', phase: 'Running' });
      this.advanceDag(node, template, inputs);
      return node;
    }
    if (template.retryStrategy) {
      const node =
        existing ??
        this.add(call.name, { ...base, type: 'Retry', phase: 'Running' });
      this.advanceRetry(node, template, base);
      return node;
    }
    const node =
      existing ??
      this.add(call.name, { ...base, type: 'Pod', phase: 'Pending' });
    this.advancePod(node, template);
    return node;
  }

  private advancePod(node: ArgoNode, template: ArgoTemplate): void {
    if (this.ending) {
      this.world.stopPod(node);
      this.end(node, 'Failed', 'Step exceeded its deadline');
      return;
    }
    const report = this.world.pod(node, template);
    if (report.hostNodeName) node.hostNodeName = report.hostNodeName;
    node.progress = report.phase === 'Succeeded' ? '1/1' : '0/1';
    if (!isOver(report.phase)) {
      node.phase = report.phase;
      if (report.message) node.message = report.message;
      else delete node.message;
      return;
    }
    delete node.message;
    this.end(node, report.phase, report.message);
    const parameters =
      report.phase === 'Succeeded' ? this.world.outputs(node) : [];
    node.outputs = {
      ...(parameters.length > 0 && { parameters }),
      exitCode: String(report.exitCode ?? 0),
    };
  }

  /** Each try is a pod of its own below the node. */
  private advanceRetry(
    node: ArgoNode,
    template: ArgoTemplate,
    base: Pick<ArgoNode, 'templateName' | 'boundaryID' | 'inputs'>,
  ): void {
    const limit = Number(
      node.inputs?.parameters.find(({ name }) => name === 'retry-max-count')
        ?.value ?? 0,
    );
    const children = () => (node.children ?? []).map(id => this.nodes[id]);
    const next = () => {
      const count = children().length;
      const child = this.add(`${node.name}(${count})`, {
        ...base,
        displayName: `${node.displayName}(${count})`,
        type: 'Pod',
        phase: 'Pending',
        nodeFlag: { retried: true },
      });
      node.children = [...(node.children ?? []), child.id];
      return child;
    };
    let last = children().at(-1) ?? next();
    if (!isOver(last.phase)) this.advancePod(last, template);
    if (isBad(last.phase) && !this.ending && children().length <= limit) {
      last = next();
      this.advancePod(last, template);
    }
    if (!isOver(last.phase)) return;
    this.end(
      node,
      last.phase,
      isBad(last.phase) ? 'No more retries left' : undefined,
    );
    node.outputs = last.outputs;
  }

  private advanceDag(
    node: ArgoNode,
    template: ArgoTemplate,
    inputs: ArgoParameter[],
  ): void {
    const { tasks } = template.dag!;
    const scope: Scope = {
      ...this.globals,
      ...Object.fromEntries(
        inputs.map(({ name, value = '' }) => [
          `inputs.parameters.${name}`,
          value,
        ]),
      ),
    };
    for (const task of tasks) this.advanceTask(node, template, task, scope);
    const all = tasks.map(task => this.taskState(node, task));
    if (!all.every(state => state !== undefined)) return;
    const states = all as ArgoNode['phase'][];
    this.end(node, states.some(isBad) ? 'Failed' : 'Succeeded');
    const waitedFor = new Set(tasks.flatMap(namesIn));
    node.outboundNodes = tasks
      .filter(({ name }) => !waitedFor.has(name))
      .flatMap(task => this.outbound(this.node(`${node.name}.${task.name}`)!));
  }

  /** The phase of a task that is over, with what runs after it. */
  private taskState(
    dag: ArgoNode,
    task: ArgoDagTask,
  ): ArgoNode['phase'] | undefined {
    const node = this.node(`${dag.name}.${task.name}`);
    if (!node || !isOver(node.phase)) return undefined;
    if (!task.hooks?.exit || ['Omitted', 'Skipped'].includes(node.phase)) {
      return node.phase;
    }
    const hook = this.node(`${node.name}.onExit`);
    if (!hook || !isOver(hook.phase)) return undefined;
    return isBad(hook.phase) ? hook.phase : node.phase;
  }

  private advanceTask(
    dag: ArgoNode,
    template: ArgoTemplate,
    task: ArgoDagTask,
    dagScope: Scope,
  ): void {
    const name = `${dag.name}.${task.name}`;
    const existing = this.node(name);
    if (existing && isOver(existing.phase)) {
      this.advanceHook(dag, task, existing, dagScope);
      return;
    }
    const scope = { ...dagScope, ...this.outputsIn(dag, template) };
    const fill = (parameters: ArgoParameter[] = []) =>
      parameters.map(parameter => ({
        name: parameter.name,
        value: substitute(parameter.value ?? '', scope),
      }));
    const inputs = fill(task.arguments?.parameters);
    const boundaryID = dag.id;
    const base = {
      displayName: task.name,
      templateName: task.template,
      boundaryID,
    };
    if (!existing) {
      const ready = this.readiness(dag, task);
      if (ready === 'wait') return;
      this.link(dag, task);
      if (ready === 'omit') {
        this.add(name, {
          ...base,
          type: 'Skipped',
          phase: 'Omitted',
          message: 'omitted: depends condition not met',
        });
        return;
      }
      const when = task.when && substitute(task.when, scope);
      if (when && !holds(when)) {
        this.add(name, {
          ...base,
          type: 'Skipped',
          phase: 'Skipped',
          message: `when '${when}' evaluated false`,
        });
        return;
      }
    }
    if (task.withSequence) {
      const count = Number(substitute(task.withSequence.count, scope)) || 0;
      const group =
        existing ??
        this.add(name, { ...base, type: 'TaskGroup', phase: 'Running' });
      this.advanceItems(group, task, template, { count, scope });
      return;
    }
    const node = this.execute({
      name,
      displayName: task.name,
      template: task.template,
      inputs,
      boundary: boundaryID,
    });
    if (isOver(node.phase)) this.advanceHook(dag, task, node, dagScope);
  }

  private advanceItems(
    group: ArgoNode,
    task: ArgoDagTask,
    template: ArgoTemplate,
    { count, scope }: { count: number; scope: Scope },
  ): void {
    const most = template.parallelism ?? Infinity;
    const items = Array.from({ length: count }, (_, index) => ({
      index,
      name: `${group.name}(${index}:${index})`,
    }));
    for (const { index, name } of items) {
      const active = items.filter(one => {
        const node = this.node(one.name);
        return node && !isOver(node.phase);
      }).length;
      if (!this.node(name) && active >= most) continue;
      const item = { ...scope, item: String(index) };
      const node = this.execute({
        name,
        displayName: `${task.name}(${index}:${index})`,
        template: task.template,
        inputs: (task.arguments?.parameters ?? []).map(parameter => ({
          name: parameter.name,
          value: substitute(parameter.value ?? '', item),
        })),
        boundary: group.boundaryID,
      });
      if (!group.children?.includes(node.id)) {
        group.children = [...(group.children ?? []), node.id];
      }
    }
    const nodes = items.map(({ name }) => this.node(name));
    if (nodes.every(node => node && isOver(node.phase))) {
      const bad = nodes.some(node => isBad(node!.phase));
      this.end(group, bad ? 'Failed' : 'Succeeded');
    }
  }

  private advanceHook(
    dag: ArgoNode,
    task: ArgoDagTask,
    node: ArgoNode,
    scope: Scope,
  ): void {
    const hook = task.hooks?.exit;
    if (!hook || ['Omitted', 'Skipped'].includes(node.phase)) return;
    const hooked = this.execute({
      name: `${node.name}.onExit`,
      displayName: `${task.name}.onExit`,
      template: hook.template,
      inputs: (hook.arguments?.parameters ?? []).map(
        ({ name, value = '' }) => ({
          name,
          value: substitute(value, scope),
        }),
      ),
      boundary: dag.id,
      hooked: true,
    });
    if (!node.children?.includes(hooked.id)) {
      node.children = [...(node.children ?? []), hooked.id];
    }
  }

  private readiness(dag: ArgoNode, task: ArgoDagTask): 'wait' | 'omit' | 'go' {
    const { tasks } = this.templates.get(dag.templateName!)!.dag!;
    const states = namesIn(task).map(name =>
      this.taskState(dag, tasks.find(one => one.name === name)!),
    );
    if (states.some(state => state === undefined)) return 'wait';
    return states.every(state => state === 'Succeeded') ? 'go' : 'omit';
  }

  /** Puts the task behind what it waited for, or at the top of its dag. */
  private link(dag: ArgoNode, task: ArgoDagTask): void {
    const id = nodeIdOf(this.name, `${dag.name}.${task.name}`);
    const parents = namesIn(task).flatMap(name =>
      this.outbound(this.node(`${dag.name}.${name}`)!),
    );
    for (const parent of parents.length ? parents : [dag.id]) {
      const node = this.nodes[parent];
      if (!node.children?.includes(id)) {
        node.children = [...(node.children ?? []), id];
      }
    }
  }

  private outbound(node: ArgoNode): string[] {
    if (node.type === 'DAG') return node.outboundNodes ?? [];
    if (node.type === 'TaskGroup' || node.type === 'Retry') {
      const below = (node.children ?? []).map(id => this.nodes[id]);
      const ends =
        node.type === 'Retry'
          ? below.slice(-1).map(({ id }) => id)
          : below.flatMap(child => this.outbound(child));
      return ends.length ? ends : [node.id];
    }
    return [node.id];
  }

  private outputsIn(dag: ArgoNode, template: ArgoTemplate): Scope {
    return Object.fromEntries(
      template.dag!.tasks.flatMap(({ name }) =>
        (this.node(`${dag.name}.${name}`)?.outputs?.parameters ?? []).map(
          parameter => [
            `tasks.${name}.outputs.parameters.${parameter.name}`,
            parameter.value ?? '',
          ],
        ),
      ),
    );
  }
}

/** The tasks that `a.Succeeded && b.Succeeded` names. */
function namesIn({ depends }: ArgoDagTask): string[] {
  return depends
    ? depends.split(' && ').map(part => part.replace(/\.Succeeded$/, ''))
    : [];
}

function substitute(text: string, scope: Scope): string {
  return text.replace(/\{\{([^{}]+)\}\}/g, (whole, key: string) =>
    Object.hasOwn(scope, key) ? scope[key] : whole,
  );
}

/** `a != b`, the one form that KFP writes. */
function holds(when: string): boolean {
  const [left, right] = when.split(' != ');
  return left.trim() !== right.trim();
}

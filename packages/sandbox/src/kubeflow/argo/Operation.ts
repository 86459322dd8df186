import { DagNode, type Call } from './DagNode';
import { scopeOf, type Scope } from './expressions';
import { NodeTree, putBelow } from './NodeTree';
import type { PodReport } from './podReport';
import { isBad, isOver } from './types';
import type { ArgoNode, ArgoParameter, ArgoTemplate, Workflow } from './types';

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

/** One look of the workflow controller at a workflow: what can start starts, what is over is said to be. */
export class Operation {
  private readonly tree: NodeTree;
  private readonly templates: Map<string, ArgoTemplate>;
  private readonly globals: Scope;

  constructor(
    private readonly workflow: Workflow,
    private readonly world: OperationWorld,
  ) {
    const { spec, status, metadata } = workflow;
    const nodes = structuredClone(status?.nodes ?? {});
    this.tree = new NodeTree(nodes, metadata.name, world.now);
    this.templates = new Map(spec.templates.map(one => [one.name, one]));
    this.globals = scopeOf('workflow', spec.arguments?.parameters);
  }

  /** The status that follows. */
  run(): NonNullable<Workflow['status']> {
    const { now } = this.world;
    const { metadata, spec, status = {} } = this.workflow;
    const { nodes } = this.tree;
    let root: ArgoNode;
    let before: string;
    // What ends lets others begin.
    do {
      before = this.tree.phases();
      root = this.execute({
        name: metadata.name,
        displayName: metadata.name,
        template: spec.entrypoint,
        inputs: [],
      });
    } while (this.tree.phases() !== before);
    const pods = Object.values(nodes).filter(({ type }) => type === 'Pod');
    const done = pods.filter(({ phase }) => phase === 'Succeeded').length;
    const over = isOver(root.phase);
    return {
      ...status,
      phase: over ? root.phase : 'Running',
      startedAt: status.startedAt ?? now,
      finishedAt: over ? status.finishedAt ?? now : null,
      progress: `${done}/${pods.length}`,
      ...(root.message && { message: root.message }),
      nodes,
      ...(over && {
        conditions: [{ type: 'Completed', status: 'True' }],
      }),
    };
  }

  private get ending(): boolean {
    const { activeDeadlineSeconds, shutdown } = this.workflow.spec;
    return activeDeadlineSeconds === 0 || shutdown !== undefined;
  }

  private execute(call: Call): ArgoNode {
    const { tree } = this;
    const template = this.templates.get(call.template)!;
    const inputs = inputsOf(template, call);
    const base = {
      displayName: call.displayName,
      templateName: template.name,
      ...(call.boundary && { boundaryID: call.boundary }),
      ...(inputs.length > 0 && { inputs: { parameters: inputs } }),
      ...(call.hooked && { nodeFlag: { hooked: true } }),
    };
    const existing = tree.get(call.name);
    if (existing && isOver(existing.phase)) return existing;
    const nodeAs = (type: ArgoNode['type'], phase: ArgoNode['phase']) =>
      existing ?? tree.add(call.name, { ...base, type, phase });
    if (template.dag) {
      const node = nodeAs('DAG', 'Running');
      const scope = { ...this.globals, ...scopeOf('inputs', inputs) };
      new DagNode(tree, node, template, scope, one =>
        this.execute(one),
      ).advance();
      return node;
    }
    if (template.retryStrategy) {
      const node = nodeAs('Retry', 'Running');
      this.advanceRetry(node, template, base);
      return node;
    }
    const node = nodeAs('Pod', 'Pending');
    this.advancePod(node, template);
    return node;
  }

  private advancePod(node: ArgoNode, template: ArgoTemplate): void {
    if (this.ending) {
      this.world.stopPod(node);
      this.tree.end(node, 'Failed', 'Step exceeded its deadline');
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
    this.tree.end(node, report.phase, report.message);
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
    const children = () => this.tree.below(node);
    const next = () => {
      const count = children().length;
      const child = this.tree.add(`${node.name}(${count})`, {
        ...base,
        displayName: `${node.displayName}(${count})`,
        type: 'Pod',
        phase: 'Pending',
        nodeFlag: { retried: true },
      });
      putBelow(node, child.id);
      return child;
    };
    let last = children().at(-1) ?? next();
    if (!isOver(last.phase)) this.advancePod(last, template);
    if (isBad(last.phase) && !this.ending && children().length <= limit) {
      last = next();
      this.advancePod(last, template);
    }
    if (!isOver(last.phase)) return;
    this.tree.end(
      node,
      last.phase,
      isBad(last.phase) ? 'No more retries left' : undefined,
    );
    node.outputs = last.outputs;
  }
}

/** As the template wants them: given, or else as it says itself. */
function inputsOf(
  template: ArgoTemplate,
  { inputs: given }: Call,
): ArgoParameter[] {
  return (template.inputs?.parameters ?? []).map(
    ({ name, default: standard = '' }) => ({
      name,
      value: given.find(one => one.name === name)?.value ?? standard,
    }),
  );
}

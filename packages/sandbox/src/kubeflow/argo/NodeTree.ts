import { nodeIdOf } from './hash';
import { isOver, type ArgoNode } from './types';

/** The nodes of a workflow as they are written at one moment. */
export class NodeTree {
  constructor(
    /** By id; changed in place. */
    readonly nodes: Record<string, ArgoNode>,
    private readonly workflow: string,
    /** As metadata writes it. */
    private readonly now: string,
  ) {}

  get(name: string): ArgoNode | undefined {
    return this.nodes[this.idOf(name)];
  }

  idOf(name: string): string {
    return nodeIdOf(this.workflow, name);
  }

  /** What tells whether anything became of any node since. */
  phases(): string {
    return Object.values(this.nodes)
      .map(({ phase }) => phase)
      .join();
  }

  add(
    name: string,
    node: Omit<
      ArgoNode,
      'id' | 'name' | 'startedAt' | 'finishedAt' | 'templateScope'
    >,
  ): ArgoNode {
    const added: ArgoNode = {
      id: this.idOf(name),
      name,
      templateScope: `local/${this.workflow}`,
      startedAt: this.now,
      finishedAt: isOver(node.phase) ? this.now : null,
      ...node,
    };
    this.nodes[added.id] = added;
    return added;
  }

  end(node: ArgoNode, phase: ArgoNode['phase'], message?: string) {
    node.phase = phase;
    node.finishedAt = this.now;
    if (message) node.message = message;
  }

  /** The nodes right below one. */
  below({ children = [] }: ArgoNode): ArgoNode[] {
    return children.map(id => this.nodes[id]);
  }

  /** The ids of the nodes that what comes after this one is put below. */
  outbound(node: ArgoNode): string[] {
    if (node.type === 'DAG') return node.outboundNodes ?? [];
    if (node.type === 'TaskGroup' || node.type === 'Retry') {
      const below = this.below(node);
      const ends =
        node.type === 'Retry'
          ? below.slice(-1).map(({ id }) => id)
          : below.flatMap(child => this.outbound(child));
      return ends.length ? ends : [node.id];
    }
    return [node.id];
  }
}

/** Puts a node below another one, once. */
export function putBelow(parent: ArgoNode, id: string): void {
  if (parent.children?.includes(id)) return;
  parent.children = [...(parent.children ?? []), id];
}

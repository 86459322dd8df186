import { graphlib, layout } from '@dagrejs/dagre';
import type {
  PipelineEdge,
  PipelineGraph,
  PipelineNode,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { withoutDetours } from './withoutDetours';

export const NODE_WIDTH = 208;
export const NODE_HEIGHT = 56;
/** Above what an open group holds, for its title. */
const GROUP_HEAD = 52;
const GROUP_PADDING = 16;
const GAP = 24;
const RANK_GAP = 44;

/** A node as it is drawn; places are relative to the group it is in. */
export interface PlacedNode {
  node: PipelineNode;
  x: number;
  y: number;
  width: number;
  height: number;
  /** Of a node that holds others: whether those are shown. */
  open?: boolean;
  /** How many nodes it holds, over all levels. */
  holds: number;
}

export interface PlacedGraph {
  /** What holds others stands before what it holds. */
  nodes: PlacedNode[];
  edges: PipelineEdge[];
  width: number;
  height: number;
}

/**
 * Where each node of a graph stands, from top to bottom in the order they run.
 * Only what is in an open group is placed. Each group is laid out by itself
 * and is one box to what is around it: edges never leave a group.
 */
export function layoutGraph(
  graph: PipelineGraph,
  open: ReadonlySet<string>,
): PlacedGraph {
  const children = childrenByParent(graph);
  const parents = new Map(graph.nodes.map(({ id, parent }) => [id, parent]));
  const edgesByParent = new Map<string | undefined, PipelineEdge[]>();
  for (const edge of graph.edges) {
    const parent = parents.get(edge.from);
    const edges = edgesByParent.get(parent) ?? [];
    edgesByParent.set(parent, edges);
    edges.push(edge);
  }
  const holds = (id: string): number =>
    (children.get(id) ?? []).reduce(
      (sum, child) => sum + 1 + holds(child.id),
      0,
    );

  const place = (parent: string | undefined): PlacedGraph => {
    const inner = new Map<string, PlacedGraph>();
    const boxes = (children.get(parent) ?? []).map(node => {
      const isGroup = children.has(node.id);
      const content = isGroup && open.has(node.id) ? place(node.id) : undefined;
      if (content) {
        inner.set(node.id, content);
      }
      return {
        node,
        x: 0,
        y: 0,
        width: content
          ? Math.max(content.width + 2 * GROUP_PADDING, NODE_WIDTH)
          : NODE_WIDTH,
        height: content
          ? content.height + GROUP_HEAD + GROUP_PADDING
          : NODE_HEIGHT,
        ...(isGroup && { open: content !== undefined }),
        holds: isGroup ? holds(node.id) : 0,
      };
    });
    const edges = edgesByParent.get(parent) ?? [];
    const { width, height } = arrange(boxes, edges);
    return {
      nodes: boxes.flatMap(box => [
        box,
        ...(inner.get(box.node.id)?.nodes ?? []).map(child =>
          child.node.parent === box.node.id
            ? {
                ...child,
                x: child.x + GROUP_PADDING,
                y: child.y + GROUP_HEAD,
              }
            : child,
        ),
      ]),
      edges: [
        ...edges,
        ...[...inner.values()].flatMap(content => content.edges),
      ],
      width,
      height,
    };
  };
  return place(undefined);
}

/** What each node holds, and under undefined what stands at the top. */
export function childrenByParent(
  graph: PipelineGraph,
): Map<string | undefined, PipelineNode[]> {
  const children = new Map<string | undefined, PipelineNode[]>();
  for (const node of graph.nodes) {
    const siblings = children.get(node.parent) ?? [];
    children.set(node.parent, siblings);
    siblings.push(node);
  }
  return children;
}

/** From here on crossing arrows are not looked for again and again: it would take longer than people wait. */
const MANY = 100;

/** Puts boxes in their places; says how much room they take. */
function arrange(
  boxes: PlacedNode[],
  edges: PipelineEdge[],
): { width: number; height: number } {
  const drawn = new graphlib.Graph();
  drawn.setGraph({
    rankdir: 'TB',
    nodesep: GAP,
    ranksep: RANK_GAP,
    ranker: 'tight-tree',
  });
  drawn.setDefaultEdgeLabel(() => ({}));
  for (const { node, width, height } of boxes) {
    drawn.setNode(node.id, { width, height });
  }
  withoutDetours(edges).forEach(({ from, to }) => drawn.setEdge(from, to));
  layout(drawn, { disableOptimalOrderHeuristic: boxes.length > MANY });
  for (const box of boxes) {
    // The middle is what dagre says.
    const { x, y } = drawn.node(box.node.id);
    box.x = x - box.width / 2;
    box.y = y - box.height / 2;
  }
  const { width = 0, height = 0 } = drawn.graph();
  return {
    width: Number.isFinite(width) ? width : 0,
    height: Number.isFinite(height) ? height : 0,
  };
}

import { graphlib, layout } from '@dagrejs/dagre';
import type {
  PipelineEdge,
  PipelineGraph,
  PipelineNode,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { rankNodes } from './rankNodes';
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

/** From here on a drawing that is ready soon is worth more than a better one. */
const MANY = 100;
/** Rows that an arrow may go past and still keep room for itself, where there are many nodes. */
const SHORT = 2;

/**
 * Puts boxes in their places; says how much room they take. Rows are found
 * here, as dagre takes a third of its time for them. Of many nodes only short
 * arrows are laid out: a long one is a bend in each row to dagre, and is drawn
 * from end to end all the same.
 */
function arrange(
  boxes: PlacedNode[],
  edges: PipelineEdge[],
): { width: number; height: number } {
  const arrows = withoutDetours(edges);
  const rows = rankNodes(
    boxes.map(({ node }) => node.id),
    arrows,
  );
  const drawn = new graphlib.Graph();
  drawn.setGraph({
    rankdir: 'TB',
    nodesep: GAP,
    ranksep: RANK_GAP,
    ranker: rows ? 'none' : 'tight-tree',
  });
  drawn.setDefaultEdgeLabel(() => ({}));
  for (const { node, width, height } of boxes) {
    // Every other row of dagre's is for the words of arrows.
    const rank = 2 * (rows?.get(node.id) ?? 0);
    drawn.setNode(node.id, { width, height, ...(rows && { rank }) });
  }
  for (const { from, to } of arrows) {
    const past = (rows?.get(to) ?? 0) - (rows?.get(from) ?? 0);
    if (boxes.length <= MANY || past <= SHORT) {
      drawn.setEdge(from, to);
    }
  }
  layout(drawn);
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

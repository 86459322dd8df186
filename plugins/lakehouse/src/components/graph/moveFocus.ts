import type { PlacedGraph, PlacedNode } from './layoutGraph';

export type FocusKey =
  | 'ArrowUp'
  | 'ArrowDown'
  | 'ArrowLeft'
  | 'ArrowRight'
  | 'Home'
  | 'End';

/**
 * Where a key leads from a node: down and up along arrows, into an open group
 * and out of it; left and right to what stands beside it. Nothing where there
 * is nothing that way.
 */
export function moveFocus(
  placed: PlacedGraph,
  from: string,
  key: FocusKey,
): string | undefined {
  const { nodes } = placed;
  const here = nodes.find(({ node }) => node.id === from);
  if (!here || key === 'Home') {
    return nodes[0]?.node.id;
  }
  switch (key) {
    case 'End':
      return nodes[nodes.length - 1].node.id;
    case 'ArrowDown':
      return firstInside(placed, here) ?? next(placed, here);
    case 'ArrowUp':
      return (
        nearest(here, neighbours(placed, here, 'from')) ?? here.node.parent
      );
    default:
      return beside(placed, here, key === 'ArrowLeft' ? -1 : 1);
  }
}

function firstInside(placed: PlacedGraph, here: PlacedNode) {
  return here.open
    ? placed.nodes.find(({ node }) => node.parent === here.node.id)?.node.id
    : undefined;
}

/** What an arrow leads to; from the end of a group, what its own arrow leads to. */
function next(placed: PlacedGraph, here: PlacedNode): string | undefined {
  const after = nearest(here, neighbours(placed, here, 'to'));
  if (after !== undefined || here.node.parent === undefined) {
    return after;
  }
  const group = placed.nodes.find(({ node }) => node.id === here.node.parent);
  return group && next(placed, group);
}

function neighbours(
  placed: PlacedGraph,
  here: PlacedNode,
  end: 'from' | 'to',
): PlacedNode[] {
  const start = end === 'from' ? 'to' : 'from';
  const ids = new Set(
    placed.edges
      .filter(edge => edge[start] === here.node.id)
      .map(edge => edge[end]),
  );
  return placed.nodes.filter(({ node }) => ids.has(node.id));
}

const middle = ({ x, width }: PlacedNode) => x + width / 2;

function nearest(here: PlacedNode, others: PlacedNode[]): string | undefined {
  return [...others].sort(
    (a, b) =>
      Math.abs(a.y - here.y) - Math.abs(b.y - here.y) ||
      Math.abs(middle(a) - middle(here)) - Math.abs(middle(b) - middle(here)),
  )[0]?.node.id;
}

/** In the same group at the same height. */
function beside(
  placed: PlacedGraph,
  here: PlacedNode,
  direction: 1 | -1,
): string | undefined {
  return placed.nodes
    .filter(
      other =>
        other.node.parent === here.node.parent &&
        other.y < here.y + here.height &&
        here.y < other.y + other.height &&
        (middle(other) - middle(here)) * direction > 0,
    )
    .sort((a, b) => (middle(a) - middle(b)) * direction)[0]?.node.id;
}

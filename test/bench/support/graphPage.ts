/* eslint-disable no-bitwise */
import { graphlib, layout } from '@dagrejs/dagre';
import type { PipelineGraph } from '../../../plugins/lakehouse-common/src';
import {
  layoutGraph,
  NODE_HEIGHT,
  NODE_WIDTH,
} from '../../../plugins/lakehouse/src/components/graph/layoutGraph';

/** 200 steps side by side; the same in 20 groups, all open or all folded. */
export type GraphShape = 'flat' | 'groups' | 'folded';
export type GraphWay = 'ours' | 'dagre';

declare global {
  interface Window {
    measureLayout: (shape: GraphShape, way: GraphWay) => number;
  }
}

window.measureLayout = (shape, way) => {
  const graph = shape === 'flat' ? flatGraph() : groupedGraph();
  const open =
    shape === 'groups'
      ? new Set(graph.nodes.map(({ id }) => id))
      : new Set<string>();
  const startedAt = performance.now();
  if (way === 'ours') {
    layoutGraph(graph, open);
  } else {
    layoutAsItComes(graph, open);
  }
  return performance.now() - startedAt;
};

/** The library's defaults; groups are its own compound nodes. */
function layoutAsItComes(graph: PipelineGraph, open: ReadonlySet<string>) {
  const drawn = new graphlib.Graph({ compound: true });
  drawn.setGraph({});
  drawn.setDefaultEdgeLabel(() => ({}));
  const shown = graph.nodes.filter(
    ({ parent }) => parent === undefined || open.has(parent),
  );
  const ids = new Set(shown.map(({ id }) => id));
  const first = new Map<string, string>();
  for (const { id, parent } of shown) {
    if (parent !== undefined && !first.has(parent)) first.set(parent, id);
  }
  shown.forEach(({ id }) =>
    drawn.setNode(id, { width: NODE_WIDTH, height: NODE_HEIGHT }),
  );
  for (const { id, parent } of shown) {
    if (parent !== undefined) drawn.setParent(id, parent);
  }
  // It takes no arrows from and to what holds others.
  const end = (id: string) => first.get(id) ?? id;
  graph.edges
    .filter(({ from, to }) => ids.has(from) && ids.has(to))
    .forEach(({ from, to }) => drawn.setEdge(end(from), end(to)));
  layout(drawn);
}

/** 200 steps and 300 arrows: each waits for one of the eight before it, some for another. */
function flatGraph(): PipelineGraph {
  const random = randomNumbers(7);
  const arrows = new Set<string>();
  for (let to = 1; to < 200; to++) {
    arrows.add(`${Math.max(0, to - 1 - Math.floor(random() * 8))} ${to}`);
  }
  while (arrows.size < 300) {
    const to = 1 + Math.floor(random() * 199);
    arrows.add(`${Math.max(0, to - 1 - Math.floor(random() * 12))} ${to}`);
  }
  return {
    nodes: Array.from({ length: 200 }, (_, index) => step(`${index}`)),
    edges: [...arrows].map(arrow => {
      const [from, to] = arrow.split(' ');
      return { from, to, values: [] };
    }),
  };
}

/** 20 groups of nine steps. */
function groupedGraph(): PipelineGraph {
  const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);
  const arrow = (from: string, to: string) => ({ from, to, values: [] });
  return {
    nodes: numbers(20).flatMap(group => [
      { ...step(`${group}`), type: 'group' as const },
      ...numbers(9).map(index => ({
        ...step(`${group}/${index}`),
        parent: `${group}`,
      })),
    ]),
    edges: numbers(20).flatMap(group => [
      ...(group > 0 ? [arrow(`${(group - 1) >> 1}`, `${group}`)] : []),
      ...numbers(8).map(index =>
        arrow(`${group}/${index >> 1}`, `${group}/${index + 1}`),
      ),
    ]),
  };
}

function step(id: string): PipelineGraph['nodes'][number] {
  return {
    ...{ id, type: 'step', title: `step ${id}`, caching: true },
    ...{ inputs: [], outputs: [] },
  };
}

/** The same numbers each time. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

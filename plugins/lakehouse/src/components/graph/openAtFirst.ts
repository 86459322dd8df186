import type { PipelineGraph } from '@lakefront/backstage-plugin-lakehouse-common';
import type { NodeState } from './nodeStates';

/** So many nodes can be read at once. */
const READABLE = 40;

/** The node to look at first: one that failed, or one that runs. */
export function firstToSee(
  graph: PipelineGraph,
  states: ReadonlyMap<string, NodeState>,
): string | undefined {
  const parents = new Set(graph.nodes.map(({ parent }) => parent));
  const leaf = (state: string) =>
    graph.nodes.find(
      ({ id }) => !parents.has(id) && states.get(id)?.state === state,
    )?.id;
  return leaf('failed') ?? leaf('running');
}

/** The groups that are open at first: all of a small graph, else those around what is shown. */
export function openAtFirst(
  graph: PipelineGraph,
  shown: ReadonlyArray<string | undefined>,
): Set<string> {
  if (graph.nodes.length <= READABLE) {
    return new Set(graph.nodes.map(({ id }) => id));
  }
  return new Set(shown.flatMap(id => groupsAround(graph, id)));
}

/** The groups that hold a node, outermost first. */
export function groupsAround(
  graph: PipelineGraph,
  id: string | undefined,
): string[] {
  const parents = new Map(graph.nodes.map(node => [node.id, node.parent]));
  const groups: string[] = [];
  for (
    let group = id === undefined ? undefined : parents.get(id);
    group !== undefined;
    group = parents.get(group)
  ) {
    groups.unshift(group);
  }
  return groups;
}

import type { Footprint, FootprintPart, PipelineNode } from '../types';
import type { ExpandedGraph } from './expandGraph';

/**
 * What a pipeline asks for if each of its steps runs at the same time, one pod
 * each, steps of a loop as often as its list is long and its limit lets them.
 * The pods that KFP adds are not counted: a driver for each step and group,
 * which asks for next to nothing and ends before its step begins, and importers.
 */
export function pipelineFootprint({ nodes, rounds }: ExpandedGraph): Footprint {
  const steps = nodes.filter(({ type }) => type === 'step');
  const largest = largestCertain(nodes, rounds);
  const parts: FootprintPart[] = steps.map(({ id, resources = {} }) => ({
    role: id,
    count: rounds.get(id) ?? 1,
    // Steps can run one after the other: only that the largest runs at all is sure.
    minCount: id === largest ? 1 : 0,
    cpu: resources.cpu ?? 0,
    memory: resources.memory ?? 0,
    gpu: resources.gpu ?? 0,
  }));
  const total = (read: (part: FootprintPart) => number) =>
    parts.reduce((sum, part) => sum + part.count * read(part), 0);
  return {
    cpu: Math.round(total(part => part.cpu) * 1000) / 1000,
    memory: total(part => part.memory),
    gpu: total(part => part.gpu),
    pods: total(() => 1),
    parts: parts.filter(part => part.count > 0),
  };
}

/** The step with the most memory of those that no condition and no empty loop keeps from running. */
function largestCertain(
  nodes: PipelineNode[],
  rounds: Map<string, number>,
): string | undefined {
  const uncertain = new Set<string>();
  let largest: PipelineNode | undefined;
  for (const node of nodes) {
    // Nodes stand after what holds them.
    if (
      node.when !== undefined ||
      node.loop !== undefined ||
      rounds.get(node.id) === 0 ||
      (node.parent !== undefined && uncertain.has(node.parent))
    ) {
      uncertain.add(node.id);
    } else if (node.type === 'step') {
      const more =
        (node.resources?.memory ?? 0) - (largest?.resources?.memory ?? 0);
      largest = !largest || more > 0 ? node : largest;
    }
  }
  return largest?.id;
}

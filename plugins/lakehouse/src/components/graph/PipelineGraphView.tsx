import { lazy, Suspense, useRef } from 'react';
import type { PipelineGraph } from '@lakefront/backstage-plugin-lakehouse-common';
import { SkeletonRows } from '../States';
import type { PipelineGraphViewProps } from './PipelineGraphViewProps';

const LazyGraph = lazy(() => import('./PipelineGraphCanvas'));

/**
 * The graph of a pipeline: what waits for what, and with the steps of a run
 * what became of each. A list of the same steps belongs beside it. The drawing
 * is loaded only where it is shown.
 */
export function PipelineGraphView(props: PipelineGraphViewProps) {
  const graph = useSameGraph(props.graph);
  return (
    <Suspense fallback={<SkeletonRows rows={4} height={96} />}>
      {/* Another graph is shown from its start; the same one stays as people left it. */}
      <LazyGraph
        {...props}
        key={graph.nodes.map(({ id }) => id).join(' ')}
        graph={graph}
      />
    </Suspense>
  );
}

/** A page that looks again gets the same graph anew: as long as it draws alike, it is the one from before. */
function useSameGraph(graph: PipelineGraph): PipelineGraph {
  const kept = useRef({ graph, drawn: '' });
  if (kept.current.graph !== graph || kept.current.drawn === '') {
    const drawn = JSON.stringify([
      graph.nodes.map(({ id, type, title, when, loop }) => [
        ...[id, type, title, when, loop],
      ]),
      graph.edges.map(({ from, to, always }) => [from, to, always]),
    ]);
    if (kept.current.drawn !== drawn) {
      kept.current = { graph, drawn };
    }
  }
  return kept.current.graph;
}

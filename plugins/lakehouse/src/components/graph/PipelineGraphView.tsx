import { lazy, Suspense } from 'react';
import { SkeletonRows } from '../States';
import type { PipelineGraphViewProps } from './PipelineGraphViewProps';

const LazyGraph = lazy(() => import('./PipelineGraphCanvas'));

/**
 * The graph of a pipeline: what waits for what, and with the steps of a run
 * what became of each. A list of the same steps belongs beside it. The drawing
 * is loaded only where it is shown.
 */
export function PipelineGraphView(props: PipelineGraphViewProps) {
  return (
    <Suspense fallback={<SkeletonRows rows={4} height={96} />}>
      <LazyGraph {...props} />
    </Suspense>
  );
}

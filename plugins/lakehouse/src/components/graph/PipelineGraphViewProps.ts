import type {
  PipelineComparison,
  PipelineGraph,
  PipelineStepRun,
} from '@lakefront/backstage-plugin-lakehouse-common';

export interface PipelineGraphViewProps {
  graph: PipelineGraph;
  /** Of a run. */
  steps?: PipelineStepRun[];
  /** Against another version: what was added or changed is marked, what was removed is not drawn. */
  comparison?: PipelineComparison;
  /** Id of a node. */
  selected?: string;
  onSelect?: (id: string | undefined) => void;
}

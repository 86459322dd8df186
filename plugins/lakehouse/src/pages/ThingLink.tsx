import type { Workload } from '@lakefront/backstage-plugin-lakehouse-common';
import { RunLink } from './pipelines/PipelineLinks';
import { WorkloadLink } from './WorkloadLink';

/** A workload as people know it: a run by its own name, and as the way to its own page. */
export function ThingLink(props: {
  workload: Pick<
    Workload,
    'kubernetesCluster' | 'namespace' | 'kind' | 'name' | 'role' | 'pipeline'
  >;
}) {
  const { workload } = props;
  const { runId, runName } = workload.pipeline ?? {};
  return workload.role === 'run' && runId ? (
    <RunLink run={{ ...workload, runId, name: runName ?? workload.name }} />
  ) : (
    <WorkloadLink address={workload} />
  );
}

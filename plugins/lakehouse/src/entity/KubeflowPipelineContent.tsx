import { PipelineView } from '../pages/pipelines/PipelinePage';
import { NoPipelineNamed, useNamedPipeline } from './namedPipeline';

/** The page of the pipeline that the entity names, as a tab of the entity's page. */
export function KubeflowPipelineContent() {
  const { value, address } = useNamedPipeline();
  return address ? (
    <PipelineView address={address} />
  ) : (
    <NoPipelineNamed value={value} />
  );
}

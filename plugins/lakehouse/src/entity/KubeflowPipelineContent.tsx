import quiet from '../components/quiet.module.css';
import { PipelineView } from '../pages/pipelines/PipelinePage';
import { NoPipelineNamed, useNamedPipeline } from './namedPipeline';
import styles from './EntityCard.module.css';

/** The page of the pipeline that the entity names, as a tab of the entity's page. */
export function KubeflowPipelineContent() {
  const { value, address } = useNamedPipeline();
  return (
    <div className={`${styles.content} ${quiet.words}`}>
      {address ? (
        <PipelineView address={address} />
      ) : (
        <NoPipelineNamed value={value} />
      )}
    </div>
  );
}

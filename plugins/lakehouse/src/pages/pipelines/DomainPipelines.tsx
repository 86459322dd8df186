import { Link } from '@backstage/ui';
import { PipelinesBanner } from '../../components/KubeflowFreshness';
import { Region } from '../../components/Region';
import { useReading, type QueryState } from '../../live';
import { useLakehousePaths } from '../../useLakehousePaths';
import { PipelineTable, usePipelines } from './PipelineTable';
import { runColumns } from './runColumns';
import { RunTable, useRuns } from './RunTable';
import styles from './pipelines.module.css';

/** What a domain has of Kubeflow: its pipelines, and what ran of late. */
export function DomainPipelines(props: { domain: string; query: QueryState }) {
  const { domain, query } = props;
  const paths = useLakehousePaths();
  const reading = useReading<HTMLDivElement>();
  const readingRuns = useReading<HTMLDivElement>();
  const pipelines = usePipelines(
    { domain: [domain], sort: query.get('sort') },
    reading.isReading,
  );
  const runs = useRuns({ domain: [domain] }, readingRuns.isReading);
  return (
    <div className={styles.stack}>
      <PipelinesBanner
        freshness={pipelines.live.list?.freshness ?? []}
        kubeflow={pipelines.kubeflow}
      />
      <Region title="Pipelines">
        <PipelineTable live={pipelines.live} reading={reading} state={query} />
      </Region>
      <Region
        title="Runs"
        actions={
          <Link href={paths.pipelines({ tab: 'runs', domain })}>
            Search and filter
          </Link>
        }
      >
        <RunTable
          runs={runs}
          columns={runColumns}
          reading={readingRuns}
          none="Each run of a pipeline is kept here, with how long it took and how it ended."
        />
      </Region>
    </div>
  );
}

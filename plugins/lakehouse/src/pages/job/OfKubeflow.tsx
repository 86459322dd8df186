import { Link } from '@backstage/ui';
import type {
  PodSummary,
  Workload,
  WorkloadDetail,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { useTicking, type Live } from '../../live';
import { useLakehousePaths } from '../../useLakehousePaths';
import { jobHeadline } from './jobHeadline';
import { JobTabs } from './JobTabs';
import { standingHeadline } from './standingHeadline';
import { WhereFrom, WorkloadHead } from './WorkloadHead';

/** What is told of on pages of its own: here it is its object, and the way there. */
export function OfKubeflow(props: {
  detail: Live<WorkloadDetail>;
  value: WorkloadDetail;
  pods: Live<PodSummary[]>;
}) {
  const { detail, value, pods } = props;
  const { workload } = value;
  const sentence = useTicking(now =>
    workload.role === 'run'
      ? jobHeadline(value, now)
      : standingHeadline(workload, now),
  );
  return (
    <>
      <WorkloadHead detail={detail} value={value} sentence={sentence} />
      <WhereFrom value={value}>
        <PipelineWays workload={workload} />
      </WhereFrom>
      <JobTabs detail={value} pods={pods} />
    </>
  );
}

/** The ways to the pages of the pipeline, version and runs that a workload belongs to. */
export function PipelineWays(props: { workload: Workload }) {
  const { workload } = props;
  const { role, name: ownName, domain, kubernetesCluster } = workload;
  const { name, version, runId } = workload.pipeline ?? {};
  const paths = useLakehousePaths();
  return (
    <>
      {runId && (
        <Link href={paths.pipelineRun({ ...workload, name: runId })}>
          Its steps, their logs and values
        </Link>
      )}
      {name && (
        <Link href={paths.pipeline({ ...workload, name })}>
          {role === 'pipeline'
            ? 'Its versions, schedules and runs'
            : `The pipeline ${name}`}
        </Link>
      )}
      {version && (
        <Link href={paths.pipelineVersion({ ...workload, name: version })}>
          {role === 'version'
            ? 'Its graph and what uses it'
            : `The version ${version}`}
        </Link>
      )}
      {role === 'schedule' && (
        <Link
          href={paths.pipelines({
            ...{ tab: 'runs', schedule: ownName },
            ...{ domain, kubernetesCluster },
          })}
        >
          Runs that it started
        </Link>
      )}
    </>
  );
}

import { useParams } from 'react-router-dom';
import { useApi } from '@backstage/frontend-plugin-api';
import type {
  PodSummary,
  WorkloadAddress,
  WorkloadDetail,
  WorkloadRole,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { lakehouseApiRef } from '../../api';
import { useKinds } from '../../api/useKinds';
import { LiveValue, Region } from '../../components/Region';
import { EmptyState } from '../../components/States';
import { PodGantt } from '../../components/PodGantt';
import { Timeline } from '../../components/Timeline';
import { useLive, useTicking, type Live } from '../../live';
import { workloadKey } from '../../paths';
import { computeHeadline } from '../compute/computeHeadline';
import { ConnectRegion } from '../compute/ConnectRegion';
import { OutdatedAlert } from '../compute/OutdatedAlert';
import { DeclaredBranch } from './DeclaredBranch';
import { jobHeadline } from './jobHeadline';
import { jobTimeline } from './jobTimeline';
import { JobTabs } from './JobTabs';
import { nounOf } from './nounOf';
import { OfKubeflow, PipelineWays } from './OfKubeflow';
import { NoValueYet } from '../NoValueYet';
import { WhereFrom, WorkloadHead } from './WorkloadHead';

/** What does not run has no pods. */
const PODLESS: ReadonlySet<WorkloadRole> = new Set<WorkloadRole>([
  'branch',
  'pipeline',
  'version',
]);

/** What is it doing and, if it failed, why? */
export function JobPage() {
  const params = useParams();
  const address: WorkloadAddress = {
    kubernetesCluster: params.kubernetesCluster ?? '',
    namespace: params.namespace ?? '',
    kind: params.kind ?? '',
    name: params.name ?? '',
  };
  const api = useApi(lakehouseApiRef);
  const key = workloadKey(address);
  const kind = useKinds()(address.kind);
  const detail = useLive(`workload ${key}`, signal =>
    api.getWorkload(address, { signal }),
  );
  const pods = useLive(`pods ${key}`, async signal =>
    // Some have none; that it is such is known after the first time.
    kind && PODLESS.has(kind.role)
      ? []
      : api.listWorkloadPods(address, { signal }),
  );
  if (!detail.value) {
    return (
      <NoValueYet
        title={address.name}
        live={detail}
        what={`the ${nounOf(kind?.role ?? 'job')} ${address.name}`}
      />
    );
  }
  switch (detail.value.workload.role) {
    case 'branch':
      return <DeclaredBranch detail={detail} value={detail.value} />;
    case 'pipeline':
    case 'version':
    case 'schedule':
    case 'run':
      return <OfKubeflow detail={detail} value={detail.value} pods={pods} />;
    default:
      return <Job detail={detail} value={detail.value} pods={pods} />;
  }
}

function Job(props: {
  detail: Live<WorkloadDetail>;
  value: WorkloadDetail;
  pods: Live<PodSummary[]>;
}) {
  const { detail, value, pods } = props;
  const { workload } = value;
  const noun = nounOf(workload.role);
  const sentence = useTicking(now =>
    workload.role === 'compute'
      ? computeHeadline(workload, now)
      : jobHeadline(value, now),
  );
  return (
    <>
      <WorkloadHead detail={detail} value={value} sentence={sentence} />
      <OutdatedAlert workload={workload} />
      <WhereFrom value={value}>
        {workload.pipeline && <PipelineWays workload={workload} />}
      </WhereFrom>
      <ConnectRegion workload={workload} />
      <Region title="Timeline">
        <Timeline
          label={`Timeline of the ${noun}`}
          steps={jobTimeline(workload, pods.value)}
        />
      </Region>
      <Region title="Pods over time">
        <LiveValue live={pods} what="the pods">
          {list =>
            list.length === 0 ? (
              <EmptyState title="No pods">
                {workload.role === 'compute'
                  ? 'The operator makes the pod of its server, and that asks for its executors; there is none now.'
                  : 'They are made when the job is submitted and go some time after it has ended; the runs below are kept.'}
              </EmptyState>
            ) : (
              <PodGantt pods={list} />
            )
          }
        </LiveValue>
      </Region>
      <JobTabs detail={value} pods={pods} />
    </>
  );
}

import { useParams } from 'react-router-dom';
import { Link, Skeleton } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import type {
  PodSummary,
  WorkloadAddress,
  WorkloadDetail,
  WorkloadRole,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { lakehouseApiRef } from '../../api';
import { useKinds } from '../../api/useKinds';
import { FreshnessBanner, FreshnessMark } from '../../components/FreshnessMark';
import { LiveValue, Region } from '../../components/Region';
import { StateChip } from '../../components/StateChip';
import {
  AwayMark,
  EmptyState,
  ErrorState,
  SkeletonRows,
} from '../../components/States';
import { PodGantt } from '../../components/PodGantt';
import { Timeline } from '../../components/Timeline';
import { humanName } from '../../format/humanName';
import { useLive, useTicking, type Live } from '../../live';
import { workloadKey } from '../../paths';
import { useLakehousePaths } from '../../useLakehousePaths';
import { LinkRow, PageHead } from '../Page';
import { computeHeadline } from '../compute/computeHeadline';
import { ConnectRegion } from '../compute/ConnectRegion';
import { OutdatedAlert } from '../compute/OutdatedAlert';
import { DomainLink } from '../WorkloadLink';
import { JobActions } from './actions/JobActions';
import { jobHeadline } from './jobHeadline';
import { jobTimeline } from './jobTimeline';
import { JobTabs } from './JobTabs';

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
  const pods = useLive(`pods ${key}`, signal =>
    api.listWorkloadPods(address, { signal }),
  );
  if (!detail.value) {
    return (
      <>
        <PageHead
          title={address.name}
          sentence={detail.loading && <Skeleton width={480} height={20} />}
        />
        {detail.loading ? (
          <SkeletonRows rows={10} />
        ) : (
          <ErrorState
            error={detail.error}
            what={`the ${nounOf(kind?.role ?? 'job')} ${address.name}`}
            retry={detail.retry}
          />
        )}
      </>
    );
  }
  return <Job detail={detail} value={detail.value} pods={pods} />;
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
      <PageHead
        title={
          <>
            <StateChip state={workload.state} detail={workload.stateDetail} />
            {workload.name}
          </>
        }
        context={
          <>
            <DomainLink domain={workload.domain} />
            <span>· {workload.kubernetesCluster}</span>
            <span>· {workload.description}</span>
            {workload.notInGit && <span>· not in Git</span>}
            {workload.owner && (
              <span>· owned by {humanName(workload.owner)}</span>
            )}
          </>
        }
        sentence={sentence}
        actions={
          <>
            <FreshnessMark freshness={value.freshness} />
            <JobActions detail={value} />
          </>
        }
      />
      <AwayMark since={detail.awaySince} error={detail.error} />
      <FreshnessBanner freshness={value.freshness} />
      <OutdatedAlert workload={workload} />
      <WhereFrom value={value} />
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

/** What a workload of a role is called in a sentence. */
function nounOf(role: WorkloadRole): string {
  return role === 'compute' ? 'compute cluster' : role;
}

/** One click to where things come from: the request, open requests, its own pages. */
function WhereFrom(props: { value: WorkloadDetail }) {
  const { workload, openChanges } = props.value;
  const paths = useLakehousePaths();
  if (!workload.changeId && !workload.links.length && !openChanges.length) {
    return null;
  }
  return (
    <LinkRow>
      {openChanges.map(id => (
        <Link key={id} href={paths.change(id)}>
          An open request changes this {nounOf(workload.role)}
        </Link>
      ))}
      {workload.changeId && (
        <Link href={paths.change(workload.changeId)}>
          Asked for
          {workload.requestedBy && ` by ${humanName(workload.requestedBy)}`}
        </Link>
      )}
      {workload.links.map(link => (
        <Link key={link.url} href={link.url} target="_blank">
          {link.title} ↗
        </Link>
      ))}
    </LinkRow>
  );
}

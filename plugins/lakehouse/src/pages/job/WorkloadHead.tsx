import type { ReactNode } from 'react';
import { Link } from '@backstage/ui';
import type { WorkloadDetail } from '@lakefront/backstage-plugin-lakehouse-common';
import { WorkloadChip } from '../../components/BranchChip';
import { FreshnessBanner, FreshnessMark } from '../../components/FreshnessMark';
import { AwayMark } from '../../components/States';
import { humanName } from '../../format/humanName';
import type { Live } from '../../live';
import { useLakehousePaths } from '../../useLakehousePaths';
import { LinkRow, PageHead } from '../Page';
import { DomainLink } from '../WorkloadLink';
import { JobActions } from './actions/JobActions';
import { nounOf } from './nounOf';

/** How a workload is and where, what can be asked for, and how far all of that can be believed. */
export function WorkloadHead(props: {
  detail: Live<WorkloadDetail>;
  value: WorkloadDetail;
  sentence: string;
}) {
  const { detail, value, sentence } = props;
  const { workload } = value;
  const purpose = workload.standing?.purpose;
  return (
    <>
      <PageHead
        title={
          <>
            <WorkloadChip workload={workload} />
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
            {purpose && <span>· {purpose}</span>}
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
    </>
  );
}

/** One click to where things come from: the request, open requests, its own pages. */
export function WhereFrom(props: {
  value: WorkloadDetail;
  /** Other ways of its own, before those. */
  children?: ReactNode;
}) {
  const { children } = props;
  const { workload, openChanges } = props.value;
  const paths = useLakehousePaths();
  if (
    !children &&
    !workload.changeId &&
    !workload.links.length &&
    !openChanges.length
  ) {
    return null;
  }
  return (
    <LinkRow>
      {children}
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

import { useParams } from 'react-router-dom';
import { Alert, Link, Skeleton } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  type ChangeRequestDetail,
  type ChangeStep,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { lakehouseApiRef } from '../../api';
import { describeFootprint } from '../../components/FootprintLine';
import { Region } from '../../components/Region';
import { RelativeTime } from '../../components/RelativeTime';
import { ChangeChip } from '../../components/StateChip';
import { AwayMark, ErrorState, SkeletonRows } from '../../components/States';
import { Timeline, type TimelineStep } from '../../components/Timeline';
import { formatTimeOfDay } from '../../format/formatTime';
import { humanName } from '../../format/humanName';
import { repositoryName } from '../../format/repositoryName';
import { useLive } from '../../live';
import { LinkRow, PageHead } from '../Page';
import { DomainLink, WorkloadLink } from '../WorkloadLink';
import { ChangeFiles } from './ChangeFiles';
import { PromotionOutcome } from './PromotionOutcome';
import { UndoButton } from './UndoButton';

/** Where is my request, and who has the ball? */
export function ChangePage() {
  const { id = '' } = useParams();
  const api = useApi(lakehouseApiRef);
  const live = useLive(`change ${id}`, signal => api.getChange(id, { signal }));
  if (live.value) {
    return (
      <>
        <AwayMark since={live.awaySince} error={live.error} />
        <Change change={live.value} />
      </>
    );
  }
  return (
    <>
      <PageHead
        title="Request"
        sentence={live.loading && <Skeleton width={480} height={20} />}
      />
      {live.loading ? (
        <SkeletonRows rows={8} />
      ) : (
        <ErrorState error={live.error} what="the request" retry={live.retry} />
      )}
    </>
  );
}

function Change(props: { change: ChangeRequestDetail }) {
  const { change } = props;
  return (
    <>
      <PageHead
        title={
          <>
            <ChangeChip change={change} />
            {change.title}
          </>
        }
        context={
          <>
            {change.url ? (
              <Link href={change.url} target="_blank">
                {repositoryName(change.repository)}
                {change.number !== undefined && ` #${change.number}`} ↗
              </Link>
            ) : (
              <span>{repositoryName(change.repository)}</span>
            )}
            <span>
              · <DomainLink domain={change.domain} /> ·{' '}
              {change.kubernetesCluster}
            </span>
            <span>
              · asked by {humanName(change.requestedBy)},{' '}
              <RelativeTime time={change.createdAt} />
            </span>
          </>
        }
        // Why it is blocked stands below, with who can go on.
        sentence={change.blocked ? undefined : change.summary}
        actions={<UndoButton change={change} />}
      />
      {change.blocked && (
        <Alert
          status="danger"
          icon
          title={change.blocked.reason}
          description={
            change.blocked.who &&
            `Who can go on: ${humanName(change.blocked.who)}.`
          }
        />
      )}
      {change.message && !change.blocked && (
        <Alert
          status={change.phase === 'failed' ? 'danger' : 'info'}
          icon
          title={change.message}
        />
      )}
      <PromotionOutcome change={change} />
      <Region title="Where it is">
        <Timeline
          label="Steps of the request"
          steps={change.steps.map(toTimelineStep)}
        />
      </Region>
      {(change.footprint || change.fit) && (
        <Region title="What it asks for">{fitSentence(change)}</Region>
      )}
      {change.phase === 'open' && change.consequences.length > 0 && (
        <Region title="What a merge does">
          {change.consequences.map(sentence => (
            <div key={sentence}>{sentence}</div>
          ))}
        </Region>
      )}
      <Region title="What it changes">
        <LinkRow>
          {change.operations
            .filter(operation => operation.action !== 'delete')
            .map(operation => (
              <span key={operation.path}>
                {(operation.verb ?? operation.action).toLowerCase()}{' '}
                <WorkloadLink address={operation} />
              </span>
            ))}
        </LinkRow>
        <ChangeFiles files={change.files ?? []} listedIn={change.listedIn} />
      </Region>
    </>
  );
}

function toTimelineStep(step: ChangeStep): TimelineStep {
  const stuck = step.state === 'blocked' || step.state === 'failed';
  return {
    id: step.id,
    title: step.title,
    state: step.state,
    problem: stuck ? step.evidence : undefined,
    meta: (
      <>
        {step.at && formatTimeOfDay(step.at)}
        {step.at && step.evidence && !stuck && ' · '}
        {!stuck && step.evidence}
        {step.url && (
          <>
            {' '}
            <Link href={step.url} target="_blank" variant="body-small">
              evidence ↗
            </Link>
          </>
        )}
      </>
    ),
  };
}

/** `Fits the quota: asks for 6 CPU, 14 GiB; sales has 22 CPU, 76 GiB left.` */
export function fitSentence(
  change: Pick<ChangeRequestDetail, 'fit' | 'footprint'>,
): string {
  const { fit, footprint } = change;
  if (fit) {
    return `${fit.fits ? 'Fits the quota' : 'Does not fit'}: ${fit.summary}.`;
  }
  return footprint ? `Asks for ${describeFootprint(footprint)}.` : '';
}

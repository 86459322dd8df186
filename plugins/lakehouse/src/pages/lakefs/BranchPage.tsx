import { useParams, useSearchParams } from 'react-router-dom';
import { Link } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import type {
  LakeFSBranchDetail,
  WorkloadState,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { lakehouseApiRef } from '../../api';
import { BranchChip } from '../../components/BranchChip';
import { LakeFSBanner, LakeFSMark } from '../../components/LakeFSFreshness';
import { Region } from '../../components/Region';
import { AwayMark } from '../../components/States';
import { humanName } from '../../format/humanName';
import { useLive, useTicking, type Live } from '../../live';
import { useLakehousePaths } from '../../useLakehousePaths';
import { NoValueYet } from '../NoValueYet';
import { LinkRow, PageHead } from '../Page';
import { BranchTabs } from './BranchTabs';
import { LakeFSUiLink, RepositoryLink } from './LakeFSLinks';
import { branchSentence, standingNote, whoseWords } from './standing';
import { StandingFacts } from './StandingFacts';
import { TableChanges } from './TableChanges';
import styles from './lakefs.module.css';

/** Where does it stand, and what is on it that its source has not? */
export function BranchPage() {
  const { server = '', repository = '', branch = '' } = useParams();
  const api = useApi(lakehouseApiRef);
  const detail = useLive(`branch ${server}/${repository}/${branch}`, signal =>
    api.getLakeFSBranch({ server, repository }, branch, { signal }),
  );
  if (!detail.value) {
    return (
      <NoValueYet title={branch} live={detail} what={`the branch ${branch}`} />
    );
  }
  return <Branch detail={detail} value={detail.value} />;
}

function Branch(props: {
  detail: Live<LakeFSBranchDetail>;
  value: LakeFSBranchDetail;
}) {
  const { detail, value } = props;
  const { row, against, freshness } = value;
  const { declaredBy, branch } = row;
  const [search] = useSearchParams();
  const sentence = useTicking(now => branchSentence(value, now));
  const tabHref = (tab: string) => {
    const next = new URLSearchParams(search);
    next.set('tab', tab);
    return `?${next}`;
  };
  return (
    <>
      <PageHead
        title={
          <>
            {declaredBy && (
              <BranchChip
                state={declaredBy.state as WorkloadState}
                detail={declaredBy.state}
              />
            )}
            {branch}
          </>
        }
        context={<Context value={value} />}
        sentence={sentence}
        actions={<LakeFSMark freshness={freshness} />}
      />
      <AwayMark since={detail.awaySince} error={detail.error} />
      <LakeFSBanner freshness={freshness} />
      <WhereFrom value={value} />
      <Region title="Where it stands">
        <StandingFacts
          standing={{
            ...{ ...against, branch, source: against.ref },
            commitId: row.commitId,
          }}
          end={declaredBy?.standing}
          committedAt={row.committedAt}
          tabHref={tabHref}
        />
        {standingNote(value) && (
          <div className={styles.note}>{standingNote(value)}</div>
        )}
      </Region>
      {branch !== against.ref && (
        <Region title={`Tables that differ from ${against.ref}`}>
          <TableChanges
            address={row}
            from={against.ref}
            to={branch}
            version={`${against.commitId} ${row.commitId}`}
          />
        </Region>
      )}
      <BranchTabs detail={value} />
    </>
  );
}

function Context({ value }: { value: LakeFSBranchDetail }) {
  const { row, repository } = value;
  const { declaredBy } = row;
  const purpose = declaredBy?.standing.purpose;
  return (
    <>
      <span>
        branch of {row.server} / <RepositoryLink address={row} />
      </span>
      {declaredBy ? (
        declaredBy.owner && (
          <span>· owned by {humanName(declaredBy.owner)}</span>
        )
      ) : (
        <span>· {whoseWords(row)}</span>
      )}
      {value.protected && <span>· protected: only merges write to it</span>}
      {repository.readOnly && <span>· read-only</span>}
      {purpose && <span>· {purpose}</span>}
    </>
  );
}

/** One click to what declares it, who asked for it, and lakeFS' own page. */
function WhereFrom({ value }: { value: LakeFSBranchDetail }) {
  const { declaredBy } = value.row;
  const paths = useLakehousePaths();
  return (
    <LinkRow>
      {declaredBy && (
        <Link href={paths.workload(declaredBy)}>
          Declared by {declaredBy.name}: extend, promote, edit or delete it
        </Link>
      )}
      {declaredBy?.changeId && (
        <Link href={paths.change(declaredBy.changeId)}>
          Asked for
          {declaredBy.requestedBy && ` by ${humanName(declaredBy.requestedBy)}`}
        </Link>
      )}
      <LakeFSUiLink href={value.url}>Open in lakeFS</LakeFSUiLink>
    </LinkRow>
  );
}

import { Link } from '@backstage/ui';
import type {
  BranchStanding,
  LakeFSBranchDetail,
  WorkloadDetail,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { useApi } from '@backstage/frontend-plugin-api';
import { lakehouseApiRef } from '../../api';
import { readError } from '../../components/readError';
import { Region } from '../../components/Region';
import { EmptyState } from '../../components/States';
import { useLive, useTicking, type Live } from '../../live';
import { useLakehousePaths } from '../../useLakehousePaths';
import { asSeen } from '../lakefs/asSeen';
import { standingNote } from '../lakefs/standing';
import { StandingFacts } from '../lakefs/StandingFacts';
import { TableChanges } from '../lakefs/TableChanges';
import { branchHeadline } from './branchHeadline';
import { JobTabs } from './JobTabs';
import { RefusedBy } from './RefusedBy';
import { WhereFrom, WorkloadHead } from './WorkloadHead';
import styles from '../lakefs/lakefs.module.css';

/** Is the branch there, and what of it is where it is to go? */
export function DeclaredBranch(props: {
  detail: Live<WorkloadDetail>;
  value: WorkloadDetail;
}) {
  const { detail } = props;
  const seen = useSeen(props.value.workload.standing);
  const value = withStanding(props.value, seen.value);
  const { workload } = value;
  const { standing } = workload;
  const paths = useLakehousePaths();
  const sentence = useTicking(now => branchHeadline(workload, now));
  return (
    <>
      <WorkloadHead detail={detail} value={value} sentence={sentence} />
      <WhereFrom value={value}>
        {standing && (
          <>
            <Link href={paths.lakefsBranch(standing)}>What is on it</Link>
            <Link href={paths.lakefsRepository(standing)}>
              Other branches of {standing.repository}
            </Link>
          </>
        )}
      </WhereFrom>
      <RefusedBy workload={workload} />
      {standing && <Standing standing={standing} seen={seen} />}
      <JobTabs detail={value} />
    </>
  );
}

/** What lakeFS says of the branch now; its object tells what the controller saw some time ago. */
function useSeen(standing: BranchStanding | undefined) {
  const api = useApi(lakehouseApiRef);
  const { server = '', repository = '', branch = '' } = standing ?? {};
  const isThere = standing?.commitId !== undefined && !standing.deleted;
  return useLive<LakeFSBranchDetail | undefined>(
    JSON.stringify(['seen', server, repository, branch, isThere]),
    async signal =>
      isThere
        ? api.getLakeFSBranch({ server, repository }, branch, { signal })
        : undefined,
  );
}

/** The same with the numbers that lakeFS gave, so that all of the page is of one moment. */
function withStanding(
  detail: WorkloadDetail,
  seen: LakeFSBranchDetail | undefined,
): WorkloadDetail {
  const { workload } = detail;
  return seen && workload.standing
    ? {
        ...detail,
        workload: { ...workload, standing: asSeen(workload.standing, seen) },
      }
    : detail;
}

function Standing(props: {
  standing: BranchStanding;
  seen: Live<LakeFSBranchDetail | undefined>;
}) {
  const { standing, seen } = props;
  const { branch, source, commitId } = standing;
  const paths = useLakehousePaths();
  if (standing.deleted) {
    return (
      <Region title="Where it stands">
        <EmptyState title="It was deleted when it had expired">
          Its last commit is kept in a tag:{' '}
          <Link
            href={paths.lakefsRepository(standing, { show: 'kept', q: branch })}
          >
            restore it from there
          </Link>
          , for as long as its data is. Its file in Git can go.
        </EmptyState>
      </Region>
    );
  }
  if (!commitId) {
    return (
      <Region title="Where it stands">
        <EmptyState title="It has no branch yet">
          The branch controller makes {branch} from {source}, or takes over one
          that is there where that is asked for, as soon as nothing is in the
          way. Then this says where it stands.
        </EmptyState>
      </Region>
    );
  }
  return (
    <>
      <Region title="Where it stands">
        <StandingFacts
          standing={standing}
          end={standing}
          committedAt={seen.value?.row.committedAt}
          tabHref={tab => paths.lakefsBranch(standing, { tab })}
        />
        <SeenNote seen={seen} />
      </Region>
      <Region title={`Tables that differ from ${source}`}>
        <TableChanges
          address={standing}
          from={source}
          to={branch}
          version={`${seen.value?.against.commitId} ${commitId}`}
        />
      </Region>
    </>
  );
}

/** Whose word the numbers are, and why, where lakeFS or the backend does not answer. */
function SeenNote({ seen }: { seen: Live<LakeFSBranchDetail | undefined> }) {
  const away = seen.value?.freshness.find(({ state }) => state !== 'live');
  const notes = [
    seen.error !== undefined && !seen.value
      ? 'As the branch controller saw it last.'
      : seen.value && standingNote(seen.value),
    seen.error === undefined
      ? away?.message && `${away.message}.`
      : readError(seen.error).message,
  ].filter(Boolean);
  return notes.length > 0 ? (
    <div className={styles.note}>{notes.join(' ')}</div>
  ) : null;
}

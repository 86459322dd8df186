import { Link } from '@backstage/ui';
import type {
  BranchStanding,
  WorkloadDetail,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { Region } from '../../components/Region';
import { EmptyState } from '../../components/States';
import { useTicking, type Live } from '../../live';
import { useLakehousePaths } from '../../useLakehousePaths';
import { StandingFacts } from '../lakefs/StandingFacts';
import { TableChanges } from '../lakefs/TableChanges';
import { branchHeadline } from './branchHeadline';
import { JobTabs } from './JobTabs';
import { WhereFrom, WorkloadHead } from './WorkloadHead';

/** Is the branch there, and what of it is where it is to go? */
export function DeclaredBranch(props: {
  detail: Live<WorkloadDetail>;
  value: WorkloadDetail;
}) {
  const { detail, value } = props;
  const { standing } = value.workload;
  const paths = useLakehousePaths();
  const sentence = useTicking(now => branchHeadline(value.workload, now));
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
      {standing && <Standing standing={standing} />}
      <JobTabs detail={value} />
    </>
  );
}

function Standing({ standing }: { standing: BranchStanding }) {
  const { branch, source, commitId } = standing;
  const paths = useLakehousePaths();
  if (!commitId) {
    return (
      <Region title="Where it stands">
        <EmptyState title="It is not there yet">
          The branch controller makes {branch} from {source} as soon as nothing
          is in the way; then this says where it stands.
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
          tabHref={tab => paths.lakefsBranch(standing, { tab })}
        />
      </Region>
      <Region title={`Tables that differ from ${source}`}>
        <TableChanges
          address={standing}
          from={source}
          to={branch}
          version={commitId}
        />
      </Region>
    </>
  );
}

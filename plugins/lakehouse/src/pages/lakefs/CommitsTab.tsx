import { Link } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import type {
  LakeFSBranchRow,
  LakeFSCommit,
  LakeFSFreshness,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { lakehouseApiRef } from '../../api';
import type { Column } from '../../components/DataTable';
import { LiveTable } from '../../components/LiveTable';
import { RelativeTime } from '../../components/RelativeTime';
import { EmptyState } from '../../components/States';
import { useLiveList, useReading } from '../../live';
import { WorkloadLink } from '../WorkloadLink';
import { shortId } from './shortId';
import styles from './lakefs.module.css';

const PAGE_SIZE = 50;

/** A commit; the same wherever commits are listed. */
export const commitColumns: Column<LakeFSCommit>[] = [
  {
    id: 'commit',
    title: 'Commit',
    width: '110px',
    wide: true,
    cell: commit => (
      <Link
        href={commit.url}
        target="_blank"
        standalone
        title={commit.id}
        className={styles.id}
      >
        {shortId(commit.id)} ↗
      </Link>
    ),
  },
  {
    id: 'message',
    title: 'Message',
    wraps: true,
    cell: commit => <Message commit={commit} />,
  },
  {
    id: 'job',
    title: 'Made by',
    wraps: true,
    cell: ({ job, committer }) =>
      job ? (
        <WorkloadLink address={job} />
      ) : (
        <span className={styles.quiet}>{committer}</span>
      ),
  },
  {
    id: 'at',
    title: 'When',
    number: true,
    cell: commit => <RelativeTime time={commit.createdAt} />,
  },
];

function Message({ commit }: { commit: LakeFSCommit }) {
  const entries = Object.entries(commit.metadata);
  return (
    <>
      {commit.message || <span className={styles.quiet}>no message</span>}
      {commit.parents.length > 1 && <span className={styles.tag}>merge</span>}
      {entries.length > 0 && (
        <details className={styles.metadata}>
          <summary>
            {entries.length === 1 ? '1 entry' : `${entries.length} entries`} of
            metadata
          </summary>
          <dl>
            {entries.map(([key, value]) => (
              <div key={key}>
                <dt>{key}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </>
  );
}

/** The commits of a branch, newest first, with the jobs that made them. */
export function CommitsTab(props: { row: LakeFSBranchRow }) {
  const { server, repository, branch } = props.row;
  const api = useApi(lakehouseApiRef);
  const { ref, isReading } = useReading<HTMLDivElement>();
  const live = useLiveList<LakeFSCommit, LakeFSFreshness>({
    key: JSON.stringify(['commits', server, repository, branch]),
    isWoken: false,
    load: ({ cursor }, signal) =>
      api.listLakeFSCommits(
        { server, repository },
        { ref: branch, limit: PAGE_SIZE, cursor },
        { signal },
      ),
    keyOf: ({ id }) => id,
    isReading,
  });
  return (
    <div ref={ref}>
      <LiveTable
        live={live}
        label="Commits"
        what="the commits"
        columns={commitColumns}
        keyOf={({ id }) => id}
        empty={
          <EmptyState title="No commits">
            Nothing was committed in this repository yet.
          </EmptyState>
        }
      />
    </div>
  );
}

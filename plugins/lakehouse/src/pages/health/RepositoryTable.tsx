import { Link } from '@backstage/ui';
import type { RepositoryHealth } from '@lakefront/backstage-plugin-lakehouse-common';
import { DataTable, type Column } from '../../components/DataTable';
import { RepositoryChip } from '../../components/FreshnessChip';
import { RelativeTime } from '../../components/RelativeTime';
import { EmptyState } from '../../components/States';
import { formatExactTime, formatTimeOfDay } from '../../format/formatTime';
import { repositoryName } from '../../format/repositoryName';
import styles from './Health.module.css';

const columns: Column<RepositoryHealth>[] = [
  {
    id: 'state',
    title: 'State',
    width: '132px',
    cell: ({ state }) => <RepositoryChip state={state} />,
  },
  {
    id: 'repository',
    title: 'Repository',
    wraps: true,
    cell: ({ url, lastError }) => (
      <div className={styles.repository}>
        <Link href={url} target="_blank" standalone>
          {repositoryName(url)}
        </Link>
        {lastError && (
          <div className={styles.error}>
            Last error <RelativeTime time={lastError.at} />: {lastError.message}
          </div>
        )}
      </div>
    ),
  },
  { id: 'host', title: 'Host', wide: true, cell: ({ host }) => host },
  {
    id: 'limit',
    title: 'Calls left',
    number: true,
    wraps: true,
    cell: ({ rateLimit }) => <RateLimit limit={rateLimit} />,
  },
  {
    id: 'asked',
    title: 'Last asked',
    number: true,
    wide: true,
    cell: ({ lastAskedAt }) => <RelativeTime time={lastAskedAt} none="never" />,
  },
];

/** How each repository answers, as this replica of the backend saw it. */
export function RepositoryTable(props: { repositories: RepositoryHealth[] }) {
  if (props.repositories.length === 0) {
    return (
      <EmptyState title="No repository is configured">
        Without one nobody can ask for changes: name it under
        lakehouse.gitops.repositories in the portal's configuration.
      </EmptyState>
    );
  }
  return (
    <DataTable
      label="Git repositories"
      columns={columns}
      rows={props.repositories}
      keyOf={({ name }) => name}
    />
  );
}

function RateLimit(props: { limit: RepositoryHealth['rateLimit'] }) {
  const { limit } = props;
  if (!limit) {
    return <span className={styles.quiet}>no limit told</span>;
  }
  const { remaining, resetsAt } = limit;
  const few = remaining < limit.limit / 10;
  return (
    <span title={resetsAt && `until ${formatExactTime(resetsAt)}`}>
      {few && 'only '}
      {remaining.toLocaleString('en')} of {limit.limit.toLocaleString('en')}
      {resetsAt && (
        <span className={styles.quiet}> until {formatTimeOfDay(resetsAt)}</span>
      )}
    </span>
  );
}

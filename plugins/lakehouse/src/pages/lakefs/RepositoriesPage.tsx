import { Button, SearchField, Select } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import type {
  LakeFSFreshness,
  LakeFSRepository,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { lakehouseApiRef } from '../../api';
import type { Column } from '../../components/DataTable';
import { LakeFSBanner, LakeFSMark } from '../../components/LakeFSFreshness';
import { unreadServers } from '../../components/lakefsFreshness';
import { LiveTable } from '../../components/LiveTable';
import { Region } from '../../components/Region';
import { RelativeTime } from '../../components/RelativeTime';
import { EmptyState } from '../../components/States';
import { plural } from '../../format/plural';
import {
  useLive,
  useLiveList,
  useQueryState,
  useReading,
  type QueryState,
} from '../../live';
import { NewButton } from '../NewButton';
import { PageHead } from '../Page';
import { DomainLink } from '../WorkloadLink';
import { RepositoryLink } from './LakeFSLinks';
import styles from './lakefs.module.css';

const PAGE_SIZE = 50;

const columns: Column<LakeFSRepository>[] = [
  {
    id: 'repository',
    title: 'Repository',
    wraps: true,
    cell: row => (
      <>
        {row.server} / <RepositoryLink address={row} />
      </>
    ),
  },
  {
    id: 'domains',
    title: 'Domains',
    wraps: true,
    cell: row => <Domains row={row} />,
  },
  {
    id: 'default',
    title: 'Default branch',
    wide: true,
    cell: row => row.defaultBranch,
  },
  {
    id: 'state',
    title: 'May be written to',
    wide: true,
    cell: row => (row.readOnly ? 'read-only' : 'yes'),
  },
  {
    id: 'branches',
    title: 'Branches',
    number: true,
    cell: row => row.branches?.toLocaleString('en') ?? 'not read yet',
  },
  {
    id: 'created',
    title: 'Created',
    number: true,
    wide: true,
    cell: row => <RelativeTime time={row.createdAt} />,
  },
];

/** One domain may live on several Kubernetes clusters: it is named once. */
function Domains({ row }: { row: LakeFSRepository }) {
  const names = [...new Set(row.domains.map(({ domain }) => domain))].sort();
  return (
    <>
      {names.map((domain, index) => (
        <span key={domain}>
          {index > 0 && ', '}
          <DomainLink domain={domain} />
        </span>
      ))}
    </>
  );
}

/** Which data can my domains branch? */
export function RepositoriesPage() {
  const api = useApi(lakehouseApiRef);
  const state = useQueryState();
  const q = state.get('q');
  const domain = state.get('domain');
  const { ref, isReading } = useReading<HTMLDivElement>();
  const live = useLiveList<LakeFSRepository, LakeFSFreshness>({
    key: `repositories ${q} ${domain}`,
    load: ({ cursor }, signal) =>
      api.listLakeFSRepositories(
        { q, domain, limit: PAGE_SIZE, cursor },
        { signal },
      ),
    keyOf: row => `${row.server}/${row.repository}`,
    isReading,
  });
  const freshness = live.list?.freshness ?? [];
  const filtered = q !== undefined || domain !== undefined;
  return (
    <>
      <PageHead
        title="lakeFS"
        sentence={live.list && sentenceOf(live.list, filtered)}
        actions={<NewButton only="branch" />}
      />
      <LakeFSBanner freshness={freshness} />
      <Region
        title="Repositories"
        actions={
          <>
            <LakeFSMark freshness={freshness} />
            <DomainFilter state={state} />
            <SearchField
              aria-label="Search by name"
              placeholder="Search by name"
              size="small"
              defaultValue={q}
              onChange={next => state.set({ q: next || undefined })}
            />
          </>
        }
      >
        <div ref={ref}>
          <LiveTable
            live={live}
            label="Repositories"
            what="the repositories"
            columns={columns}
            keyOf={row => `${row.server}/${row.repository}`}
            empty={
              <NoRepository
                freshness={freshness}
                filtered={filtered}
                state={state}
              />
            }
          />
        </div>
      </Region>
    </>
  );
}

/** Nothing where none is known because a server was never read. */
function sentenceOf(
  list: {
    items: LakeFSRepository[];
    total?: number;
    nextCursor?: string;
    freshness: LakeFSFreshness[];
  },
  filtered: boolean,
): string | undefined {
  const which = filtered ? ' that match' : '';
  const { total = list.items.length } = list;
  const more = list.total === undefined && list.nextCursor ? 'More than ' : '';
  if (total === 0 && unreadServers(list.freshness).length > 0) {
    return undefined;
  }
  return total === 0
    ? `No repositories${which}.`
    : `${more}${plural(total, 'repository', 'repositories')}${which}.`;
}

/** Which of the reader's domains; nothing to choose where there is one. */
function DomainFilter(props: { state: QueryState }) {
  const { state } = props;
  const api = useApi(lakehouseApiRef);
  const domains = useLive('domains of lakeFS', signal =>
    api.listDomains({}, { signal }),
  );
  const names = (domains.value?.items ?? []).map(({ name }) => name).sort();
  const chosen = state.get('domain');
  if (names.length < 2 && !chosen) {
    return null;
  }
  return (
    <Select
      size="small"
      aria-label="Domain"
      search={names.length > 8 ? { placeholder: 'Search' } : undefined}
      options={[
        { id: '', label: 'All domains' },
        ...[...new Set([...(chosen ? [chosen] : []), ...names])].map(name => ({
          id: name,
          label: name,
        })),
      ]}
      value={chosen ?? ''}
      onChange={name => state.set({ domain: name ? String(name) : undefined })}
    />
  );
}

function NoRepository(props: {
  freshness: LakeFSFreshness[];
  filtered: boolean;
  state: QueryState;
}) {
  const { freshness, filtered, state } = props;
  const unread = unreadServers(freshness);
  if (freshness.length === 0 && !filtered) {
    return (
      <EmptyState title="No lakeFS server is configured">
        The platform team names one under <code>lakehouse.lakefs.servers</code>{' '}
        in the portal's configuration; its repositories show here then.
      </EmptyState>
    );
  }
  if (unread.length > 0) {
    return (
      <EmptyState title="Not known">
        {unread.join(', ')} {unread.length === 1 ? 'was' : 'were'} not read yet:
        what is there shows as soon as it answers.
      </EmptyState>
    );
  }
  if (filtered) {
    return (
      <EmptyState
        title="No repository matches"
        action={
          <Button
            variant="secondary"
            onPress={() => state.set({ q: undefined, domain: undefined })}
          >
            Show all repositories
          </Button>
        }
      >
        Every repository is left out by the filters.
      </EmptyState>
    );
  }
  return (
    <EmptyState title="No repository for your domains">
      Which repositories a domain may use stands in its settings, under{' '}
      <code className={styles.quiet}>lakefs</code>: the platform team adds them.
    </EmptyState>
  );
}

import type { Workload } from '@lakefront/backstage-plugin-lakehouse-common';
import type { WorkloadQuery } from '../../api';
import type { Column } from '../../components/DataTable';
import { RelativeTime } from '../../components/RelativeTime';
import { humanName } from '../../format/humanName';
import type { QueryState } from '../../live';
import { PlaceLink, WorkloadLink } from '../WorkloadLink';
import { stateColumn } from '../workloads/workloadColumns';
import { type TableWords, WorkloadTable } from '../workloads/WorkloadTable';
import { RepositoryLink } from './LakeFSLinks';
import { standingWords } from './standing';

const columns: Column<Workload>[] = [
  stateColumn,
  {
    id: 'name',
    title: 'Branch',
    width: '30%',
    wraps: true,
    sort: 'name',
    cell: row => (
      <>
        <PlaceLink place={row} /> / <WorkloadLink address={row} />
      </>
    ),
  },
  {
    id: 'repository',
    title: 'Repository',
    wide: true,
    cell: ({ standing }) =>
      standing ? <RepositoryLink address={standing} /> : '–',
  },
  {
    id: 'standing',
    title: 'Where it stands',
    cell: ({ standing }) => (standing ? standingWords(standing) : '–'),
  },
  {
    id: 'expires',
    title: 'Expires',
    number: true,
    cell: ({ standing }) => <RelativeTime time={standing?.expiresAt} />,
  },
  {
    id: 'owner',
    title: 'Owner',
    sort: 'owner',
    wide: true,
    cell: row => (row.owner ? humanName(row.owner) : '–'),
  },
];

const words: TableWords = {
  label: 'Branches',
  one: 'branch',
  many: 'branches',
  none: 'A branch of lakeFS that somebody asks for here shows as soon as its pull request is merged.',
};

/** Branches that are declared in Git, as a table; nothing moves under a reader. */
export function DeclaredBranchTable(props: {
  query: WorkloadQuery;
  state: QueryState;
}) {
  return <WorkloadTable {...props} columns={columns} words={words} />;
}

import { useApi } from '@backstage/frontend-plugin-api';
import {
  type LakeFSAddress,
  type LakeFSTableChange,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { lakehouseApiRef } from '../../api';
import { DataTable, type Column } from '../../components/DataTable';
import { LiveValue } from '../../components/Region';
import { EmptyState } from '../../components/States';
import { toneClass, type Tone } from '../../components/tones';
import { useLive } from '../../live';
import { Bytes } from './Bytes';
import { columnWords, fileWords, rowWords } from './changeWords';
import { FormatTag } from './FormatTag';
import styles from './lakefs.module.css';

const changes: Record<LakeFSTableChange['change'], [string, Tone]> = {
  added: ['new', 'good'],
  removed: ['removed', 'bad'],
  changed: ['changed', 'busy'],
};

const columns: Column<LakeFSTableChange>[] = [
  {
    id: 'table',
    title: 'Table',
    wraps: true,
    cell: row => (
      <>
        {row.path.replace(/\/$/, '')} <FormatTag format={row.format} />
        <Told change={row.change} />
      </>
    ),
  },
  {
    id: 'rows',
    title: 'Rows',
    number: true,
    cell: row => (
      <span title={row.problem} className={row.rows ? '' : styles.quiet}>
        {rowWords(row.rows)}
      </span>
    ),
  },
  {
    id: 'schema',
    title: 'Columns',
    wraps: true,
    wide: true,
    cell: row => <Schema row={row} />,
  },
  {
    id: 'files',
    title: 'Files',
    number: true,
    wide: true,
    cell: row => fileWords(row.files),
  },
  {
    id: 'bytes',
    title: 'Written',
    number: true,
    wide: true,
    cell: row => <Bytes of={row.bytes} />,
  },
];

function Told(props: { change: LakeFSTableChange['change'] }) {
  const [word, tone] = changes[props.change];
  return <span className={`${styles.told} ${toneClass(tone)}`}>{word}</span>;
}

function Schema({ row }: { row: LakeFSTableChange }) {
  const words = columnWords(row.columns);
  return words.length === 0 ? (
    <span className={styles.quiet}>{noColumns(row)}</span>
  ) : (
    <ul className={styles.schema}>
      {words.map(word => (
        <li key={word}>{word}</li>
      ))}
    </ul>
  );
}

/** Why no column is named: not known is not "as they were". */
function noColumns({ problem, change, format }: LakeFSTableChange): string {
  if (problem) {
    return problem;
  }
  if (change !== 'changed') {
    return '–';
  }
  return format === 'parquet' ? 'not told' : 'as they were';
}

/** Which tables `to` has otherwise than `from`: rows, columns, files, bytes. */
export function TableChanges(props: {
  address: LakeFSAddress;
  from: string;
  to: string;
  /** Commits of both, so that what is shown is of them. */
  version: string;
}) {
  const { address, from, to, version } = props;
  const { server, repository } = address;
  const api = useApi(lakehouseApiRef);
  const tables = useLive(
    JSON.stringify(['tables', server, repository, from, to, version]),
    signal =>
      api.listLakeFSTables({ server, repository }, { from, to }, { signal }),
    { isWoken: false },
  );
  return (
    <LiveValue live={tables} what="the tables">
      {({ items, more }) =>
        items.length === 0 ? (
          <EmptyState title="No table differs">
            {more
              ? `None of what was looked at is a table; more differs than was looked at.`
              : `No commit on ${to} has brought a table that ${from} has not, or has otherwise.`}
          </EmptyState>
        ) : (
          <>
            <DataTable
              label="Tables that differ"
              columns={columns}
              rows={items}
              keyOf={row => row.path}
            />
            {more && (
              <div className={styles.note}>
                More differs than was looked at; Compare has all of it.
              </div>
            )}
          </>
        )
      }
    </LiveValue>
  );
}

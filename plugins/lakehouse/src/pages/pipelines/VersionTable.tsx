import { Link } from '@backstage/ui';
import type { PipelineVersionRow } from '@lakefront/backstage-plugin-lakehouse-common';
import { DataTable, type Column } from '../../components/DataTable';
import { FootprintLine } from '../../components/FootprintLine';
import { RelativeTime } from '../../components/RelativeTime';
import { EmptyState } from '../../components/States';
import { humanName } from '../../format/humanName';
import { useLakehousePaths } from '../../useLakehousePaths';
import { VersionLink } from './PipelineLinks';
import styles from './pipelines.module.css';

const columns: Column<PipelineVersionRow>[] = [
  {
    id: 'version',
    title: 'Version',
    wraps: true,
    width: '22%',
    cell: row => (
      <>
        <VersionLink place={row} name={row.name} title={row.title} />{' '}
        {row.title !== row.name && (
          <span className={styles.quiet}>{row.name}</span>
        )}
      </>
    ),
  },
  {
    id: 'what',
    title: 'What it is',
    wraps: true,
    wide: true,
    cell: row => row.description ?? '–',
  },
  {
    id: 'steps',
    title: 'Steps',
    number: true,
    cell: row => row.steps,
  },
  {
    id: 'asks',
    title: 'Asks for at most',
    number: true,
    wide: true,
    cell: row => <FootprintLine footprint={row.footprint} />,
  },
  {
    id: 'source',
    title: 'Source',
    wide: true,
    cell: ({ codeSource }) => <Source url={codeSource} />,
  },
  {
    id: 'asked',
    title: 'Asked for by',
    wide: true,
    cell: row => <AskedBy row={row} />,
  },
  {
    id: 'created',
    title: 'Made',
    number: true,
    cell: row => <RelativeTime time={row.createdAt} />,
  },
];

/** Where the code is that it was compiled from; only an address of the web is a link. */
export function Source(props: { url?: string }) {
  const { url } = props;
  if (!url) {
    return <>–</>;
  }
  return /^https?:\/\//i.test(url) ? (
    <Link href={url} target="_blank" standalone>
      Source ↗
    </Link>
  ) : (
    <span className={styles.quiet}>{url}</span>
  );
}

/** Who asked for it, as the way to the request. */
export function AskedBy(props: {
  row: Pick<PipelineVersionRow, 'requestedBy' | 'changeId'>;
}) {
  const { requestedBy, changeId } = props.row;
  const paths = useLakehousePaths();
  const name = requestedBy ? humanName(requestedBy) : undefined;
  return changeId ? (
    <Link href={paths.change(changeId)} standalone>
      {name ?? 'a change'}
    </Link>
  ) : (
    <>{name ?? '–'}</>
  );
}

/** The versions of a pipeline, the newest first. */
export function VersionTable(props: { versions: PipelineVersionRow[] }) {
  return props.versions.length === 0 ? (
    <EmptyState title="No versions yet">
      A version holds the compiled pipeline: without one nothing can run.
    </EmptyState>
  ) : (
    <DataTable
      label="Versions"
      columns={columns}
      rows={props.versions}
      keyOf={({ name }) => name}
    />
  );
}

import { Link } from '@backstage/ui';
import type {
  LakeFSBranchRow,
  WorkloadState,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { BranchChip } from '../../components/BranchChip';
import type { Column } from '../../components/DataTable';
import { RelativeTime } from '../../components/RelativeTime';

import { humanName } from '../../format/humanName';
import { useLakehousePaths } from '../../useLakehousePaths';
import { BranchLink } from './LakeFSLinks';
import { standingWords, whoseWords } from './standing';
import styles from './lakefs.module.css';

/** A row of a repository's branches. */
export const branchColumns: Column<LakeFSBranchRow>[] = [
  {
    id: 'branch',
    title: 'Branch',
    sort: 'branch',
    width: '22%',
    wraps: true,
    cell: row => (
      <div className={styles.name}>
        <BranchLink address={row} />
      </div>
    ),
  },
  {
    id: 'standing',
    title: 'Where it stands',
    cell: row => <Standing row={row} />,
  },
  {
    id: 'by',
    title: 'Declared by',
    width: '22%',
    wide: true,
    wraps: true,
    cell: row => <DeclaredBy row={row} />,
  },
  {
    id: 'asked',
    title: 'Asked for by',
    wide: true,
    cell: row => <AskedBy row={row} />,
  },
  {
    id: 'commit',
    title: 'Last commit',
    wide: true,
    sort: 'committedAt',
    cell: row => <LastCommit row={row} />,
  },
  {
    id: 'expires',
    title: 'Expires',
    number: true,
    sort: 'expiresAt',
    cell: ({ declaredBy }) => (
      <RelativeTime time={declaredBy?.standing.expiresAt} />
    ),
  },
];

function Standing({
  row: { declaredBy, isDefault },
}: {
  row: LakeFSBranchRow;
}) {
  if (!declaredBy) {
    return (
      <span className={styles.quiet}>{isDefault ? 'default branch' : '–'}</span>
    );
  }
  const { standing } = declaredBy;
  return (
    <span title={`against ${standing.source}`}>{standingWords(standing)}</span>
  );
}

function DeclaredBy({ row }: { row: LakeFSBranchRow }) {
  const { declaredBy } = row;
  const paths = useLakehousePaths();
  if (!declaredBy) {
    return (
      <span className={styles.quiet}>
        {row.isDefault ? '–' : whoseWords(row)}
      </span>
    );
  }
  return (
    <span className={styles.beside}>
      <BranchChip
        state={declaredBy.state as WorkloadState}
        detail={declaredBy.state}
      />
      <Link
        href={paths.workload(declaredBy)}
        standalone
        title={`of ${declaredBy.domain} on ${declaredBy.kubernetesCluster}`}
      >
        {declaredBy.name}
      </Link>
    </span>
  );
}

function AskedBy({ row: { declaredBy } }: { row: LakeFSBranchRow }) {
  const paths = useLakehousePaths();
  const who = declaredBy?.requestedBy ?? declaredBy?.owner;
  const name = who ? humanName(who) : '–';
  return declaredBy?.changeId ? (
    <Link href={paths.change(declaredBy.changeId)} standalone>
      {who ? name : 'a change'}
    </Link>
  ) : (
    <>{name}</>
  );
}

function LastCommit({ row }: { row: LakeFSBranchRow }) {
  return (
    <span className={styles.commit} title={row.message}>
      <span className={styles.message}>{row.message}</span>{' '}
      <span className={styles.quiet}>
        <RelativeTime time={row.committedAt} none="not read yet" />
      </span>
    </span>
  );
}

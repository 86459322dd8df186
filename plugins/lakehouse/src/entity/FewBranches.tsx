import { Link } from '@backstage/ui';
import type {
  LakeFSBranchList,
  LakeFSBranchRow,
  WorkloadState,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { BranchChip } from '../components/BranchChip';
import { RelativeTime } from '../components/RelativeTime';
import { Row, RowList } from '../components/RowList';
import { BranchLink } from '../pages/lakefs/LakeFSLinks';
import { standingWords } from '../pages/lakefs/standing';
import styles from './EntityCard.module.css';

/** Few branches of a repository, each with where it stands and when it expires. */
export function FewBranches(props: {
  list: LakeFSBranchList;
  none: string;
  /** Where all of them are. */
  href: string;
}) {
  const { list, none, href } = props;
  if (list.items.length === 0) {
    return <div className={styles.none}>{none}</div>;
  }
  return (
    <>
      <RowList>
        {list.items.map(row => (
          <BranchRow key={row.branch} row={row} />
        ))}
      </RowList>
      {list.nextCursor && (
        <div className={styles.more}>
          <Link href={href}>All of them</Link>
        </div>
      )}
    </>
  );
}

function BranchRow({ row }: { row: LakeFSBranchRow }) {
  const { declaredBy } = row;
  return (
    <Row
      state={
        declaredBy && (
          <BranchChip
            state={declaredBy.state as WorkloadState}
            detail={declaredBy.state}
          />
        )
      }
      what={<BranchLink address={row} />}
      why={declaredBy && standingWords(declaredBy.standing)}
      when={
        declaredBy?.standing.expiresAt && (
          <>
            expires <RelativeTime time={declaredBy.standing.expiresAt} />
          </>
        )
      }
    />
  );
}

import { Link } from '@backstage/ui';
import type { LakeFSBranchDetail } from '@lakefront/backstage-plugin-lakehouse-common';
import { Facts, type Fact } from '../../components/Facts';
import { RelativeTime } from '../../components/RelativeTime';
import { counted } from './standing';
import { shortId } from './shortId';
import styles from './lakefs.module.css';

/** Where a branch stands against its source, in numbers; each leads to what it counts. */
export function StandingFacts(props: {
  detail: LakeFSBranchDetail;
  /** Address of a tab of the branch's page. */
  tabHref(tab: string): string;
}) {
  const { row, against } = props.detail;
  const standing = row.declaredBy?.standing;
  const { ref, ahead, behind, uncommitted } = against;
  const isItself = row.branch === ref;
  const facts: Fact[] = [
    ...(isItself
      ? []
      : [
          {
            title: 'Ahead',
            value: ahead ? (
              <Link href={props.tabHref('compare')} standalone>
                {counted(ahead)}
              </Link>
            ) : (
              0
            ),
            note: `commits that ${ref} has not`,
          },
          {
            title: 'Behind',
            value: counted(behind),
            note: `commits of ${ref} it has not`,
          },
        ]),
    {
      title: 'Uncommitted',
      value: uncommitted ? (
        <Link href={props.tabHref('uncommitted')} standalone>
          {counted(uncommitted)}
        </Link>
      ) : (
        0
      ),
      note: 'objects since its last commit',
    },
    {
      title: 'Last commit',
      value: (
        <span className={styles.id} title={row.commitId}>
          {shortId(row.commitId)}
        </span>
      ),
      note: <RelativeTime time={row.committedAt} none="not read yet" />,
    },
    ...(standing
      ? [
          {
            title: standing.expired ? 'Expired' : 'Expires',
            value: <RelativeTime time={standing.expiresAt} none="never" />,
            note:
              standing.deletionPolicy === 'Delete'
                ? 'and is deleted then'
                : 'and stays',
          },
        ]
      : []),
  ];
  return <Facts facts={facts} />;
}

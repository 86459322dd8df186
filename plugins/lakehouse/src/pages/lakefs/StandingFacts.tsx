import { Link } from '@backstage/ui';
import type { BranchStanding } from '@lakefront/backstage-plugin-lakehouse-common';
import { Facts, type Fact } from '../../components/Facts';
import { RelativeTime } from '../../components/RelativeTime';
import { counted } from './standing';
import { shortId } from './shortId';
import styles from './lakefs.module.css';

/** Where a branch stands against another, in numbers; each leads to what it counts. */
export function StandingFacts(props: {
  standing: Pick<
    BranchStanding,
    'branch' | 'source' | 'ahead' | 'behind' | 'uncommitted' | 'commitId'
  >;
  /** Of what declares it; nothing where nothing does. */
  end?: Pick<BranchStanding, 'expiresAt' | 'expired' | 'deletionPolicy'>;
  /** When its last commit was made, where that is known. */
  committedAt?: string;
  /** Address of a tab of the branch's page. */
  tabHref(tab: string): string;
}) {
  const { standing, end, committedAt, tabHref } = props;
  const { branch, source, ahead, behind, uncommitted, commitId } = standing;
  const facts: Fact[] = [
    ...(branch === source
      ? []
      : [
          {
            title: 'Ahead',
            value: <Count count={ahead} href={tabHref('compare')} />,
            note: `commits that ${source} has not`,
          },
          {
            title: 'Behind',
            value: <Count count={behind} />,
            note: `commits of ${source} it has not`,
          },
        ]),
    {
      title: 'Uncommitted',
      value: <Count count={uncommitted} href={tabHref('uncommitted')} />,
      note: 'objects since its last commit',
    },
    {
      title: 'Last commit',
      value: (
        <span className={styles.id} title={commitId}>
          {commitId ? shortId(commitId) : '–'}
        </span>
      ),
      note: committedAt && <RelativeTime time={committedAt} />,
    },
    ...(end
      ? [
          {
            title: end.expired ? 'Expired' : 'Expires',
            value: <RelativeTime time={end.expiresAt} none="never" />,
            note: endNote(end),
          },
        ]
      : []),
  ];
  return <Facts facts={facts} />;
}

function endNote({
  expiresAt,
  deletionPolicy,
}: Pick<BranchStanding, 'expiresAt' | 'deletionPolicy'>): string {
  if (deletionPolicy === 'Retain') {
    return 'stays when its object goes';
  }
  return expiresAt ? 'and is deleted then' : 'is deleted with its object';
}

function Count(props: { count: number | undefined; href?: string }) {
  const { count, href } = props;
  if (count === undefined) {
    return <span title="It was not looked at yet">–</span>;
  }
  return count > 0 && href ? (
    <Link href={href} standalone>
      {counted(count)}
    </Link>
  ) : (
    <>{counted(count)}</>
  );
}

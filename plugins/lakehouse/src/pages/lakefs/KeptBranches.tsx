import { ButtonLink } from '@backstage/ui';
import type {
  KeptBranch,
  LakeFSRepository,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { DataTable, type Column } from '../../components/DataTable';
import { RelativeTime } from '../../components/RelativeTime';
import { EmptyState } from '../../components/States';
import { formatExactTime } from '../../format/formatTime';
import { useTicking } from '../../live';
import { useTemplatePath } from '../../useTemplatePath';
import {
  isRestorable,
  keptReason,
  restorableWords,
  restoreAnswers,
} from './keptBranch';
import { BranchLink } from './LakeFSLinks';
import styles from './lakefs.module.css';

/** The form that makes a branch. */
const TEMPLATE = 'lakefs-branch';

/** Branches that outlived their object, and those that can be had back. */
export function KeptBranches(props: {
  repository: LakeFSRepository;
  kept: KeptBranch[];
  /** Part of a name. */
  q?: string;
}) {
  const { repository, kept, q = '' } = props;
  const rows = kept.filter(({ branch }) => branch.includes(q));
  if (rows.length === 0) {
    return (
      <EmptyState title={q ? 'No kept branch matches' : 'No kept branches'}>
        A branch that holds work which nothing else has is kept when its object
        goes; one that is deleted leaves a tag, and can be restored from it for
        a while. Both show here.
      </EmptyState>
    );
  }
  const columns: Column<KeptBranch>[] = [
    {
      id: 'branch',
      title: 'Branch',
      width: '26%',
      wraps: true,
      cell: one =>
        one.exists ? (
          <BranchLink address={{ ...repository, branch: one.branch }} />
        ) : (
          <strong>{one.branch}</strong>
        ),
    },
    { id: 'why', title: 'Why', width: '26%', wraps: true, cell: keptReason },
    {
      id: 'owner',
      title: 'Was declared by',
      wraps: true,
      wide: true,
      cell: one => one.owner ?? '–',
    },
    {
      id: 'at',
      title: 'Since',
      number: true,
      wide: true,
      cell: one => <RelativeTime time={one.at} />,
    },
    {
      id: 'until',
      title: 'Can be restored',
      number: true,
      wraps: true,
      cell: one => <Until kept={one} />,
    },
    {
      id: 'restore',
      title: '',
      number: true,
      cell: one => <Restore repository={repository} kept={one} />,
    },
  ];
  return (
    <DataTable
      label="Kept or deleted branches"
      columns={columns}
      rows={rows}
      keyOf={one => `${one.branch} ${one.at}`}
    />
  );
}

function Until({ kept }: { kept: KeptBranch }) {
  const words = useTicking(now => restorableWords(kept, now));
  return (
    <span
      className={styles.quiet}
      title={kept.restorableUntil && formatExactTime(kept.restorableUntil)}
    >
      {words}
    </span>
  );
}

/** The way to the form that makes it again from its tag. */
function Restore(props: { repository: LakeFSRepository; kept: KeptBranch }) {
  const { repository, kept } = props;
  const templatePath = useTemplatePath();
  const restorable = useTicking(now => (isRestorable(kept, now) ? 1 : 0));
  const answers = restoreAnswers(kept, repository);
  if (!templatePath || !restorable || !answers) {
    return null;
  }
  return (
    <ButtonLink
      size="small"
      variant="secondary"
      href={templatePath(TEMPLATE, answers)}
      aria-label={`Restore ${kept.branch}`}
    >
      Restore
    </ButtonLink>
  );
}

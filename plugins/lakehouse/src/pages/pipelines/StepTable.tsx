import { Link } from '@backstage/ui';
import { DataTable, type Column } from '../../components/DataTable';
import { Duration } from '../../components/RelativeTime';
import { EmptyState } from '../../components/States';
import { stepTones } from './StepChip';
import { toneClass } from '../../components/tones';
import { formatExactTime } from '../../format/formatTime';
import { useTicking } from '../../live';
import { StepChip } from './StepChip';
import { type StepBar, stepBars, type StepRow } from './stepRows';
import styles from './StepTable.module.css';

/** Running bars grow this often; more would only cost. */
const GROW_MS = 5_000;
/** Wider than any name: what holds a step is told by more than its place. */
const INDENT_PX = 14;

/** Each step of a run, how it is and when it ran: the graph for those who do not see it. */
export function StepTable(props: {
  rows: StepRow[];
  selected?: string;
  hrefOf(row: StepRow): string;
}) {
  const { rows, selected, hrefOf } = props;
  const now = useTicking(time => Math.floor(time / GROW_MS) * GROW_MS);
  if (rows.length === 0) {
    return (
      <EmptyState title="No steps yet">
        They show here as soon as the run has begun.
      </EmptyState>
    );
  }
  const bars = stepBars(rows, now);
  const columns: Column<StepRow>[] = [
    {
      id: 'state',
      title: 'State',
      width: '112px',
      cell: row => (
        <StepChip
          state={row.state}
          cached={row.step?.cached}
          detail={row.step?.stateDetail}
        />
      ),
    },
    {
      id: 'step',
      title: 'Step',
      wraps: true,
      width: '28%',
      cell: row => (
        <span
          className={styles.name}
          style={{ paddingLeft: row.depth * INDENT_PX }}
        >
          <Link
            href={hrefOf(row)}
            standalone
            weight={row.key === selected ? 'bold' : 'regular'}
            aria-current={row.key === selected ? 'true' : undefined}
            title={row.id}
          >
            {row.title}
          </Link>
        </span>
      ),
    },
    {
      id: 'time',
      title: 'Time',
      wide: true,
      width: '40%',
      cell: row => <Lane row={row} bar={bars.get(row.key)} />,
    },
    {
      id: 'took',
      title: 'Took',
      number: true,
      cell: ({ step }) => (
        <Duration from={step?.startedAt} to={step?.endedAt} />
      ),
    },
    {
      id: 'retries',
      title: 'Tried again',
      number: true,
      wide: true,
      cell: ({ step }) => step?.retries || '–',
    },
  ];
  return (
    <DataTable
      label="Steps"
      columns={columns}
      rows={rows}
      keyOf={row => row.key}
    />
  );
}

function Lane(props: { row: StepRow; bar?: StepBar }) {
  const { row, bar } = props;
  const { startedAt } = row.step ?? {};
  return (
    <div
      className={`${styles.track} ${toneClass(stepTones[row.state])}`}
      title={startedAt && `Started ${formatExactTime(startedAt)}`}
    >
      {bar && (
        <div
          className={styles.bar}
          data-cached={row.step?.cached || undefined}
          style={{ left: `${bar.left}%`, width: `${bar.width}%` }}
        />
      )}
    </div>
  );
}

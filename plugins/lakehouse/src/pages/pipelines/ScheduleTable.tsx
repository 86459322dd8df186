import { useState } from 'react';
import { Button, Link } from '@backstage/ui';
import type { PipelineScheduleRow } from '@lakefront/backstage-plugin-lakehouse-common';
import { useKinds } from '../../api/useKinds';
import { DataTable, type Column } from '../../components/DataTable';
import { RelativeTime } from '../../components/RelativeTime';
import { ScheduleChip } from '../../components/ScheduleChip';
import { EmptyState } from '../../components/States';
import { useLakehousePaths } from '../../useLakehousePaths';
import { EditDialog } from '../job/actions/EditDialog';
import { VerbDialog } from '../job/actions/VerbDialog';
import { VersionLink } from './PipelineLinks';
import styles from './pipelines.module.css';

const stateOf = ({ suspended, state }: PipelineScheduleRow) =>
  suspended ? 'suspended' : state;

/** Schedules: when they run, and what may be asked for on them. */
export function ScheduleTable(props: {
  schedules: PipelineScheduleRow[];
  /** Why nothing can be asked for. */
  whyNot?: string;
}) {
  const { schedules, whyNot } = props;
  const paths = useLakehousePaths();
  const columns: Column<PipelineScheduleRow>[] = [
    {
      id: 'state',
      title: 'State',
      width: '112px',
      cell: row => (
        <ScheduleChip state={stateOf(row)} detail={row.reason?.message} />
      ),
    },
    {
      id: 'name',
      title: 'Schedule',
      wraps: true,
      cell: row => (
        <Link href={paths.workload(row)} weight="bold" standalone>
          {row.name}
        </Link>
      ),
    },
    {
      id: 'when',
      title: 'When',
      wraps: true,
      width: '26%',
      cell: row => <span title={row.cron}>{row.when}</span>,
    },
    {
      id: 'version',
      title: 'Runs version',
      wide: true,
      cell: row =>
        row.version ? (
          <VersionLink place={row} name={row.version} />
        ) : (
          'the newest'
        ),
    },
    {
      id: 'last',
      title: 'Last',
      number: true,
      wide: true,
      cell: row => <RelativeTime time={row.lastAt} none="never" />,
    },
    {
      id: 'next',
      title: 'Next',
      number: true,
      cell: row => (row.suspended ? '–' : <RelativeTime time={row.nextAt} />),
    },
    {
      id: 'actions',
      title: 'Ask for',
      wide: true,
      cell: row => <ScheduleActions row={row} isDisabled={!!whyNot} />,
    },
  ];
  if (schedules.length === 0) {
    return (
      <EmptyState title="No schedules">
        It runs only when somebody starts it.
      </EmptyState>
    );
  }
  return (
    <>
      <DataTable
        label="Schedules"
        columns={columns}
        rows={schedules}
        keyOf={({ kind, name }) => `${kind}/${name}`}
      />
      {whyNot && <div className={styles.quiet}>{whyNot}</div>}
    </>
  );
}

/** Suspend, resume and change: each opens a pull request, and says first what it will do. */
function ScheduleActions(props: {
  row: PipelineScheduleRow;
  isDisabled: boolean;
}) {
  const { row, isDisabled } = props;
  const kind = useKinds()(row.kind);
  const [open, setOpen] = useState<string>();
  const close = () => setOpen(undefined);
  if (!kind) {
    return null;
  }
  const state = stateOf(row);
  const verbs = kind.verbs.filter(
    ({ fields, states }) => !fields && states.includes(state),
  );
  const verb = verbs.find(({ id }) => id === open);
  const fields = kind.editable.filter(({ verbOnly }) => !verbOnly);
  const button = (id: string, title: string) => (
    <Button
      key={id}
      size="small"
      variant="tertiary"
      isDisabled={isDisabled}
      aria-label={`${title} ${row.name}`}
      onPress={() => setOpen(id)}
    >
      {title}
    </Button>
  );
  return (
    <span className={styles.buttons}>
      {verbs.map(({ id, title }) => button(id, title))}
      {fields.length > 0 && button('edit', 'Edit')}
      {verb && <VerbDialog workload={row} verb={verb} onClose={close} />}
      {open === 'edit' && (
        <EditDialog workload={row} fields={fields} onClose={close} />
      )}
    </span>
  );
}

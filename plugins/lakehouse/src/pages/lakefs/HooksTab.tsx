import { ToggleButton } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import type {
  LakeFSBranchRow,
  LakeFSFreshness,
  LakeFSHookRun,
  LakeFSHookRunDetail,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { lakehouseApiRef } from '../../api';
import type { Column } from '../../components/DataTable';
import { LiveTable } from '../../components/LiveTable';
import { LiveValue } from '../../components/Region';
import { Duration, RelativeTime } from '../../components/RelativeTime';
import { scrollable } from '../../components/scrollable';
import { EmptyState } from '../../components/States';
import { useLive, useLiveList, type QueryState } from '../../live';
import { HookChip } from './HookChip';
import { LakeFSUiLink } from './LakeFSLinks';
import { shortId } from './shortId';
import styles from './lakefs.module.css';

const PAGE_SIZE = 50;

/** What lakeFS ran on the branch, and what it said; the run stands in the address. */
export function HooksTab(props: { row: LakeFSBranchRow; query: QueryState }) {
  const { row, query } = props;
  const { server, repository, branch } = row;
  const api = useApi(lakehouseApiRef);
  const shown = query.get('run');
  const live = useLiveList<LakeFSHookRun, LakeFSFreshness>({
    key: JSON.stringify(['hooks', server, repository, branch]),
    isWoken: false,
    load: ({ cursor }, signal) =>
      api.listLakeFSHookRuns(
        { server, repository },
        { branch, limit: PAGE_SIZE, cursor },
        { signal },
      ),
    keyOf: ({ id }) => id,
  });
  const columns: Column<LakeFSHookRun>[] = [
    {
      id: 'status',
      title: 'State',
      width: '130px',
      cell: run => <HookChip status={run.status} />,
    },
    { id: 'event', title: 'Event', cell: run => run.eventType },
    {
      id: 'commit',
      title: 'Commit',
      wide: true,
      cell: run => (
        <span className={styles.id} title={run.commitId}>
          {shortId(run.commitId) || '–'}
        </span>
      ),
    },
    {
      id: 'started',
      title: 'Started',
      number: true,
      cell: run => <RelativeTime time={run.startedAt} />,
    },
    {
      id: 'took',
      title: 'Took',
      number: true,
      wide: true,
      cell: run => <Duration from={run.startedAt} to={run.endedAt} />,
    },
    {
      id: 'output',
      title: '',
      number: true,
      cell: run => (
        <ToggleButton
          size="small"
          aria-label={`Output of ${run.eventType} of ${shortId(run.commitId)}`}
          isSelected={run.id === shown}
          onChange={on => query.set({ run: on ? run.id : undefined })}
        >
          Output
        </ToggleButton>
      ),
    },
  ];
  return (
    <>
      {shown && <HookRun row={row} run={shown} />}
      <LiveTable
        live={live}
        label="Hook runs"
        what="the hook runs"
        columns={columns}
        keyOf={({ id }) => id}
        empty={
          <EmptyState title="No hook has run">
            Hooks check a branch before it is committed to or merged. They stand
            in files below <code>_lakefs_actions/</code> of the branch.
          </EmptyState>
        }
      />
    </>
  );
}

function HookRun(props: { row: LakeFSBranchRow; run: string }) {
  const { server, repository } = props.row;
  const { run } = props;
  const api = useApi(lakehouseApiRef);
  const live = useLive(
    JSON.stringify(['hook run', server, repository, run]),
    signal => api.getLakeFSHookRun({ server, repository }, run, { signal }),
    { isWoken: false },
  );
  return (
    <section className={styles.run} aria-label="Hook run">
      <LiveValue live={live} what="the hook run">
        {value => <Hooks value={value} />}
      </LiveValue>
    </section>
  );
}

function Hooks({ value }: { value: LakeFSHookRunDetail }) {
  return (
    <>
      <div className={styles.runHead}>
        <strong>
          {value.eventType} on {value.branch}
        </strong>
        <RelativeTime time={value.startedAt} />
        <LakeFSUiLink href={value.url}>Open in lakeFS</LakeFSUiLink>
      </div>
      {value.hooks.length === 0 && (
        <div className={styles.note}>No hook of it is told.</div>
      )}
      {value.hooks.map(hook => (
        <div key={`${hook.action} ${hook.hookId}`} className={styles.hook}>
          <div className={styles.runHead}>
            <HookChip status={hook.status} />
            <span>
              {hook.action} / {hook.hookId}
            </span>
            {hook.startedAt && (
              <span className={styles.quiet}>
                <Duration from={hook.startedAt} to={hook.endedAt} />
              </span>
            )}
          </div>
          {hook.output && (
            <pre
              className={styles.output}
              aria-label={`Output of ${hook.hookId}`}
              {...scrollable}
            >
              {hook.output}
              {hook.outputCut && '\n…'}
            </pre>
          )}
        </div>
      ))}
    </>
  );
}

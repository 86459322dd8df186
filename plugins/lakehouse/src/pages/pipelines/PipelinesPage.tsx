import { SearchField, Tab, TabList, TabPanel, Tabs } from '@backstage/ui';
import type {
  PipelineRow,
  PipelineRunRow,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { FreshnessMark } from '../../components/FreshnessMark';
import { PipelinesBanner } from '../../components/KubeflowFreshness';
import { plural } from '../../format/plural';
import { useQueryState, useReading, type QueryState } from '../../live';
import type { LiveList } from '../../live/mergeList';
import { NewButton } from '../NewButton';
import { PageHead, Panel } from '../Page';
import { FilterFold } from '../workloads/FilterFold';
import facets from '../workloads/FacetColumn.module.css';
import {
  isFiltered as isPipelineFiltered,
  PipelineTable,
  toPipelineQuery,
  usePipelines,
} from './PipelineTable';
import { runColumns } from './runColumns';
import { PlaceFilters, RunFilters } from './RunFilters';
import { isFiltered as isRunFiltered } from './runsQuery';
import { RunTable, useRuns, useRunsQuery } from './RunTable';

/** Which pipelines do my domains have, and what ran? */
export function PipelinesPage() {
  const state = useQueryState();
  const runs = state.get('tab') === 'runs';
  return runs ? <Runs state={state} /> : <Pipelines state={state} />;
}

function Pipelines({ state }: { state: QueryState }) {
  const reading = useReading<HTMLDivElement>();
  const { live, kubeflow } = usePipelines(
    toPipelineQuery(state),
    reading.isReading,
  );
  const freshness = live.list?.freshness ?? [];
  return (
    <>
      <PageHead
        title="Pipelines"
        sentence={
          live.list && pipelinesSentence(live.list, isPipelineFiltered(state))
        }
        actions={
          <>
            <FreshnessMark freshness={freshness} />
            <NewButton only="pipeline" />
          </>
        }
      />
      <PipelinesBanner freshness={freshness} kubeflow={kubeflow} />
      <Parts state={state} selected="pipelines">
        <div className={facets.layout}>
          <div>
            <Search state={state} />
            <FilterFold>
              <PlaceFilters state={state} />
            </FilterFold>
          </div>
          <PipelineTable live={live} reading={reading} state={state} />
        </div>
      </Parts>
    </>
  );
}

function Runs({ state }: { state: QueryState }) {
  const reading = useReading<HTMLDivElement>();
  const { kubeflow, ...runs } = useRuns(useRunsQuery(state), reading.isReading);
  const { list } = runs.live;
  const freshness = list?.freshness ?? [];
  return (
    <>
      <PageHead
        title="Pipelines"
        sentence={list && runsSentence(list, isRunFiltered(state))}
        actions={
          <>
            <FreshnessMark freshness={freshness} />
            <NewButton only="pipeline" />
          </>
        }
      />
      <PipelinesBanner freshness={freshness} kubeflow={kubeflow} />
      <Parts state={state} selected="runs">
        <div className={facets.layout}>
          <div>
            <Search state={state} />
            <FilterFold>
              <RunFilters state={state} />
            </FilterFold>
          </div>
          <RunTable
            runs={runs}
            columns={runColumns}
            reading={reading}
            state={state}
            none="Each run of a pipeline is kept here, with how long it took and how it ended."
          />
        </div>
      </Parts>
    </>
  );
}

/** Both tabs stay; only the one that is looked at asks. */
function Parts(props: {
  state: QueryState;
  selected: 'pipelines' | 'runs';
  children: JSX.Element;
}) {
  const { state, selected, children } = props;
  return (
    <Tabs
      selectedKey={selected}
      onSelectionChange={key => {
        if (key !== selected) {
          // Sort means columns of one of them.
          state.set({
            tab: key === 'runs' ? 'runs' : undefined,
            sort: undefined,
          });
        }
      }}
    >
      <TabList aria-label="Pipelines and their runs">
        <Tab id="pipelines">Pipelines</Tab>
        <Tab id="runs">Runs</Tab>
      </TabList>
      <TabPanel id={selected}>
        <Panel>{children}</Panel>
      </TabPanel>
    </Tabs>
  );
}

function Search({ state }: { state: QueryState }) {
  const q = state.get('q');
  return (
    <SearchField
      aria-label="Search by name"
      placeholder="Search by name"
      size="small"
      defaultValue={q}
      onChange={next => state.set({ q: next || undefined })}
    />
  );
}

/** How many there are, and what of them needs a look. */
export function pipelinesSentence(
  list: Pick<LiveList<PipelineRow>, 'items' | 'total' | 'nextCursor'>,
  filtered: boolean,
): string {
  const { items, total = items.length, nextCursor } = list;
  const which = filtered ? ' that match' : '';
  if (total === 0) {
    return `No pipelines${which}.`;
  }
  // Of a part nothing can be said for all.
  const failed = nextCursor
    ? 0
    : items.filter(({ lastRuns: [last] }) => last?.state === 'failed').length;
  return `${plural(total, 'pipeline')}${which}${
    failed > 0
      ? `; of ${failed} the last run failed`
      : (!nextCursor && '; no last run failed') || ''
  }.`;
}

/** How many runs match. */
export function runsSentence(
  list: Pick<LiveList<PipelineRunRow>, 'items' | 'total' | 'nextCursor'>,
  filtered: boolean,
): string {
  const { items, total = items.length, nextCursor } = list;
  const which = filtered ? ' that match' : '';
  const more = list.total === undefined && nextCursor ? 'More than ' : '';
  return total === 0
    ? `No runs${which}.`
    : `${more}${total.toLocaleString('en')} ${
        total === 1 ? 'run' : 'runs'
      }${which}.`;
}

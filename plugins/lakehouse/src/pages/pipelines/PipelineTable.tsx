import { useState } from 'react';
import { Button } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import type {
  KubeflowFreshness,
  PipelineRow,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { lakehouseApiRef, type PipelineQuery } from '../../api';
import { unreadClusters } from '../../components/freshness';
import { LiveTable } from '../../components/LiveTable';
import { EmptyState } from '../../components/States';
import { useLiveList, useReading, type QueryState } from '../../live';
import { kubeflowKey } from '../../paths';
import { pipelineColumns } from './pipelineColumns';

const PAGE_SIZE = 50;

/** The pipelines that a query selects, kept up to date. */
export function usePipelines(query: PipelineQuery, isReading?: () => boolean) {
  const api = useApi(lakehouseApiRef);
  const [kubeflow, setKubeflow] = useState<KubeflowFreshness[]>([]);
  const live = useLiveList<PipelineRow>({
    key: JSON.stringify(['pipelines', query]),
    load: async ({ cursor }, signal) => {
      const page = await api.listPipelines(
        { ...query, limit: PAGE_SIZE, cursor },
        { signal },
      );
      if (!signal.aborted) {
        setKubeflow(page.kubeflow);
      }
      return page;
    },
    keyOf: kubeflowKey,
    isReading,
  });
  return { live, kubeflow };
}

/** What the address asks for of pipelines. */
export function toPipelineQuery(state: QueryState): PipelineQuery {
  return {
    q: state.get('q'),
    domain: state.all('domain'),
    kubernetesCluster: state.all('kubernetesCluster'),
    sort: state.get('sort'),
  };
}

/** Whether the address leaves any pipeline out. */
export function isFiltered(state: QueryState): boolean {
  return ['q', 'domain', 'kubernetesCluster'].some(
    key => state.get(key) !== undefined,
  );
}

/** Pipelines as a table; nothing moves under a reader. */
export function PipelineTable(props: {
  live: ReturnType<typeof usePipelines>['live'];
  reading: ReturnType<typeof useReading<HTMLDivElement>>;
  state: QueryState;
}) {
  const { live, reading, state } = props;
  const unread = unreadClusters(live.list?.freshness ?? []);
  return (
    <div ref={reading.ref}>
      <LiveTable
        live={live}
        label="Pipelines"
        what="the pipelines"
        columns={pipelineColumns}
        keyOf={kubeflowKey}
        sort={state.get('sort')}
        onSort={sort => state.set({ sort })}
        empty={<NoPipeline unread={unread} state={state} />}
      />
    </div>
  );
}

function NoPipeline(props: { unread: string[]; state: QueryState }) {
  const { unread, state } = props;
  if (unread.length > 0) {
    return (
      <EmptyState title="Not known">
        {unread.join(', ')} {unread.length === 1 ? 'was' : 'were'} not read yet:
        what is there shows as soon as it answers.
      </EmptyState>
    );
  }
  return isFiltered(state) ? (
    <EmptyState
      title="No pipeline matches"
      action={
        <Button
          variant="secondary"
          onPress={() =>
            state.set({
              q: undefined,
              domain: undefined,
              kubernetesCluster: undefined,
            })
          }
        >
          Show all pipelines
        </Button>
      }
    >
      Every pipeline is left out by the filters.
    </EmptyState>
  ) : (
    <EmptyState title="No pipelines yet">
      A compiled pipeline that somebody asks for here shows as soon as its pull
      request is merged.
    </EmptyState>
  );
}

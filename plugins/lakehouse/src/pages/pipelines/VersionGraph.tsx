import { Select } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import type {
  CompiledPipeline,
  PipelineComparison,
  PipelineVersionRow,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { lakehouseApiRef } from '../../api';
import { PipelineGraphView } from '../../components/graph/PipelineGraphView';
import { LiveValue } from '../../components/Region';
import { EmptyState } from '../../components/States';
import { useLive, type QueryState } from '../../live';
import { kubeflowKey } from '../../paths';
import { NodeTable } from './NodeTable';
import styles from './pipelines.module.css';

/** The graph of one of a pipeline's versions, at first of the newest. */
export function VersionGraph(props: {
  versions: PipelineVersionRow[];
  query: QueryState;
}) {
  const { versions, query } = props;
  const asked = query.get('version');
  const version = versions.find(({ name }) => name === asked) ?? versions[0];
  if (!version) {
    return (
      <EmptyState title="No graph">
        It has no version yet; the graph is drawn from the newest one.
      </EmptyState>
    );
  }
  return (
    <>
      {versions.length > 1 && (
        <div className={styles.form}>
          <Select
            size="small"
            label="Version"
            options={versions.map(({ name, title }) => ({
              id: name,
              label: title,
            }))}
            value={version.name}
            onChange={name =>
              query.set({
                version:
                  name && name !== versions[0].name ? String(name) : undefined,
                step: undefined,
              })
            }
          />
        </div>
      )}
      <GraphOf version={version} query={query} />
    </>
  );
}

function GraphOf(props: { version: PipelineVersionRow; query: QueryState }) {
  const { version, query } = props;
  const api = useApi(lakehouseApiRef);
  const live = useLive(`pipeline version ${kubeflowKey(version)}`, signal =>
    api.getPipelineVersion(version, { signal }),
  );
  return (
    <LiveValue live={live} what={`the version ${version.name}`}>
      {({ compiled, problem }) =>
        compiled ? (
          <GraphWithList compiled={compiled} query={query} />
        ) : (
          <NoGraph problem={problem} />
        )
      }
    </LiveValue>
  );
}

/** A graph, and below it the list of the same steps; which one is chosen stands in the address. */
export function GraphWithList(props: {
  compiled: CompiledPipeline;
  comparison?: PipelineComparison;
  query: QueryState;
}) {
  const { compiled, comparison, query } = props;
  const selected = query.get('step');
  return (
    <>
      <PipelineGraphView
        graph={compiled.graph}
        comparison={comparison}
        selected={selected}
        onSelect={step => query.set({ step })}
      />
      <NodeTable
        graph={compiled.graph}
        comparison={comparison}
        selected={selected}
      />
    </>
  );
}

/** Why a version's graph can't be drawn. */
export function NoGraph(props: { problem?: string }) {
  return (
    <EmptyState title="Its compiled pipeline can't be shown">
      {props.problem ?? 'It was not read yet.'}
    </EmptyState>
  );
}

import { useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { Link } from '@backstage/ui';
import {
  formatBytes,
  formatCpu,
  type PipelineComparison,
  type PipelineGraph,
  type PipelineNode,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { DataTable, type Column } from '../../components/DataTable';
import { toneClass, type Tone } from '../../components/tones';
import { runFreeRows, type StepRow } from './stepRows';
import table from './StepTable.module.css';
import styles from './pipelines.module.css';

const INDENT_PX = 14;

export const changeTones: Record<
  PipelineComparison['nodes'][number]['change'],
  [string, Tone]
> = {
  added: ['new', 'good'],
  removed: ['removed', 'bad'],
  changed: ['changed', 'waiting'],
};

/** What a step asks for, in a few words. */
export function asksWords({ resources = {} }: PipelineNode): string {
  const { cpu, memory, gpu, gpuType } = resources;
  return [
    ...(cpu === undefined ? [] : [`${formatCpu(cpu)} CPU`]),
    ...(memory === undefined ? [] : [formatBytes(memory)]),
    ...(gpu ? [`${gpu} GPU${gpuType ? ` (${gpuType})` : ''}`] : []),
  ].join(', ');
}

/** What a node is for, beyond its name: an image, a condition, a loop. */
export function whatItIs(node: PipelineNode): string {
  switch (node.type) {
    case 'condition':
      return node.when ? `if ${node.when}` : 'condition';
    case 'loop': {
      const { over = 'its items', parallel } = node.loop ?? {};
      return `for each of ${over}${parallel ? `, ${parallel} at once` : ''}`;
    }
    case 'group':
      return 'nested pipeline';
    case 'exit-handler':
      return 'with a step that runs whatever comes of them';
    case 'importer':
      return 'reads what is there already';
    default:
      return node.image ?? '–';
  }
}

/** The steps of a graph, what waits for what told by their order: the graph for those who do not see it. */
export function NodeTable(props: {
  graph: PipelineGraph;
  comparison?: PipelineComparison;
  selected?: string;
}) {
  const { graph, comparison, selected } = props;
  const [search] = useSearchParams();
  const rows = useMemo(() => runFreeRows(graph), [graph]);
  const changes = new Map(
    comparison?.nodes.map(({ id, change }) => [id, change]),
  );
  const hrefOf = (id: string) => {
    const next = new URLSearchParams(search);
    next.set('step', id);
    return `?${next}`;
  };
  const titles = new Map(graph.nodes.map(({ id, title }) => [id, title]));
  const waits = (id: string) =>
    graph.edges
      .filter(({ to }) => to === id)
      .map(({ from }) => titles.get(from) ?? from)
      .join(', ') || '–';
  const columns: Column<StepRow>[] = [
    {
      id: 'step',
      title: 'Step',
      wraps: true,
      width: '22%',
      cell: row => {
        const change = changes.get(row.id);
        return (
          <span
            className={table.name}
            style={{ paddingLeft: row.depth * INDENT_PX }}
          >
            <Link
              href={hrefOf(row.id)}
              standalone
              weight={row.id === selected ? 'bold' : 'regular'}
              aria-current={row.id === selected ? 'true' : undefined}
            >
              {row.title}
            </Link>
            {change && <Told change={change} />}
          </span>
        );
      },
    },
    {
      id: 'what',
      title: 'What it is',
      width: '34%',
      wraps: true,
      cell: ({ node }) => (node ? whatItIs(node) : '–'),
    },
    {
      id: 'waits',
      title: 'Waits for',
      wraps: true,
      wide: true,
      cell: row => waits(row.id),
    },
    {
      id: 'asks',
      title: 'Asks for',
      number: true,
      wide: true,
      cell: ({ node }) => (node && asksWords(node)) || '–',
    },
    {
      id: 'caching',
      title: 'Cached',
      wide: true,
      cell: ({ node }) => cachedWord(node),
    },
    {
      id: 'retries',
      title: 'Tried again',
      number: true,
      wide: true,
      cell: ({ node }) => (node?.retries ? `up to ${node.retries} ×` : '–'),
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

function cachedWord(node: PipelineNode | undefined): string {
  if (node?.type !== 'step') {
    return '–';
  }
  return node.caching ? 'yes' : 'no';
}

/** How a step differs from the version before. */
export function Told(props: {
  change: PipelineComparison['nodes'][number]['change'];
}) {
  const [word, tone] = changeTones[props.change];
  return <span className={`${styles.told} ${toneClass(tone)}`}>{word}</span>;
}

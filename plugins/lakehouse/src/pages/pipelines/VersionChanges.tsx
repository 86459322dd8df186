import type {
  JsonValue,
  PipelineComparison,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { formatBytes } from '@lakefront/backstage-plugin-lakehouse-common';
import { DataTable, type Column } from '../../components/DataTable';
import { EmptyState } from '../../components/States';
import { Told } from './NodeTable';
import { valueText } from './ValueList';
import styles from './pipelines.module.css';

interface ChangeRow {
  key: string;
  what: string;
  change: PipelineComparison['nodes'][number]['change'];
  value?: string;
  before?: string;
  after?: string;
}

const columns = (before: string, after: string): Column<ChangeRow>[] => [
  {
    id: 'what',
    title: 'What',
    wraps: true,
    cell: row => (
      <span className={styles.named}>
        {row.what}
        <Told change={row.change} />
      </span>
    ),
  },
  {
    id: 'value',
    title: 'Value',
    wraps: true,
    cell: row => row.value ?? '–',
  },
  {
    id: 'before',
    title: before,
    wraps: true,
    cell: row => row.before ?? '–',
  },
  { id: 'after', title: after, wraps: true, cell: row => row.after ?? '–' },
];

/** What differs between two versions, value by value. */
export function VersionChanges(props: {
  comparison: PipelineComparison;
  before: string;
  after: string;
}) {
  const { comparison, before, after } = props;
  const rows = changeRows(comparison);
  return rows.length === 0 ? (
    <EmptyState title="Nothing changed">
      {after} holds the same pipeline as {before}.
    </EmptyState>
  ) : (
    <DataTable
      label={`What changed against ${before}`}
      columns={columns(before, after)}
      rows={rows}
      keyOf={row => row.key}
    />
  );
}

/** A row for each value, step, input and order that differs. Pure. */
export function changeRows(comparison: PipelineComparison): ChangeRow[] {
  const { nodes, inputs, edges } = comparison;
  const nameOf = (id: string) => id.split('/').pop() ?? id;
  return [
    ...nodes.flatMap(({ id, title, change, values }): ChangeRow[] =>
      values.length === 0
        ? [{ key: id, what: `Step ${title}`, change }]
        : values.map(({ path, before, after }) => ({
            ...{ key: `${id} ${path}`, what: `Step ${title}`, change },
            value: path,
            before: textOf(path, before),
            after: textOf(path, after),
          })),
    ),
    ...inputs.map(({ name, before, after }) => ({
      key: `input ${name}`,
      what: `Input ${name}`,
      change: changeOf(before, after),
      before: textOf('', before),
      after: textOf('', after),
    })),
    ...edges.map(({ from, to, change }) => ({
      key: `edge ${from} ${to}`,
      what: `${nameOf(to)} waits for ${nameOf(from)}`,
      change,
    })),
  ];
}

function changeOf(
  before: JsonValue | undefined,
  after: JsonValue | undefined,
): ChangeRow['change'] {
  if (before === undefined) {
    return 'added';
  }
  return after === undefined ? 'removed' : 'changed';
}

function textOf(path: string, value: JsonValue | undefined) {
  if (value === undefined) {
    return undefined;
  }
  return path.endsWith('memory') && typeof value === 'number'
    ? formatBytes(value)
    : valueText(value);
}

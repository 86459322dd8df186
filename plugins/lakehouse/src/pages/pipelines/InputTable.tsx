import type { PipelineValueInfo } from '@lakefront/backstage-plugin-lakehouse-common';
import { DataTable, type Column } from '../../components/DataTable';
import { EmptyState } from '../../components/States';
import { valueText } from './ValueList';

const columns: Column<PipelineValueInfo>[] = [
  { id: 'name', title: 'Name', wraps: true, cell: input => input.name },
  {
    id: 'type',
    title: 'Type',
    cell: input => input.artifactType ?? input.type,
  },
  {
    id: 'default',
    title: 'If left out',
    wraps: true,
    cell: input => {
      if (input.default !== undefined) {
        return valueText(input.default);
      }
      return input.optional ? 'nothing' : 'has to be said';
    },
  },
  {
    id: 'options',
    title: 'One of',
    wraps: true,
    wide: true,
    cell: input => input.options?.map(valueText).join(', ') ?? '–',
  },
  {
    id: 'what',
    title: 'What it is',
    wraps: true,
    wide: true,
    cell: input => input.description ?? '–',
  },
];

/** What a run of the version is started with. */
export function InputTable(props: { inputs: PipelineValueInfo[] }) {
  return props.inputs.length === 0 ? (
    <EmptyState title="No inputs">
      A run of it is started as it is: there is nothing to say.
    </EmptyState>
  ) : (
    <DataTable
      label="Inputs"
      columns={columns}
      rows={props.inputs}
      keyOf={({ name }) => name}
    />
  );
}

import {
  formatBytes,
  formatCpu,
  type FootprintPart,
  type WorkloadDetail,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { Text } from '@backstage/ui';
import { DataTable, type Column } from '../../components/DataTable';
import { describeFootprint } from '../../components/FootprintLine';
import { QuotaBars } from '../../components/QuotaBars';
import { Columns } from '../Page';

const columns: Column<FootprintPart>[] = [
  { id: 'role', title: 'Pods', cell: part => part.role },
  {
    id: 'count',
    title: 'Count',
    number: true,
    cell: part =>
      part.minCount === part.count
        ? part.count
        : `${part.minCount} to ${part.count}`,
  },
  {
    id: 'cpu',
    title: 'CPU each',
    number: true,
    cell: part => formatCpu(part.cpu),
  },
  {
    id: 'memory',
    title: 'Memory each',
    number: true,
    cell: part => formatBytes(part.memory),
  },
];

/** What it asks for, part by part, beside what its domain has. */
export function FootprintTab(props: { detail: WorkloadDetail }) {
  const { workload, capacity } = props.detail;
  return (
    <>
      <Text>
        Asks for {describeFootprint(workload.footprint)}, overhead included.
      </Text>
      <Columns>
        <DataTable
          label="Footprint"
          columns={columns}
          rows={workload.footprint.parts}
          keyOf={part => part.role}
        />
        {capacity && <QuotaBars capacity={capacity} />}
      </Columns>
    </>
  );
}

import type { Workload } from '@lakefront/backstage-plugin-lakehouse-common';
import { WorkloadChip } from '../../components/BranchChip';
import type { Column } from '../../components/DataTable';
import { FootprintLine } from '../../components/FootprintLine';

/** How it is, with why it is so in the chip's tooltip. */
export const stateColumn: Column<Workload> = {
  id: 'state',
  title: 'State',
  sort: 'state',
  width: '112px',
  cell: row => (
    <WorkloadChip
      workload={row}
      detail={
        row.reason
          ? `${row.stateDetail}: ${row.reason.message}`
          : row.stateDetail
      }
    />
  ),
};

/** What its manifest asks for. */
export const asksColumn: Column<Workload> = {
  id: 'asks',
  title: 'Asks for',
  number: true,
  wide: true,
  cell: row => <FootprintLine footprint={row.footprint} />,
};

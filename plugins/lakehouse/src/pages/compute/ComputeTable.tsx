import type { WorkloadQuery } from '../../api';
import type { QueryState } from '../../live';
import { type TableWords, WorkloadTable } from '../workloads/WorkloadTable';
import { computeColumns } from './computeColumns';

const words: TableWords = {
  label: 'Compute clusters',
  one: 'compute cluster',
  many: 'compute clusters',
  none: 'A Spark Connect server that somebody asks for here shows as soon as its pull request is merged, with the address to connect to.',
};

/** Compute clusters as a table, each with what to connect to. */
export function ComputeTable(props: {
  query: WorkloadQuery;
  state: QueryState;
}) {
  return <WorkloadTable {...props} columns={computeColumns} words={words} />;
}

import type { WorkloadQuery } from '../../api';
import type { QueryState } from '../../live';
import { jobColumns } from './jobColumns';
import { type TableWords, WorkloadTable } from '../workloads/WorkloadTable';

const words: TableWords = {
  label: 'Jobs',
  one: 'job',
  many: 'jobs',
  none: 'A Spark job that somebody asks for here shows as soon as its pull request is merged.',
};

/** Jobs as a table; nothing moves under a reader. */
export function JobTable(props: { query: WorkloadQuery; state: QueryState }) {
  return <WorkloadTable {...props} columns={jobColumns} words={words} />;
}

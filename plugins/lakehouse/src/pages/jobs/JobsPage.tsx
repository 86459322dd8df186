import type { Facets } from '@lakefront/backstage-plugin-lakehouse-common';
import { countSentence, WorkloadsPage } from '../workloads/WorkloadsPage';
import { JobTable } from './JobTable';
import { RunStripRegion } from './RunStripRegion';

/** What ran, what runs, what failed, in my domains? */
export function JobsPage() {
  return (
    <WorkloadsPage
      title="Jobs"
      workloadRole="job"
      sentence={jobsSentence}
      all="All jobs"
      above={state => <RunStripRegion query={state} />}
    >
      {(query, state) => <JobTable query={query} state={state} />}
    </WorkloadsPage>
  );
}

/** How the jobs are, in one sentence. */
export function jobsSentence(facets: Facets, filtered: boolean): string {
  return countSentence(facets, {
    ...{ filtered, one: 'job' },
    parts: count => [
      `${count('running')} running`,
      ...(count('pending') ? [`${count('pending')} waiting`] : []),
      ...(count('failed') ? [`${count('failed')} failed`] : []),
    ],
  });
}

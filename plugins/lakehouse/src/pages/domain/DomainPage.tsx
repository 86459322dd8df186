import { useParams } from 'react-router-dom';
import { Skeleton, TabPanel } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import type { LakehouseDomainDetail } from '@lakefront/backstage-plugin-lakehouse-common';
import { lakehouseApiRef } from '../../api';
import { FreshnessBanner, FreshnessMark } from '../../components/FreshnessMark';
import { QueryTabs } from '../../components/QueryTabs';
import { AwayMark, ErrorState, SkeletonRows } from '../../components/States';
import { humanName } from '../../format/humanName';
import { useLive, useQueryState, type QueryState } from '../../live';
import { ChangeTable } from '../changes/ChangeTable';
import { ComputeTable } from '../compute/ComputeTable';
import { JobTable } from '../jobs/JobTable';
import { DeclaredBranchTable } from '../lakefs/DeclaredBranchTable';
import { toWorkloadQuery } from '../workloads/workloadsQuery';
import { DomainPipelines } from '../pipelines/DomainPipelines';
import { mayChange } from '../mayChange';
import { NewButton } from '../NewButton';
import { PageHead, Panel } from '../Page';
import { domainSentence } from './domainSentence';
import { OverviewTab } from './OverviewTab';
import { RulesTab } from './RulesTab';

/** Of the tabs. */
const titles = {
  overview: 'Overview',
  compute: 'Compute',
  jobs: 'Jobs',
  branches: 'Branches',
  pipelines: 'Pipelines',
  changes: 'Changes',
  rules: 'Rules',
};

/** What do we have, what may we still use, what is wrong? */
export function DomainPage() {
  const { domain: name = '' } = useParams();
  const api = useApi(lakehouseApiRef);
  const query = useQueryState();
  const live = useLive(`domain ${name}`, signal =>
    api.getDomain(name, { signal }),
  );
  const domain = live.value;
  if (!domain) {
    return (
      <>
        <PageHead
          title={name}
          sentence={live.loading && <Skeleton width={420} height={20} />}
        />
        {live.loading ? (
          <SkeletonRows rows={8} />
        ) : (
          <ErrorState
            error={live.error}
            what={`the domain ${name}`}
            retry={live.retry}
          />
        )}
      </>
    );
  }
  const { kubernetesClusters: clusters } = domain;
  return (
    <>
      <PageHead
        title={domain.title || domain.name}
        context={
          <>
            <span>domain {domain.name}</span>
            <span>· on {clusters.join(', ')}</span>
            {domain.owner && <span>· owned by {humanName(domain.owner)}</span>}
          </>
        }
        sentence={domainSentence(domain)}
        actions={
          <>
            <FreshnessMark freshness={domain.freshness} />
            {mayChange(domain) && clusters.length > 0 && (
              <NewButton
                // On which of several is for the form to ask.
                domain={
                  clusters.length === 1
                    ? { domain: domain.name, kubernetesCluster: clusters[0] }
                    : undefined
                }
              />
            )}
          </>
        }
      />
      <AwayMark since={live.awaySince} error={live.error} />
      <FreshnessBanner freshness={domain.freshness} />
      <DomainTabs domain={domain} query={query} />
    </>
  );
}

function DomainTabs(props: {
  domain: LakehouseDomainDetail;
  query: QueryState;
}) {
  const { domain, query } = props;
  return (
    <QueryTabs label="Parts of the domain" titles={titles} query={query}>
      <TabPanel id="overview">
        <OverviewTab domain={domain} />
      </TabPanel>
      <TabPanel id="compute">
        <Panel>
          <ComputeTable
            query={{
              ...toWorkloadQuery(query, 'compute'),
              domain: [domain.name],
            }}
            state={query}
          />
        </Panel>
      </TabPanel>
      <TabPanel id="jobs">
        <Panel>
          <JobTable
            query={{ ...toWorkloadQuery(query), domain: [domain.name] }}
            state={query}
          />
        </Panel>
      </TabPanel>
      <TabPanel id="branches">
        <Panel>
          <DeclaredBranchTable
            query={{
              ...toWorkloadQuery(query, 'branch'),
              domain: [domain.name],
            }}
            state={query}
          />
        </Panel>
      </TabPanel>
      <TabPanel id="pipelines">
        <DomainPipelines domain={domain.name} query={query} />
      </TabPanel>
      <TabPanel id="changes">
        <Panel>
          <ChangeTable
            queryKey={domain.name}
            toQuery={async () => ({ domain: [domain.name] })}
          />
        </Panel>
      </TabPanel>
      <TabPanel id="rules">
        <RulesTab domain={domain} />
      </TabPanel>
    </QueryTabs>
  );
}

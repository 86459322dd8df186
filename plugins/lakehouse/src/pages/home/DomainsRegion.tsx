import type { LakehouseDomain } from '@lakefront/backstage-plugin-lakehouse-common';
import type { Column } from '../../components/DataTable';
import { unreadClusters } from '../../components/freshness';
import { FreshnessMark } from '../../components/FreshnessMark';
import { LiveTable } from '../../components/LiveTable';
import { QuotaCell } from '../../components/QuotaBars';
import { Region } from '../../components/Region';
import { EmptyState } from '../../components/States';
import { humanName } from '../../format/humanName';
import type { UseLiveListResult } from '../../live';
import { DomainLink } from '../WorkloadLink';

const columns: Column<LakehouseDomain>[] = [
  {
    id: 'name',
    title: 'Domain',
    cell: domain => (
      <>
        <DomainLink domain={domain.name} />
        {domain.problems.length > 0 && (
          <span title={domain.problems.join('\n')}> (needs the platform)</span>
        )}
      </>
    ),
  },
  {
    id: 'cpu',
    title: 'CPU',
    cell: domain => (
      <QuotaCell capacity={domain.capacity} resource="requests.cpu" />
    ),
  },
  {
    id: 'memory',
    title: 'Memory',
    wide: true,
    cell: domain => (
      <QuotaCell capacity={domain.capacity} resource="requests.memory" />
    ),
  },
  {
    id: 'running',
    title: 'Running',
    number: true,
    wide: true,
    cell: domain => domain.running,
  },
  {
    id: 'pending',
    title: 'Waiting',
    number: true,
    wide: true,
    cell: domain => domain.pending,
  },
  {
    id: 'failed',
    title: 'Failed today',
    number: true,
    cell: domain => domain.failedToday,
  },
  {
    id: 'owner',
    title: 'Owner',
    wide: true,
    cell: domain => (domain.owner ? humanName(domain.owner) : '–'),
  },
];

/** The reader's domains: how full, how busy, how well. */
export function DomainsRegion(props: {
  live: UseLiveListResult<LakehouseDomain>;
}) {
  const { live } = props;
  const { list } = live;
  return (
    <Region
      title={list ? `Domains (${list.items.length})` : 'Domains'}
      actions={list && <FreshnessMark freshness={list.freshness} />}
    >
      <LiveTable
        live={live}
        label="Domains"
        what="the domains"
        columns={columns}
        keyOf={domain => domain.name}
        empty={
          unreadClusters(list?.freshness ?? []).length > 0 ? (
            <EmptyState title="Not known yet">
              Your domains show here as soon as every Kubernetes cluster was
              read.
            </EmptyState>
          ) : (
            <EmptyState title="You are not a member of a domain">
              A domain is a team's space: its quota, its jobs, its members. Ask
              the owner of your team's domain to add you, or the platform team
              to make one.
            </EmptyState>
          )
        }
      />
    </Region>
  );
}

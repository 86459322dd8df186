import { Select } from '@backstage/ui';
import type {
  PodSummary,
  WorkloadAddress,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { isLeadPod } from '../../components/podBars';
import { LiveValue } from '../../components/Region';
import { EmptyState, SkeletonRows } from '../../components/States';
import type { Live, QueryState } from '../../live';
import { PodLog } from '../../log/PodLog';

const over = new Set(['Succeeded', 'Failed']);

/** The log of one pod of the job; which one stands in the address. */
export function LogTab(props: {
  address: WorkloadAddress;
  pods: Live<PodSummary[]>;
  query: QueryState;
}) {
  const { address, pods, query } = props;
  return (
    <LiveValue live={pods} what="the pods" skeleton={<SkeletonRows rows={8} />}>
      {list => {
        const asked = query.get('pod');
        const pod =
          list.find(one => one.name === asked) ??
          list.find(isLeadPod) ??
          list[0];
        if (!pod) {
          return (
            <EmptyState title="No log">
              Logs are read from pods, and it has none now.
            </EmptyState>
          );
        }
        return (
          <PodLog
            address={address}
            pod={pod.name}
            mayWrite={!over.has(pod.phase)}
            choose={
              <Select
                size="small"
                aria-label="Pod"
                options={list.map(one => ({
                  id: one.name,
                  label: `${one.name} (${one.reason ?? one.phase})`,
                }))}
                value={pod.name}
                onChange={name =>
                  query.set({ pod: name ? String(name) : undefined })
                }
              />
            }
          />
        );
      }}
    </LiveValue>
  );
}

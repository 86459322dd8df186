import { TabPanel } from '@backstage/ui';
import type {
  PodSummary,
  WorkloadDetail,
  WorkloadRole,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { QueryTabs } from '../../components/QueryTabs';
import { useQueryState, type Live } from '../../live';
import { Panel } from '../Page';
import { EventsTab } from './EventsTab';
import { FootprintTab } from './FootprintTab';
import { LogTab } from './LogTab';
import { RunsTab } from './RunsTab';
import { SpecTab } from './SpecTab';

const all = ['log', 'events', 'spec', 'runs', 'footprint'] as const;
const titles: Record<TabId, string> = {
  log: 'Log',
  events: 'Events',
  spec: 'Spec',
  runs: 'Runs',
  footprint: 'Footprint',
};

type TabId = (typeof all)[number];

/** What there is to be shown of a role, the first of it at first. */
function tabsOf(role: WorkloadRole): TabId[] {
  switch (role) {
    // Nothing of it runs.
    case 'branch':
    case 'pipeline':
    case 'version':
      return ['spec', 'events'];
    // What runs of them is told on pages of their own.
    case 'schedule':
    case 'run':
      return ['log', 'events', 'spec'];
    // What people connect to does not run and end.
    case 'compute':
      return all.filter(tab => tab !== 'runs');
    default:
      return [...all];
  }
}

function titlesOf(role: WorkloadRole): Record<string, string> {
  return Object.fromEntries(tabsOf(role).map(tab => [tab, titles[tab]]));
}

/** The evidence, one kind a tab; the tab stands in the address. */
export function JobTabs(props: {
  detail: WorkloadDetail;
  /** Of what has pods. */
  pods?: Live<PodSummary[]>;
}) {
  const { detail, pods } = props;
  const { workload } = detail;
  const query = useQueryState();
  return (
    <QueryTabs label="Evidence" titles={titlesOf(workload.role)} query={query}>
      <TabPanel id="log">
        <Panel>
          {pods && <LogTab address={workload} pods={pods} query={query} />}
        </Panel>
      </TabPanel>
      <TabPanel id="events">
        <Panel>
          <EventsTab address={workload} />
        </Panel>
      </TabPanel>
      <TabPanel id="spec">
        <Panel>
          <SpecTab address={workload} query={query} />
        </Panel>
      </TabPanel>
      <TabPanel id="runs">
        <Panel>
          <RunsTab address={workload} />
        </Panel>
      </TabPanel>
      <TabPanel id="footprint">
        <Panel>
          <FootprintTab detail={detail} />
        </Panel>
      </TabPanel>
    </QueryTabs>
  );
}

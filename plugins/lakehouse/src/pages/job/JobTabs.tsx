import { Tab, TabList, TabPanel, Tabs } from '@backstage/ui';
import type {
  PodSummary,
  WorkloadDetail,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { useQueryState, type Live } from '../../live';
import { Panel } from '../Page';
import { EventsTab } from './EventsTab';
import { FootprintTab } from './FootprintTab';
import { LogTab } from './LogTab';
import { RunsTab } from './RunsTab';
import { SpecTab } from './SpecTab';

const all = ['log', 'events', 'spec', 'runs', 'footprint'] as const;
const titles: Record<(typeof all)[number], string> = {
  log: 'Log',
  events: 'Events',
  spec: 'Spec',
  runs: 'Runs',
  footprint: 'Footprint',
};

/** The evidence, one kind a tab; the tab stands in the address. */
export function JobTabs(props: {
  detail: WorkloadDetail;
  pods: Live<PodSummary[]>;
}) {
  const { detail, pods } = props;
  const { workload } = detail;
  const query = useQueryState();
  // What people connect to does not run and end.
  const tabs = all.filter(tab => tab !== 'runs' || workload.role !== 'compute');
  const asked = query.get('tab');
  const selected = tabs.find(tab => tab === asked) ?? 'log';
  return (
    <Tabs
      selectedKey={selected}
      onSelectionChange={key =>
        query.set({ tab: key === 'log' ? undefined : String(key) })
      }
    >
      <TabList aria-label="Evidence">
        {tabs.map(tab => (
          <Tab key={tab} id={tab}>
            {titles[tab]}
          </Tab>
        ))}
      </TabList>
      <TabPanel id="log">
        <Panel>
          <LogTab address={workload} pods={pods} query={query} />
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
    </Tabs>
  );
}

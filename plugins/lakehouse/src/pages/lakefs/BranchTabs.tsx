import { Tab, TabList, TabPanel, Tabs } from '@backstage/ui';
import type { LakeFSBranchDetail } from '@lakefront/backstage-plugin-lakehouse-common';
import { useQueryState } from '../../live';
import { Panel } from '../Page';
import { CommitsTab } from './CommitsTab';
import { CompareTab } from './CompareTab';
import { HooksTab } from './HooksTab';
import { UncommittedTab } from './UncommittedTab';

const tabs = ['commits', 'compare', 'uncommitted', 'hooks'] as const;
const titles: Record<(typeof tabs)[number], string> = {
  commits: 'Commits',
  compare: 'Compare',
  uncommitted: 'Uncommitted',
  hooks: 'Hook runs',
};

/** What is on a branch, one kind a tab; the tab stands in the address. */
export function BranchTabs(props: { detail: LakeFSBranchDetail }) {
  const { detail } = props;
  const { row } = detail;
  const query = useQueryState();
  const asked = query.get('tab');
  const selected = tabs.find(tab => tab === asked) ?? 'commits';
  return (
    <Tabs
      selectedKey={selected}
      onSelectionChange={key =>
        query.set({ tab: key === 'commits' ? undefined : String(key) })
      }
    >
      <TabList aria-label="What is on it">
        {tabs.map(tab => (
          <Tab key={tab} id={tab}>
            {titles[tab]}
          </Tab>
        ))}
      </TabList>
      <TabPanel id="commits">
        <Panel>
          <CommitsTab row={row} />
        </Panel>
      </TabPanel>
      <TabPanel id="compare">
        <Panel>
          <CompareTab detail={detail} query={query} />
        </Panel>
      </TabPanel>
      <TabPanel id="uncommitted">
        <Panel>
          <UncommittedTab row={row} />
        </Panel>
      </TabPanel>
      <TabPanel id="hooks">
        <Panel>
          <HooksTab row={row} query={query} />
        </Panel>
      </TabPanel>
    </Tabs>
  );
}

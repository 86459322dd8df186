import { TabPanel } from '@backstage/ui';
import type { LakeFSBranchDetail } from '@lakefront/backstage-plugin-lakehouse-common';
import { QueryTabs } from '../../components/QueryTabs';
import { useQueryState } from '../../live';
import { Panel } from '../Page';
import { CommitsTab } from './CommitsTab';
import { CompareTab } from './CompareTab';
import { HooksTab } from './HooksTab';
import { UncommittedTab } from './UncommittedTab';

/** Of the tabs. */
const titles = {
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
  return (
    <QueryTabs label="What is on it" titles={titles} query={query}>
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
    </QueryTabs>
  );
}

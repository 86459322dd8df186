import type { ReactNode } from 'react';
import { Tab, TabList, Tabs } from '@backstage/ui';
import type { QueryState } from '../live';

/** Tabs, of which the one that is looked at stands in the address; the first needs no word there. */
export function QueryTabs(props: {
  /** What they are parts of, for who does not see them. */
  label: string;
  /** Titles by id, in order. */
  titles: Readonly<Record<string, string>>;
  /** The one that is shown where the address names none of them; the first where it is not said. */
  first?: string;
  query: QueryState;
  /** A `TabPanel` for each. */
  children: ReactNode;
}) {
  const { label, titles, query, children } = props;
  const tabs = Object.keys(titles);
  const { first = tabs[0] } = props;
  const asked = query.get('tab');
  return (
    <Tabs
      selectedKey={tabs.find(tab => tab === asked) ?? first}
      onSelectionChange={key =>
        query.set({ tab: key === first ? undefined : String(key) })
      }
    >
      <TabList aria-label={label}>
        {tabs.map(tab => (
          <Tab key={tab} id={tab}>
            {titles[tab]}
          </Tab>
        ))}
      </TabList>
      {children}
    </Tabs>
  );
}

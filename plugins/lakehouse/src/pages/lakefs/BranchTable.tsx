import { type RefObject, useState } from 'react';
import { Button } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import type {
  LakeFSAddress,
  LakeFSBranchRow,
  LakeFSBranchView,
  LakeFSFreshness,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { lakehouseApiRef } from '../../api';
import { unreadServers } from '../../components/lakefsFreshness';
import { LiveTable } from '../../components/LiveTable';
import { EmptyState } from '../../components/States';
import { useLiveList, type QueryState } from '../../live';
import { branchColumns } from './branchColumns';

const PAGE_SIZE = 100;

/** How many branches each view has; nothing until they were counted. */
export type BranchCounts = Record<LakeFSBranchView, number>;

/** The branches of a repository that the address asks for, and how many each view has. */
export function useBranches(
  address: LakeFSAddress,
  query: { q?: string; view: LakeFSBranchView; sort?: string },
  isReading: () => boolean,
) {
  const api = useApi(lakehouseApiRef);
  const { server, repository } = address;
  const [counts, setCounts] = useState<BranchCounts>();
  const live = useLiveList<LakeFSBranchRow, LakeFSFreshness>({
    key: JSON.stringify(['branches', server, repository, query]),
    load: async ({ cursor }, signal) => {
      const page = await api.listLakeFSBranches(
        { server, repository },
        { ...query, limit: PAGE_SIZE, cursor },
        { signal },
      );
      if (!signal.aborted) {
        setCounts(page.counts);
      }
      return page;
    },
    keyOf: ({ branch }) => branch,
    isReading,
  });
  return { live, counts };
}

/** What a view shows once there is something. */
const none: Record<LakeFSBranchView, [title: string, text: string]> = {
  all: ['No branches', 'Every repository has its default branch at least.'],
  mine: [
    'No branch of yours',
    'Branches that you or a group of yours asked for or owns show here.',
  ],
  expiring: [
    'No branch expires soon',
    'Branches whose time is over within a week, or is over, show here.',
  ],
  stale: [
    'No stale branch',
    'Branches that nobody committed to for a long time show here.',
  ],
  declared: [
    'No branch is declared in Git',
    'A branch that somebody asks for here shows as soon as its pull request is merged.',
  ],
};

type Branches = ReturnType<typeof useBranches>;

/** Branches as a table; nothing moves under a reader. */
export function BranchTable(props: {
  live: Branches['live'];
  reading: RefObject<HTMLDivElement>;
  view: LakeFSBranchView;
  state: QueryState;
}) {
  const { live, reading, view, state } = props;
  return (
    <div ref={reading}>
      <LiveTable
        live={live}
        label="Branches"
        what="the branches"
        columns={branchColumns}
        keyOf={({ branch }) => branch}
        sort={state.get('sort')}
        onSort={sort => state.set({ sort })}
        empty={<NoBranch live={live} view={view} state={state} />}
      />
    </div>
  );
}

/** Not read, left out by a search, or really not there. */
function NoBranch(props: {
  live: Branches['live'];
  view: LakeFSBranchView;
  state: QueryState;
}) {
  const { live, view, state } = props;
  const unread = unreadServers(live.list?.freshness ?? []);
  const [title, text] = none[view];
  const q = state.get('q');
  if (unread.length > 0) {
    return (
      <EmptyState title="Not known">
        Its branches were not read yet, and none of those that are declared in
        Git is such; they show as soon as {unread.join(', ')} answers.
      </EmptyState>
    );
  }
  if (!q) {
    return <EmptyState title={title}>{text}</EmptyState>;
  }
  return (
    <EmptyState
      title="No branch matches"
      action={
        <Button
          variant="secondary"
          onPress={() => state.set({ q: undefined, show: undefined })}
        >
          Show all branches
        </Button>
      }
    >
      No branch here has {q} in its name.
    </EmptyState>
  );
}

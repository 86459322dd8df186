import { useApi } from '@backstage/frontend-plugin-api';
import type { LakeFSBranchRow } from '@lakefront/backstage-plugin-lakehouse-common';
import { lakehouseApiRef } from '../../api';
import { EmptyState } from '../../components/States';
import { FolderChanges } from './FolderChanges';

/** What was written or removed since the last commit, folder by folder. */
export function UncommittedTab(props: { row: LakeFSBranchRow }) {
  const { server, repository, branch, commitId } = props.row;
  const api = useApi(lakehouseApiRef);
  return (
    <FolderChanges
      queryKey={JSON.stringify([
        ...['uncommitted', server, repository, branch, commitId],
      ])}
      param="staged"
      label={`What is not committed on ${branch}`}
      what="what is not committed"
      load={(asked, signal) =>
        api.listLakeFSUncommitted(
          { server, repository },
          { ...asked, branch },
          { signal },
        )
      }
      empty={
        <EmptyState title="All is committed">
          Nothing was written to {branch} or removed from it since its last
          commit.
        </EmptyState>
      }
    />
  );
}

import { useApi } from '@backstage/frontend-plugin-api';
import type { LakeFSBranchDetail } from '@lakefront/backstage-plugin-lakehouse-common';
import { lakehouseApiRef } from '../../api';
import { EmptyState } from '../../components/States';
import type { QueryState } from '../../live';
import { FolderChanges } from './FolderChanges';
import { RefPicker } from './RefPicker';
import styles from './lakefs.module.css';

/** What a merge of the branch would bring to another, folder by folder. */
export function CompareTab(props: {
  detail: LakeFSBranchDetail;
  query: QueryState;
}) {
  const { row, against } = props.detail;
  const { query } = props;
  const { server, repository, branch } = row;
  const api = useApi(lakehouseApiRef);
  const from = query.get('with') ?? against.ref;
  return (
    <>
      <div className={styles.picker}>
        <RefPicker
          label="What a merge would bring to"
          address={row}
          value={from}
          onChange={ref =>
            query.set({
              with: ref === against.ref ? undefined : ref,
              path: undefined,
            })
          }
        />
      </div>
      <FolderChanges
        queryKey={JSON.stringify([
          ...['compare', server, repository, from, branch, row.commitId],
          from === against.ref && against.commitId,
        ])}
        param="path"
        label={`What ${branch} has otherwise than ${from}`}
        what="the comparison"
        load={(asked, signal) =>
          api.compareLakeFS(
            { server, repository },
            { ...asked, from, to: branch },
            { signal },
          )
        }
        empty={
          <EmptyState title="Nothing differs">
            A merge of {branch} would bring nothing to {from}. What is not
            committed yet does not count.
          </EmptyState>
        }
      />
    </>
  );
}

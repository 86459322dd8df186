import type { ReactNode } from 'react';
import { Button } from '@backstage/ui';
import type { UseLiveListResult } from '../live';
import { DataTable, type Column } from './DataTable';
import { AwayMark, ErrorState, SkeletonRows } from './States';
import styles from './DataTable.module.css';

/**
 * A live list as a table: its shape while it loads, why it is not there, what
 * to do when it is empty, new rows announced above it, more below it.
 */
export function LiveTable<T>(props: {
  live: UseLiveListResult<T, unknown>;
  label: string;
  /** For the error: `the jobs`. */
  what: string;
  columns: Column<T>[];
  keyOf(row: T): string;
  empty: ReactNode;
  sort?: string;
  onSort?(sort: string): void;
}) {
  const { live, what, empty, ...table } = props;
  const { list } = live;
  if (!list) {
    return live.error === undefined ? (
      <SkeletonRows rows={8} />
    ) : (
      <ErrorState error={live.error} what={what} retry={live.retry} />
    );
  }
  const arrived = list.arrived.length;
  return (
    <>
      <AwayMark since={live.awaySince} error={live.error} />
      <div aria-live="polite">
        {arrived > 0 && (
          <div className={styles.arrived}>
            <Button size="small" variant="secondary" onPress={live.showArrived}>
              {arrived} new
            </Button>
          </div>
        )}
      </div>
      {list.items.length === 0 && arrived === 0 ? (
        empty
      ) : (
        <DataTable {...table} rows={list.items} />
      )}
      {list.nextCursor && (
        <div className={styles.foot}>
          <Button
            variant="secondary"
            isPending={live.loadingMore}
            onPress={() => live.loadMore()}
          >
            Show more
          </Button>
        </div>
      )}
    </>
  );
}

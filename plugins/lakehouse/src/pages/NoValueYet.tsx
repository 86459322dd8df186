import type { ReactNode } from 'react';
import { Skeleton } from '@backstage/ui';
import { ErrorState, SkeletonRows } from '../components/States';
import type { Live } from '../live';
import { PageHead } from './Page';

/** A page whose one value is not there: still loading, or why it can't be shown. */
export function NoValueYet(props: {
  title: ReactNode;
  live: Live<unknown>;
  /** What could not be read, e.g. `the branch main`. */
  what: string;
}) {
  const { title, live, what } = props;
  return (
    <>
      <PageHead
        title={title}
        sentence={live.loading && <Skeleton width={480} height={20} />}
      />
      {live.loading ? (
        <SkeletonRows rows={10} />
      ) : (
        <ErrorState error={live.error} what={what} retry={live.retry} />
      )}
    </>
  );
}

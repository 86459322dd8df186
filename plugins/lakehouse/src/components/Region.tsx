import { useId, type ReactNode } from 'react';
import { Box } from '@backstage/ui';
import type { Live } from '../live';
import { AwayMark, ErrorState, SkeletonRows } from './States';
import styles from './Region.module.css';

/** One part of a page, with a heading of its own. */
export function Region(props: {
  title: string;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <Box
      as="section"
      bg="neutral"
      className={styles.region}
      aria-labelledby={id}
    >
      <div className={styles.head}>
        <h3 id={id} className={styles.title}>
          {props.title}
        </h3>
        {props.actions && <div className={styles.actions}>{props.actions}</div>}
      </div>
      {props.children}
    </Box>
  );
}

/**
 * Shows a live value in whatever state it is: its shape while it loads, why it
 * is not there, or itself, with a mark when it is no longer kept up to date.
 */
export function LiveValue<T>(props: {
  live: Pick<Live<T>, 'value' | 'error' | 'awaySince' | 'retry'>;
  /** What this is, for the error: `the jobs`. */
  what: string;
  skeleton?: ReactNode;
  children: (value: T) => ReactNode;
}) {
  const { live, what, skeleton = <SkeletonRows />, children } = props;
  if (live.value !== undefined) {
    return (
      <>
        <AwayMark since={live.awaySince} error={live.error} />
        {children(live.value)}
      </>
    );
  }
  if (live.error !== undefined) {
    return <ErrorState error={live.error} what={what} retry={live.retry} />;
  }
  return <>{skeleton}</>;
}

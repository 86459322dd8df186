import type { ReactNode } from 'react';
import { Button, Skeleton, Text } from '@backstage/ui';
import { formatTimeOfDay } from '../format/formatTime';
import { readError } from './readError';
import styles from './States.module.css';

/** Nothing is there, and that is fine: what this is, and one thing to do. */
export function EmptyState(props: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className={styles.state}>
      <Text className={styles.title}>{props.title}</Text>
      {props.children && <div className={styles.text}>{props.children}</div>}
      {props.action}
    </div>
  );
}

/** It is not shown because of who looks; says who can change that. */
export function NotAllowed(props: { what: string; who?: string }) {
  return (
    <EmptyState title={`You may not see ${props.what}`}>
      {props.who ??
        'Ask an owner of the domain, or the platform team, to make you a member of it.'}
    </EmptyState>
  );
}

/** What went wrong, where, and what to do about it. */
export function ErrorState(props: {
  error: unknown;
  /** What should have been here: `the jobs`. */
  what: string;
  retry?: () => void;
}) {
  const { error, what, retry } = props;
  const { kind, message } = readError(error);
  if (kind === 'not-allowed') {
    return <NotAllowed what={what} />;
  }
  if (kind === 'not-found') {
    return (
      <EmptyState title={`There is no ${what.replace(/^the /, '')} here`}>
        It is not there, or it is not yours to see. The owner of its domain can
        make you a member.
      </EmptyState>
    );
  }
  return (
    <div className={styles.state} role="alert">
      <Text className={styles.title}>Could not load {what}</Text>
      <div className={styles.text}>{message}</div>
      {kind === 'unavailable' && retry && (
        <div className={styles.text}>
          It is asked again every half minute, and shows here as soon as there
          is an answer.
        </div>
      )}
      {kind === 'signed-out' ? (
        <div className={styles.text}>Sign in again to go on.</div>
      ) : (
        retry && (
          <Button variant="secondary" onPress={retry}>
            Try again
          </Button>
        )
      )}
    </div>
  );
}

/** The portal's backend does not answer; what is shown is the last it said. */
export function AwayMark(props: { since?: string; error?: unknown }) {
  if (!props.since) {
    return null;
  }
  return (
    <span
      className={styles.away}
      role="status"
      title={props.error ? readError(props.error).message : undefined}
    >
      away since {formatTimeOfDay(props.since)}, showing the last state
    </span>
  );
}

/** Rows in the shape of what will be there. */
export function SkeletonRows(props: { rows?: number; height?: number }) {
  const { rows = 5, height = 20 } = props;
  return (
    <div className={styles.rows} role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, index) => (
        <Skeleton key={index} width="100%" height={height} />
      ))}
    </div>
  );
}

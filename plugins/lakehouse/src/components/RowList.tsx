import type { ReactNode } from 'react';
import styles from './RowList.module.css';

/** Few things below each other, where a table would be too much. */
export function RowList(props: { children: ReactNode }) {
  return <ul className={styles.list}>{props.children}</ul>;
}

/** How it is, what it is and why, and when; on a phone the state and the time share a line. */
export function Row(props: {
  state: ReactNode;
  what: ReactNode;
  why?: ReactNode;
  when: ReactNode;
}) {
  return (
    <li className={styles.row}>
      {props.state}
      <div className={styles.what}>
        {props.what}
        {props.why && <div className={styles.why}>{props.why}</div>}
      </div>
      <span className={styles.when}>{props.when}</span>
    </li>
  );
}

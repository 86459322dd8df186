import type { ReactNode } from 'react';
import styles from './Facts.module.css';

/** One number or word with what it is. */
export interface Fact {
  title: string;
  value: ReactNode;
  /** What the value means, in a few quiet words. */
  note?: ReactNode;
}

/** Few facts beside each other, each with its name above it. */
export function Facts(props: { facts: Fact[] }) {
  return (
    <dl className={styles.facts}>
      {props.facts.map(({ title, value, note }) => (
        <div key={title} className={styles.fact}>
          <dt>{title}</dt>
          <dd className={styles.value}>{value}</dd>
          {note && <dd className={styles.note}>{note}</dd>}
        </div>
      ))}
    </dl>
  );
}

import type { ReactNode } from 'react';
import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import quiet from '../components/quiet.module.css';
import styles from './EntityCard.module.css';

/** A card on an entity's page. */
export function CardFrame(props: {
  title: string;
  actions?: ReactNode;
  footer?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section
      aria-label={props.title}
      className={`${styles.card} ${quiet.words}`}
    >
      <EntityInfoCard
        title={props.title}
        headerActions={props.actions}
        footerActions={props.footer}
      >
        <div className={styles.body}>{props.children}</div>
      </EntityInfoCard>
    </section>
  );
}

/** A part of a card, with a heading of its own; parts stand beside each other. */
export function CardPart(props: { title: string; children: ReactNode }) {
  return (
    <section className={styles.part} aria-label={props.title}>
      <h4 className={styles.title}>{props.title}</h4>
      {props.children}
    </section>
  );
}

import type { JsonValue } from '@lakefront/backstage-plugin-lakehouse-common';
import styles from './ValueList.module.css';

/** A value as people read it: text as it is, all else as JSON. */
export function valueText(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Names with their values, below each other. */
export function ValueList(props: {
  label: string;
  values: Array<{ name: string; value: JsonValue; title?: string }>;
}) {
  return (
    <dl className={styles.values} aria-label={props.label}>
      {props.values.map(({ name, value, title }) => (
        <div key={name} className={styles.value}>
          <dt>{name}</dt>
          <dd title={title}>
            {valueText(value) || <span className={styles.empty}>empty</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

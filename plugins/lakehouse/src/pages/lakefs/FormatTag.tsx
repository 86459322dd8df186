import type { LakeFSTableChange } from '@lakefront/backstage-plugin-lakehouse-common';
import styles from './lakefs.module.css';

const names: Record<LakeFSTableChange['format'], string> = {
  iceberg: 'Iceberg',
  delta: 'Delta',
  parquet: 'Parquet',
};

/** How a table is stored. */
export function FormatTag(props: { format: LakeFSTableChange['format'] }) {
  return <span className={styles.tag}>{names[props.format]}</span>;
}

import type { ValueDifference } from './diffObjects';
import styles from './DifferenceTable.module.css';

/** Values that differ, each with what it is on either side. */
export function DifferenceTable(props: {
  label: string;
  sides: { before: string; after: string };
  rows: ValueDifference[];
}) {
  return (
    <table className={styles.table} aria-label={props.label}>
      <thead>
        <tr>
          <th scope="col">Value</th>
          <th scope="col">{props.sides.before}</th>
          <th scope="col">{props.sides.after}</th>
        </tr>
      </thead>
      <tbody>
        {props.rows.map(row => (
          <tr key={row.path}>
            <td className={styles.value}>{row.path}</td>
            <td className={styles.value}>{row.before ?? '(not there)'}</td>
            <td className={styles.value}>{row.after ?? '(not there)'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

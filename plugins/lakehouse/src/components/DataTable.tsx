import { useRef, type ReactNode } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { scrollable } from './scrollable';
import styles from './DataTable.module.css';

/** One column of a table. */
export interface Column<T> {
  id: string;
  title: string;
  cell(row: T): ReactNode;
  /** Right-aligned, in tabular figures. */
  number?: boolean;
  /** May take several lines; others stay on one. */
  wraps?: boolean;
  /**
   * Takes one line where the window is wide, cut where that has no room for all
   * of it (the cell's own title tells the rest), and several where it is not.
   * Such columns share by `width`, percents that make 100, what others leave.
   */
  cuts?: boolean;
  /** Left out where the window is narrow. */
  wide?: boolean;
  /** What `sort` is called in the address; without it the column is not sorted by. */
  sort?: string;
  width?: string;
}

/** From this many rows on only those in view are in the page. */
const VIRTUAL_FROM = 150;
const ROW_HEIGHT = 39;

/** A real table: sortable headings, one row a thing, of any length. */
export function DataTable<T>(props: {
  label: string;
  columns: Column<T>[];
  rows: T[];
  keyOf(row: T): string;
  /** A column's sort name, with `-` before it for descending. */
  sort?: string;
  onSort?(sort: string): void;
}) {
  const { label, columns, rows, keyOf, sort, onSort } = props;
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = rows.length >= VIRTUAL_FROM;
  const virtualizer = useVirtualizer({
    count: virtual ? rows.length : 0,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  });
  const shown = virtualizer.getVirtualItems();
  const before = virtual ? shown[0]?.start ?? 0 : 0;
  const after = virtual
    ? virtualizer.getTotalSize() - (shown[shown.length - 1]?.end ?? 0)
    : 0;
  const visible = virtual
    ? shown.map(item => ({ row: rows[item.index], index: item.index }))
    : rows.map((row, index) => ({ row, index }));

  return (
    <div
      ref={scroll}
      className={virtual ? `${styles.scroll} ${styles.tall}` : styles.scroll}
      role="group"
      aria-label={label}
      {...scrollable}
    >
      <table
        className={styles.table}
        aria-label={label}
        aria-rowcount={rows.length + 1}
      >
        <thead>
          <tr>
            {columns.map(column => (
              <HeadCell
                key={column.id}
                column={column}
                sort={sort}
                onSort={onSort}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {before > 0 && <Filler height={before} span={columns.length} />}
          {visible.map(({ row, index }) => (
            <tr key={keyOf(row)} aria-rowindex={index + 2}>
              {columns.map(column => (
                <td key={column.id} className={cellClass(column)}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
          {after > 0 && <Filler height={after} span={columns.length} />}
        </tbody>
      </table>
    </div>
  );
}

function Filler(props: { height: number; span: number }) {
  return (
    <tr className={styles.filler} aria-hidden>
      <td colSpan={props.span} style={{ height: props.height }} />
    </tr>
  );
}

function HeadCell<T>(props: {
  column: Column<T>;
  sort?: string;
  onSort?(sort: string): void;
}) {
  const { column, sort, onSort } = props;
  const style = column.width ? { width: column.width } : undefined;
  if (!column.sort || !onSort) {
    return (
      <th scope="col" className={cellClass(column)} style={style}>
        {column.title}
      </th>
    );
  }
  const down = sort === `-${column.sort}`;
  const up = sort === column.sort;
  const next = down ? column.sort : `-${column.sort}`;
  let direction: 'ascending' | 'descending' | 'none' = 'none';
  let arrow = '';
  if (up || down) {
    direction = up ? 'ascending' : 'descending';
    arrow = up ? '↑' : '↓';
  }
  return (
    <th
      scope="col"
      className={cellClass(column)}
      style={style}
      aria-sort={direction}
    >
      <button
        type="button"
        className={styles.sort}
        onClick={() => onSort(next)}
      >
        {column.title}
        <span aria-hidden>{arrow}</span>
      </button>
    </th>
  );
}

function cellClass<T>(column: Column<T>): string | undefined {
  const classes = [
    ...(column.number ? [styles.number] : []),
    ...(column.wide ? [styles.wide] : []),
    ...(column.wraps ? [styles.wraps] : []),
    ...(column.cuts ? [styles.cuts] : []),
  ];
  return classes.join(' ') || undefined;
}

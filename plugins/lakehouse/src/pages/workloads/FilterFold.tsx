import { type ReactNode, useEffect, useState } from 'react';
import styles from './FacetColumn.module.css';

/** Filters of a table: beside it they are open, above it they are folded. */
export function FilterFold(props: { children: ReactNode }) {
  const wide = useWide();
  return (
    <details className={styles.fold} open={wide || undefined}>
      <summary>Filters</summary>
      <div className={styles.column}>{props.children}</div>
    </details>
  );
}

function useWide(): boolean {
  const query = '(min-width: 901px)';
  const [wide, setWide] = useState(
    () => window.matchMedia?.(query).matches ?? true,
  );
  useEffect(() => {
    const media = window.matchMedia?.(query);
    const changed = () => setWide(media.matches);
    media?.addEventListener?.('change', changed);
    return () => media?.removeEventListener?.('change', changed);
  }, []);
  return wide;
}

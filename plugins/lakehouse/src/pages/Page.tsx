import type { ReactNode } from 'react';
import { NavLink } from 'react-router-dom';
import { Box, PluginHeader } from '@backstage/ui';
import { RiShipLine } from '@remixicon/react';
import { useLakehousePaths } from '../useLakehousePaths';
import { useOperator } from './useOperator';
import quiet from '../components/quiet.module.css';
import styles from './Page.module.css';

/**
 * The frame of every page: where one is, what one can go to, then the page.
 * The ways are links, not tabs: they lead to other addresses, and a tab
 * without its panel in the page is a fault for screen readers.
 */
export function Page(props: { children: ReactNode }) {
  const paths = useLakehousePaths();
  return (
    <>
      <PluginHeader
        title="Lakehouse"
        titleLink={paths.home}
        icon={<RiShipLine />}
        customActions={<Ways />}
      />
      <main className={`${styles.page} ${quiet.words}`}>{props.children}</main>
    </>
  );
}

function Ways() {
  const paths = useLakehousePaths();
  const operator = useOperator();
  return (
    <nav className={`${styles.nav} ${quiet.words}`} aria-label="Lakehouse">
      <NavLink to={paths.home} end>
        Home
      </NavLink>
      <NavLink to={paths.jobs()}>Jobs</NavLink>
      <NavLink to={paths.compute()}>Compute</NavLink>
      <NavLink to={paths.pipelines()}>Pipelines</NavLink>
      <NavLink to={paths.lakefs}>lakeFS</NavLink>
      <NavLink to={paths.changes()}>Changes</NavLink>
      {operator && <NavLink to={paths.health}>Health</NavLink>}
    </nav>
  );
}

/** What a page is about: its name, where it belongs, and its answer in a sentence. */
export function PageHead(props: {
  title: ReactNode;
  context?: ReactNode;
  sentence?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className={styles.head}>
      <div className={styles.lead}>
        <h2 className={styles.title}>{props.title}</h2>
        {props.context && <div className={styles.context}>{props.context}</div>}
        {props.sentence && (
          <div className={styles.sentence} role="status">
            {props.sentence}
          </div>
        )}
      </div>
      {props.actions && <div className={styles.actions}>{props.actions}</div>}
    </div>
  );
}

/** Two regions beside each other, below each other where it is narrow. */
export function Columns(props: { children: ReactNode }) {
  return <div className={styles.columns}>{props.children}</div>;
}

/** What a tab shows, on a surface of its own. */
export function Panel(props: { children: ReactNode }) {
  return (
    <Box bg="neutral" className={styles.panel}>
      {props.children}
    </Box>
  );
}

/** Links to where something comes from. */
export function LinkRow(props: { children: ReactNode }) {
  return <div className={styles.links}>{props.children}</div>;
}

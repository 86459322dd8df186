import type { ReactNode } from 'react';
import { Alert, Text } from '@backstage/ui';
import type {
  LakeFSAddress,
  LakeFSPromotionPreview,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { DataTable } from '../../components/DataTable';
import { commitColumns } from './CommitsTab';
import {
  obstaclesLeft,
  previewSentence,
  type MergeStrategy,
} from './promotion';
import { TableChanges } from './TableChanges';
import styles from './lakefs.module.css';

/** Commits that are shown at once; the rest is one click away. */
const FEW = 3;
const [commitColumn, messageColumn, , whenColumn] = commitColumns;

/** What a promotion would merge, what stands in its way, and what checks it. */
export function PromotionPreview(props: {
  address: LakeFSAddress;
  preview: LakeFSPromotionPreview;
  strategy: MergeStrategy | undefined;
}) {
  const { address, preview, strategy } = props;
  const { branch, into, commitId, intoCommitId, commits, hooks } = preview;
  const left = obstaclesLeft(preview, strategy);
  return (
    <>
      {left.map(({ code, message, passing }) => (
        <Alert
          key={`${code} ${message}`}
          status={passing ? 'warning' : 'danger'}
          icon
          title={message}
          description={passing && 'The merge waits until it is so no more.'}
        />
      ))}
      <Conflicts preview={preview} strategy={strategy} />
      {(commits.length > 0 || left.length === 0) && (
        <Text>{previewSentence(preview)}</Text>
      )}
      {commits.length > 0 && (
        <>
          <Part title="Tables">
            <TableChanges
              address={address}
              from={into}
              to={commitId}
              version={intoCommitId}
            />
          </Part>
          <Part title="Commits">
            <DataTable
              label={`Commits of ${branch}`}
              columns={[commitColumn, messageColumn, whenColumn]}
              rows={commits.slice(0, FEW)}
              keyOf={({ id }) => id}
            />
            {commits.length > FEW && (
              <details className={styles.metadata}>
                <summary>
                  {commits.length - FEW}
                  {preview.moreCommits ? ' or more' : ''} older
                </summary>
                <DataTable
                  label={`Older commits of ${branch}`}
                  columns={[commitColumn, messageColumn, whenColumn]}
                  rows={commits.slice(FEW)}
                  keyOf={({ id }) => id}
                />
              </details>
            )}
          </Part>
        </>
      )}
      <Part title="Checked before the merge">
        {hooks.length === 0 ? (
          <div className={styles.quiet}>
            No hook: no action file of {branch} is about a merge into {into}.
          </div>
        ) : (
          <ul className={styles.list}>
            {hooks.map(({ action, hookId, type }) => (
              <li key={`${action} ${hookId}`}>
                {action} / {hookId}{' '}
                <span className={styles.quiet}>({type})</span>
              </li>
            ))}
          </ul>
        )}
      </Part>
    </>
  );
}

function Conflicts(props: {
  preview: LakeFSPromotionPreview;
  strategy: MergeStrategy | undefined;
}) {
  const { conflicts, moreConflicts, branch, into } = props.preview;
  if (conflicts.length === 0) {
    return null;
  }
  const wins = props.strategy === 'source-wins' ? branch : into;
  return (
    <details className={styles.conflicts} open={!props.strategy}>
      <summary>
        {conflicts.length}
        {moreConflicts ? ' or more' : ''}{' '}
        {conflicts.length === 1 ? 'path was' : 'paths were'} changed on both
        sides{props.strategy && `; ${wins} wins`}
      </summary>
      <ul className={styles.list}>
        {conflicts.map(path => (
          <li key={path}>
            <code>{path}</code>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Part(props: { title: string; children: ReactNode }) {
  return (
    <section aria-label={props.title}>
      <h4 className={styles.partTitle}>{props.title}</h4>
      {props.children}
    </section>
  );
}

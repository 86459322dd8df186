import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router-dom';
import { Link } from '@backstage/ui';
import {
  type LakeFSChange,
  type LakeFSComparison,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { type Column } from '../../components/DataTable';
import { LiveTable } from '../../components/LiveTable';
import { toneClass, type Tone } from '../../components/tones';
import { useLiveList } from '../../live';
import { Bytes } from './Bytes';
import { countWords, crumbsOf, lastPart } from './changeWords';
import { FormatTag } from './FormatTag';
import styles from './lakefs.module.css';

const PAGE_SIZE = 200;

const types: Record<NonNullable<LakeFSChange['type']>, [string, Tone]> = {
  added: ['new', 'good'],
  removed: ['removed', 'bad'],
  changed: ['changed', 'busy'],
  conflict: ['conflict', 'bad'],
};

/** Where one is: an address for each folder, so that a way back and a link lead there. */
function useFolders(param: string) {
  const [search] = useSearchParams();
  return {
    prefix: search.get(param) ?? '',
    hrefOf(prefix: string) {
      const next = new URLSearchParams(search);
      if (prefix) {
        next.set(param, prefix);
      } else {
        next.delete(param);
      }
      return `?${next}`;
    },
  };
}

/** What differs, one folder at a time; the folder stands in the address. */
export function FolderChanges(props: {
  /** Names what is compared; another key starts over. */
  queryKey: string;
  /** What of the address names the folder. */
  param: string;
  label: string;
  /** For the error: `the comparison`. */
  what: string;
  load(
    query: { prefix?: string; limit: number; cursor?: string },
    signal: AbortSignal,
  ): Promise<LakeFSComparison>;
  /** Where nothing differs in all of it. */
  empty: ReactNode;
}) {
  const { queryKey, param, label, what, load, empty } = props;
  const { prefix, hrefOf } = useFolders(param);
  const live = useLiveList<LakeFSChange, never>({
    key: `${queryKey} ${prefix}`,
    isWoken: false,
    load: async ({ cursor }, signal) => {
      const page = await load(
        { prefix: prefix || undefined, limit: PAGE_SIZE, cursor },
        signal,
      );
      return { ...page, freshness: [] };
    },
    keyOf: ({ path }) => path,
  });
  return (
    <>
      {prefix && <Crumbs prefix={prefix} hrefOf={hrefOf} />}
      <LiveTable
        live={live}
        label={label}
        what={what}
        columns={columnsBelow(prefix, hrefOf)}
        keyOf={({ path }) => path}
        empty={
          prefix ? (
            <div className={styles.note}>Nothing differs below {prefix}.</div>
          ) : (
            empty
          )
        }
      />
    </>
  );
}

function Crumbs(props: { prefix: string; hrefOf: (prefix: string) => string }) {
  const crumbs = crumbsOf(props.prefix);
  return (
    <nav aria-label="Folders" className={styles.crumbs}>
      <Link href={props.hrefOf('')} standalone>
        all
      </Link>
      {crumbs.map(({ prefix, title }, index) => (
        <span key={prefix}>
          /{' '}
          {index === crumbs.length - 1 ? (
            <strong aria-current="location">{title}</strong>
          ) : (
            <Link href={props.hrefOf(prefix)} standalone>
              {title}
            </Link>
          )}
        </span>
      ))}
    </nav>
  );
}

function columnsBelow(
  prefix: string,
  hrefOf: (prefix: string) => string,
): Column<LakeFSChange>[] {
  const count = (
    key: 'added' | 'removed' | 'changed',
    title: string,
  ): Column<LakeFSChange> => ({
    id: key,
    title,
    number: true,
    cell: row => (row.isFolder ? countWords(row[key], row.more) : ''),
  });
  return [
    {
      id: 'path',
      title: 'Path',
      width: '46%',
      wraps: true,
      cell: row => (
        <span title={row.path}>
          {row.isFolder ? (
            <Link href={hrefOf(row.path)} standalone>
              {lastPart(row.path, prefix)}
            </Link>
          ) : (
            lastPart(row.path, prefix)
          )}{' '}
          {row.table && <FormatTag format={row.table} />}
          <Told change={row} />
        </span>
      ),
    },
    count('added', 'New'),
    count('removed', 'Removed'),
    count('changed', 'Changed'),
    {
      id: 'bytes',
      title: 'Written',
      number: true,
      wide: true,
      cell: row => <Bytes of={row.bytes} />,
    },
  ];
}

/** What became of an object; of a folder, only what stands in the way. */
function Told({ change }: { change: LakeFSChange }) {
  const { type, isFolder, conflicts } = change;
  if (!isFolder && type) {
    const [word, tone] = types[type];
    return <span className={`${styles.told} ${toneClass(tone)}`}>{word}</span>;
  }
  return conflicts > 0 ? (
    <span className={`${styles.told} ${toneClass('bad')}`}>
      {conflicts === 1 ? '1 conflict' : `${conflicts} conflicts`}
    </span>
  ) : null;
}

import { useMemo, useState, type ReactNode } from 'react';
import { Button, ButtonIcon, SearchField, Select, Switch } from '@backstage/ui';
import { RiArrowDownLine, RiArrowUpLine } from '@remixicon/react';
import { EmptyState, ErrorState, SkeletonRows } from '../components/States';
import { toneClass, type Tone } from '../components/tones';
import { readError } from '../components/readError';
import type { LogState } from './followLog';
import { filterLines, findLines, type LevelFilter } from './searchLines';
import { LogLines } from './LogLines';
import styles from './LogViewer.module.css';

const statusWords: Record<LogState['status'], [string, Tone]> = {
  connecting: ['connecting', 'quiet'],
  live: ['● live', 'good'],
  reconnecting: ['lost, connecting again', 'waiting'],
  ended: ['ended', 'quiet'],
  failed: ['not connected', 'bad'],
};

/** A log with search, levels, wrap, download and links to its lines. */
export function LogViewer(props: {
  state: LogState;
  /** For the download: `daily-orders-driver`. */
  name: string;
  /** What stands first in the toolbar: which log this is. */
  start?: ReactNode;
  retry(): void;
}) {
  const { state, name, start, retry } = props;
  const { lines, dropped } = state.log;
  const [search, setSearch] = useState('');
  const [level, setLevel] = useState<LevelFilter>('all');
  const [wrap, setWrap] = useState(false);
  const [at, setAt] = useState(0);

  const indexes = useMemo(() => filterLines(lines, level), [lines, level]);
  const matches = useMemo(
    () => findLines(lines, indexes, search),
    [lines, indexes, search],
  );
  const position = matches.length ? at % matches.length : 0;
  const step = (by: number) =>
    setAt((position + by + matches.length) % Math.max(1, matches.length));
  const [word, tone] = statusWords[state.status];

  if (state.status === 'failed' && lines.length === 0) {
    return (
      <div className={styles.viewer}>
        <div className={styles.toolbar}>{start}</div>
        <ErrorState error={state.error} what="the log" retry={retry} />
      </div>
    );
  }
  return (
    <div className={styles.viewer}>
      <div className={styles.toolbar}>
        {start}
        <div className={styles.search}>
          <SearchField
            size="small"
            aria-label="Search the log"
            placeholder="Search"
            value={search}
            onChange={text => {
              setSearch(text);
              setAt(0);
            }}
            onKeyDown={event => {
              if (event.key === 'Enter') {
                step(event.shiftKey ? -1 : 1);
              }
            }}
          />
        </div>
        {search && (
          <>
            <span className={styles.matches} role="status">
              {matches.length === 0
                ? 'no match'
                : `${position + 1} of ${matches.length}`}
            </span>
            <ButtonIcon
              size="small"
              variant="tertiary"
              aria-label="Match before"
              icon={<RiArrowUpLine />}
              onPress={() => step(-1)}
            />
            <ButtonIcon
              size="small"
              variant="tertiary"
              aria-label="Next match"
              icon={<RiArrowDownLine />}
              onPress={() => step(1)}
            />
          </>
        )}
        <Select
          size="small"
          aria-label="Levels"
          options={[
            { id: 'all', label: 'All levels' },
            { id: 'warn', label: 'Warnings and errors' },
            { id: 'error', label: 'Errors' },
          ]}
          value={level}
          onChange={key => setLevel((key ?? 'all') as LevelFilter)}
        />
        <Switch label="Wrap" isSelected={wrap} onChange={setWrap} />
        <span className={styles.spacer} />
        <span
          className={`${styles.status} ${toneClass(tone)}`}
          role="status"
          title={state.error ? readError(state.error).message : undefined}
        >
          {word}
        </span>
        <Button
          size="small"
          variant="secondary"
          onPress={() => download(`${name}.log`, lines)}
        >
          Download
        </Button>
      </div>
      {dropped > 0 && (
        <div className={styles.matches}>
          The first {dropped} lines are not shown.
        </div>
      )}
      <Lines
        state={state}
        indexes={indexes}
        search={search}
        current={search ? matches[position] : undefined}
        wrap={wrap}
      />
    </div>
  );
}

function Lines(props: {
  state: LogState;
  indexes: number[];
  search: string;
  current?: number;
  wrap: boolean;
}) {
  const { state, ...rest } = props;
  if (state.log.lines.length === 0) {
    if (state.status === 'connecting' && state.error !== undefined) {
      return (
        <EmptyState title="No log yet">
          <div>{readError(state.error).message}</div>
          <div>It shows here as soon as there is one.</div>
        </EmptyState>
      );
    }
    return state.status === 'connecting' ? (
      <SkeletonRows rows={8} />
    ) : (
      <EmptyState title="Nothing was written yet">
        Lines show here as soon as the container writes them.
      </EmptyState>
    );
  }
  return (
    <LogLines
      {...rest}
      lines={state.log.lines}
      dropped={state.log.dropped}
      live={state.status === 'live' || state.status === 'reconnecting'}
    />
  );
}

function download(name: string, lines: string[]): void {
  const url = URL.createObjectURL(
    new Blob([`${lines.join('\n')}\n`], { type: 'text/plain' }),
  );
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

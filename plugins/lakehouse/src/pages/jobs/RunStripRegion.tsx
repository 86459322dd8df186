import { useRef } from 'react';
import { Button, Skeleton } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { lakehouseApiRef } from '../../api';
import { LiveValue, Region } from '../../components/Region';
import { RunStrip } from '../../components/RunStrip';
import { useLive, type QueryState } from '../../live';
import { type KnownRuns, mergeRuns, readFrom } from './mergeRuns';

const DAY_MS = 24 * 3_600_000;
const MAX_RUNS = 1_000;

/** The runs of the last 24 hours, or of the time that the address names. */
export function RunStripRegion(props: { query: QueryState }) {
  const { query } = props;
  const api = useApi(lakehouseApiRef);
  const from = query.get('from');
  const to = query.get('to');
  const domain = query.all('domain');
  const only = domain.length === 1 ? domain[0] : undefined;
  // An address that names no time is one without.
  const zoomed = isTime(from) && isTime(to);
  const key = `runs ${from} ${to} ${only}`;
  const read = useRef<{ key: string; known?: KnownRuns }>({ key });
  const runs = useLive(key, async signal => {
    const now = Date.now();
    const span = zoomed
      ? { from: Date.parse(from), to: Date.parse(to) }
      : { from: now - DAY_MS, to: now };
    const known = read.current.key === key ? read.current.known : undefined;
    const found = await api.listRuns(
      {
        from: new Date(readFrom(known, span.from)).toISOString(),
        to: new Date(span.to).toISOString(),
        domain: only,
        limit: MAX_RUNS,
      },
      { signal },
    );
    const merged = mergeRuns(known, found, span);
    // A time that has an end is read whole each time: it is asked for rarely.
    read.current = { key, known: zoomed ? undefined : merged };
    return { runs: merged.runs, span };
  });
  return (
    <Region
      title={zoomed ? 'Runs in the chosen time' : 'Runs of the last 24 hours'}
      actions={
        zoomed && (
          <Button
            size="small"
            variant="secondary"
            onPress={() => query.set({ from: undefined, to: undefined })}
          >
            Last 24 hours
          </Button>
        )
      }
    >
      <LiveValue
        live={runs}
        what="the runs"
        skeleton={<Skeleton width="100%" height={94} />}
      >
        {value => (
          <RunStrip
            runs={value.runs}
            from={new Date(value.span.from).toISOString()}
            to={new Date(value.span.to).toISOString()}
            onZoom={next => query.set(next)}
          />
        )}
      </LiveValue>
    </Region>
  );
}

function isTime(text: string | undefined): text is string {
  return text !== undefined && !Number.isNaN(Date.parse(text));
}

import { useRef } from 'react';
import { Button, Skeleton } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { lakehouseApiRef } from '../../api';
import { LiveValue, Region } from '../../components/Region';
import { RunStrip } from '../../components/RunStrip';
import { useLive, type QueryState } from '../../live';

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
  const range = useRef({ from: '', to: '' });
  const zoomed = from !== undefined && to !== undefined;
  const runs = useLive(`runs ${from} ${to} ${only}`, signal => {
    const now = Date.now();
    range.current = zoomed
      ? { from, to }
      : {
          from: new Date(now - DAY_MS).toISOString(),
          to: new Date(now).toISOString(),
        };
    return api.listRuns(
      { ...range.current, domain: only, limit: MAX_RUNS },
      { signal },
    );
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
            runs={value}
            from={range.current.from}
            to={range.current.to}
            onZoom={next => query.set(next)}
          />
        )}
      </LiveValue>
    </Region>
  );
}

import { useEffect, useRef, useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import type { WorkloadAddress } from '@lakefront/backstage-plugin-lakehouse-common';
import { lakehouseApiRef } from '../api';
import { workloadKey } from '../paths';
import { followLog, type LogState } from './followLog';
import { emptyLog } from './logLines';
import { openWhileShown } from './openWhileShown';

/** Enough to see how it began for nearly every job; the rest is a download away. */
const TAIL_LINES = 20_000;
/** The page is drawn at most this often while a log pours in. */
const DRAW_MS = 100;

const connecting: LogState = { log: emptyLog, status: 'connecting' };

/** Follows the log of a pod while it is shown. */
export function useFollowLog(options: {
  address: WorkloadAddress;
  pod: string;
  /** Whether the pod may still write. */
  mayWrite: boolean;
}): LogState & { retry(): void } {
  const { address, pod, mayWrite } = options;
  const api = useApi(lakehouseApiRef);
  const [state, setState] = useState<LogState>(connecting);
  const [attempt, setAttempt] = useState(0);
  const writing = useRef(mayWrite);
  writing.current = mayWrite;
  const where = useRef(address);
  where.current = address;
  const key = `${workloadKey(address)}/${pod}`;

  useEffect(() => {
    const abort = new AbortController();
    let newest: LogState = connecting;
    let timer: number | undefined;
    const draw = () => {
      timer = undefined;
      setState(newest);
    };
    setState(connecting);
    followLog({
      open: openWhileShown(({ sinceTime }, signal) =>
        api.openLog(
          where.current,
          pod,
          {
            follow: writing.current,
            sinceTime,
            tailLines: sinceTime ? undefined : TAIL_LINES,
          },
          { signal },
        ),
      ),
      onState: next => {
        newest = next;
        timer ??= window.setTimeout(draw, DRAW_MS);
      },
      signal: abort.signal,
      mayWrite: () => writing.current,
    });
    return () => {
      abort.abort();
      window.clearTimeout(timer);
    };
  }, [api, key, pod, attempt]);

  return { ...state, retry: () => setAttempt(last => last + 1) };
}

import { useState } from 'react';
import { useLivePoller } from './useLivePoller';

/** A value that is kept up to date, and what is wrong with it. */
export interface Live<T> {
  value?: T;
  /** Nothing is there yet, and nothing went wrong yet. */
  loading: boolean;
  /** Why the last ask failed; `value` is the last one known. */
  error?: unknown;
  /** Since when asks fail, ISO 8601. */
  awaySince?: string;
  retry(): void;
}

/**
 * Loads a value, then loads it again when the backend wakes us and each 30
 * seconds. `key` names what is loaded: another key starts over. After an
 * error the last value stays.
 */
export function useLive<T>(
  key: string,
  load: (signal: AbortSignal) => Promise<T>,
  options: { isWoken?: boolean } = {},
): Live<T> {
  const [state, setState] = useState<{
    key: string;
    value?: T;
    error?: unknown;
    awaySince?: string;
  }>({ key });

  const { askNow } = useLivePoller(key, {
    ...options,
    async ask(signal) {
      const value = await load(signal);
      if (!signal.aborted) {
        setState({ key, value });
      }
      return 'done';
    },
    onError(error) {
      setState(last => {
        const same: typeof last = last.key === key ? last : { key };
        return {
          ...same,
          error,
          awaySince: same.awaySince ?? new Date().toISOString(),
        };
      });
    },
  });

  const current: typeof state = state.key === key ? state : { key };
  return {
    value: current.value,
    error: current.error,
    awaySince: current.awaySince,
    loading: current.value === undefined && current.error === undefined,
    retry: askNow,
  };
}

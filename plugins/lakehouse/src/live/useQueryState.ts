import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';

/** What an address holds: filters, tab, sort. Copying it shows a colleague the same view. */
export interface QueryState {
  get(key: string): string | undefined;
  /** A list of values, as repeated by commas. */
  all(key: string): string[];
  /** Sets or, with nothing, takes away; the page stays in its place in the history. */
  set(changes: Record<string, string | string[] | undefined>): void;
}

/** Reads and writes the query part of the address. */
export function useQueryState(): QueryState {
  const [search, setSearch] = useSearchParams();
  const set = useCallback<QueryState['set']>(
    changes => {
      setSearch(
        last => {
          const next = new URLSearchParams(last);
          for (const [key, value] of Object.entries(changes)) {
            const text = Array.isArray(value) ? value.join(',') : value;
            if (text) {
              next.set(key, text);
            } else {
              next.delete(key);
            }
          }
          return next;
        },
        { replace: true },
      );
    },
    [setSearch],
  );
  return useMemo(
    () => ({
      get: key => search.get(key) ?? undefined,
      all: key => search.get(key)?.split(',').filter(Boolean) ?? [],
      set,
    }),
    [search, set],
  );
}

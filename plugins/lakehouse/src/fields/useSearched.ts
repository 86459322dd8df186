import { useState } from 'react';
import useDebounce from 'react-use/esm/useDebounce';
import { useAsked } from './useAsked';

/** Asking for every letter would only make load. */
const TYPING_MS = 250;

/**
 * What the backend finds as one types; while it looks, what was found last
 * stays. `place` says where: another one is another search. `isPassing` as in
 * `useAsked`.
 */
export function useSearched<T>(
  ask: ((q: string) => Promise<T>) | undefined,
  place: string,
  isPassing: (found: T) => boolean = () => false,
): {
  found?: T;
  loading: boolean;
  error?: Error;
  search(text: string): void;
} {
  const [text, search] = useState('');
  const [q, setQ] = useState('');
  useDebounce(() => setQ(text), TYPING_MS, [text]);
  const { value, loading, error } = useAsked(
    async () => ask && { place, found: await ask(q) },
    [place, q, Boolean(ask)],
    answer => answer !== undefined && isPassing(answer.found),
  );
  return {
    ...(value?.place === place && { found: value.found }),
    ...{ loading: loading || text !== q, error, search },
  };
}

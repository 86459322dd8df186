import { type DependencyList, useEffect } from 'react';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { isWorthAskingAgain } from './unanswered';

/** Pause after which what did not answer is asked again. */
const AGAIN_MS = 4000;

/** Asks for what a field needs, and again every few seconds while nothing answers. */
export function useAsked<T>(
  ask: () => Promise<T>,
  dependencies: DependencyList,
): { value?: T; loading: boolean; error?: Error } {
  const { value, loading, error, retry } = useAsyncRetry(ask, dependencies);
  useEffect(() => {
    if (!error || loading || !isWorthAskingAgain(error)) {
      return undefined;
    }
    const timer = setTimeout(retry, AGAIN_MS);
    return () => clearTimeout(timer);
  }, [error, loading, retry]);
  return { value, loading, error };
}

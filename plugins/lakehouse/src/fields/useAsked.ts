import { type DependencyList, useEffect } from 'react';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { isWorthAskingAgain } from './unanswered';

/** Pause after which what did not answer is asked again. */
const AGAIN_MS = 4000;

/**
 * Asks for what a field needs, and again every few seconds while nothing
 * answers, or while it says itself that it is not the last word (`isPassing`).
 */
export function useAsked<T>(
  ask: () => Promise<T>,
  dependencies: DependencyList,
  isPassing: (value: T) => boolean = () => false,
): { value?: T; loading: boolean; error?: Error } {
  const { value, loading, error, retry } = useAsyncRetry(ask, dependencies);
  const again = error
    ? isWorthAskingAgain(error)
    : value !== undefined && isPassing(value);
  useEffect(() => {
    if (!again || loading) {
      return undefined;
    }
    const timer = setTimeout(retry, AGAIN_MS);
    return () => clearTimeout(timer);
  }, [again, loading, retry]);
  return { value, loading, error };
}

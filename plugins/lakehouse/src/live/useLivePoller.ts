import { useEffect, useRef } from 'react';
import { useApiHolder } from '@backstage/frontend-plugin-api';
import { signalApiRef } from '@backstage/plugin-signals-react';
import { LivePoller, type AskResult } from './LivePoller';

/** Channel of the backend's wake-ups; they carry nothing. */
const SIGNAL_CHANNEL = 'lakehouse';

/**
 * Runs a poller as long as the component is there and `key` is the same.
 * Signals are optional: without them the page is at most 30 seconds old.
 * A hidden page does not ask; it asks when it is seen again.
 */
export function useLivePoller(
  key: string,
  options: {
    ask(signal: AbortSignal): Promise<AskResult>;
    onError(error: unknown): void;
    /** False for what the backend wakes nobody for: then only time asks again. */
    isWoken?: boolean;
  },
): { askNow(): void } {
  const signals = useApiHolder().get(signalApiRef);
  const { isWoken = true } = options;
  const latest = useRef(options);
  latest.current = options;
  const poller = useRef<LivePoller>();

  useEffect(() => {
    const current = new LivePoller({
      ask: signal => latest.current.ask(signal),
      onError: error => latest.current.onError(error),
    });
    poller.current = current;
    let missed = false;
    const wake = () => {
      missed = document.hidden;
      if (!missed) {
        current.wake();
      }
    };
    const seen = () => {
      if (document.hidden) {
        current.stop();
        missed = true;
      } else if (missed) {
        missed = false;
        current.start();
      }
    };
    const subscription = isWoken
      ? signals?.subscribe(SIGNAL_CHANNEL, wake)
      : undefined;
    document.addEventListener('visibilitychange', seen);
    current.start();
    return () => {
      subscription?.unsubscribe();
      document.removeEventListener('visibilitychange', seen);
      current.stop();
    };
  }, [key, signals, isWoken]);

  return { askNow: () => poller.current?.wake() };
}

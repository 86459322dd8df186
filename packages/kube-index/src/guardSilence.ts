import { SilenceError } from './errors';
import { Call } from './resourceApi';
import { Clock } from './types';

/**
 * Runs work that must keep hearing something. Its signal aborts when the outer
 * one does, or when nothing was heard for too long; then this rejects at once,
 * even if the work does not listen. When it settles, nothing of it is left.
 */
export async function guardSilence<T>(
  options: { clock: Clock; silentMs: number; signal: AbortSignal },
  work: (call: Call) => Promise<T>,
): Promise<T> {
  const { clock, signal } = options;
  const inner = new AbortController();
  let { silentMs } = options;
  let nap = new AbortController();
  let heardAt = clock.now();

  const stop = () => inner.abort(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) {
    stop();
  }
  const watchdog = (async () => {
    while (!inner.signal.aborted) {
      // A clock that was put back must not lengthen the wait.
      heardAt = Math.min(heardAt, clock.now());
      const left = heardAt + silentMs - clock.now();
      if (left <= 0) {
        inner.abort(new SilenceError(silentMs));
      } else {
        nap = new AbortController();
        const cut = AbortSignal.any([inner.signal, nap.signal]);
        await clock.sleep(left, cut).catch(() => {}); // or woken earlier
      }
    }
  })();

  let onAbort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(inner.signal.reason);
    inner.signal.addEventListener('abort', onAbort, { once: true });
  });
  const call: Call = {
    signal: inner.signal,
    heard: () => {
      heardAt = clock.now();
    },
    allowSilence: ms => {
      silentMs = ms;
      heardAt = clock.now();
      nap.abort();
    },
  };
  try {
    inner.signal.throwIfAborted();
    return await Promise.race([work(call), aborted]);
  } catch (error) {
    // The reason says more than the AbortError it led to.
    throw inner.signal.aborted ? inner.signal.reason : error;
  } finally {
    signal.removeEventListener('abort', stop);
    inner.signal.removeEventListener('abort', onAbort);
    inner.abort();
    await watchdog;
  }
}

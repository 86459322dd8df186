import type { FollowLogOptions } from './followLog';

type Open = FollowLogOptions['open'];
type Page = Pick<
  Document,
  'hidden' | 'addEventListener' | 'removeEventListener'
>;

/**
 * Opens a stream once the page is looked at, and lets go of it when it is not
 * any more: over HTTP/1.1 all tabs of a browser share six connections to a
 * host, and those that nobody sees would keep the others from loading.
 */
export function openWhileShown(open: Open, page: Page = document): Open {
  let release = () => {};
  return async (ask, signal) => {
    release();
    await untilShown(page, signal);
    const abort = new AbortController();
    const end = () => abort.abort();
    const endIfHidden = () => page.hidden && end();
    release = () => {
      signal.removeEventListener('abort', end);
      page.removeEventListener('visibilitychange', endIfHidden);
    };
    signal.addEventListener('abort', end);
    abort.signal.addEventListener('abort', release);
    page.addEventListener('visibilitychange', endIfHidden);
    if (signal.aborted || page.hidden) {
      end();
    }
    return open(ask, abort.signal);
  };
}

/** Rejects where nobody waits any more. */
function untilShown(page: Page, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = () => {
      if (page.hidden && !signal.aborted) {
        return;
      }
      page.removeEventListener('visibilitychange', settle);
      signal.removeEventListener('abort', settle);
      if (signal.aborted) {
        reject(new DOMException('Nobody waits for the log', 'AbortError'));
      } else {
        resolve();
      }
    };
    page.addEventListener('visibilitychange', settle);
    signal.addEventListener('abort', settle);
    settle();
  });
}

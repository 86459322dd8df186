import { useRef, useState } from 'react';
import type { Freshness } from '@lakefront/backstage-plugin-lakehouse-common';
import {
  appendPage,
  mergeChanges,
  takeArrived,
  toLiveList,
  type Answered,
  type LiveList,
  type MergeOptions,
} from './mergeList';
import { useLivePoller } from './useLivePoller';

/** What a live list needs to know of its rows and where they come from. */
export interface UseLiveListOptions<T, F = Freshness>
  extends Omit<MergeOptions<T>, 'reading'> {
  /** Names what is listed (filters, sort); another key starts over. */
  key: string;
  load(
    ask: { since?: string; cursor?: string },
    signal: AbortSignal,
  ): Promise<Answered<T, F>>;
  /** Whether somebody reads right now, so that nothing may move. */
  isReading?(): boolean;
  /** False for what the backend wakes nobody for. */
  isWoken?: boolean;
}

/** A list that is kept up to date. */
export interface UseLiveListResult<T, F = Freshness> {
  list?: LiveList<T, F>;
  loading: boolean;
  error?: unknown;
  awaySince?: string;
  retry(): void;
  showArrived(): void;
  /** Loads the next page, if there is one. */
  loadMore(): Promise<void>;
  loadingMore: boolean;
}

interface State<T, F> {
  key: string;
  list?: LiveList<T, F>;
  error?: unknown;
  awaySince?: string;
  loadingMore?: boolean;
}

/**
 * Loads a list once, then asks what changed since, when the backend wakes us
 * and each 30 seconds, and merges it in place. After an error the last rows
 * stay, with the time since when.
 */
export function useLiveList<T, F = Freshness>(
  options: UseLiveListOptions<T, F>,
): UseLiveListResult<T, F> {
  const { key, load, keyOf, compare, isReading, isWoken } = options;
  const [state, setState] = useState<State<T, F>>({ key });
  // The poller asks outside of rendering and needs the newest version.
  const latest = useRef(state);
  const update = (next: State<T, F>) => {
    latest.current = next;
    setState(next);
  };
  const shown = (): State<T, F> =>
    latest.current.key === key ? latest.current : { key };

  const { askNow } = useLivePoller(key, {
    isWoken,
    async ask(signal) {
      const before = shown().list;
      const answer = await load({ since: before?.version }, signal);
      const whole = await loadAsMany(before, answer, cursor =>
        load({ cursor }, signal),
      );
      if (signal.aborted) {
        return 'done';
      }
      const list = shown().list;
      update({
        key,
        loadingMore: shown().loadingMore,
        list: list
          ? mergeChanges(list, whole, {
              keyOf,
              compare,
              reading: isReading?.() ?? false,
            })
          : toLiveList(whole),
      });
      return answer.behind ? 'behind' : 'done';
    },
    onError(error) {
      update({
        ...shown(),
        error,
        awaySince: shown().awaySince ?? new Date().toISOString(),
      });
    },
  });

  const current: State<T, F> = state.key === key ? state : { key };
  return {
    list: current.list,
    error: current.error,
    awaySince: current.awaySince,
    loading: current.list === undefined && current.error === undefined,
    loadingMore: current.loadingMore ?? false,
    retry: askNow,
    showArrived() {
      const { list } = shown();
      if (list) {
        update({ ...shown(), list: takeArrived(list, { compare }) });
      }
    },
    async loadMore() {
      const cursor = shown().list?.nextCursor;
      if (!cursor || shown().loadingMore) {
        return;
      }
      update({ ...shown(), loadingMore: true });
      try {
        const page = await load({ cursor }, new AbortController().signal);
        const { list } = shown();
        if (list?.nextCursor === cursor) {
          update({
            ...shown(),
            loadingMore: false,
            list: appendPage(list, page, { keyOf }),
          });
        } else {
          update({ ...shown(), loadingMore: false });
        }
      } catch (error) {
        update({ ...shown(), loadingMore: false, error });
      }
    },
  };
}

/**
 * A full answer is the first page only. A reader who has loaded more pages
 * would lose rows under the eye, so as many are loaded again.
 */
async function loadAsMany<T, F>(
  before: LiveList<T, F> | undefined,
  answer: Answered<T, F>,
  loadPage: (cursor: string) => Promise<Answered<T, F>>,
): Promise<Answered<T, F>> {
  const wanted = before?.items.length ?? 0;
  if (answer.full === false || answer.behind) {
    return answer;
  }
  let { items, nextCursor } = answer;
  while (nextCursor && items.length < wanted) {
    const page: Answered<T, F> = await loadPage(nextCursor);
    items = [...items, ...page.items];
    nextCursor = page.nextCursor;
  }
  return { ...answer, items, nextCursor };
}

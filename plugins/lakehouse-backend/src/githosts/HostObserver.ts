/** How a Git host answered one call, or that it did not. */
export interface HostAnswer {
  path: string;
  method: string;
  /** Absent where nothing came back. */
  status?: number;
  /** Why it was no good, in words. */
  error?: string;
  rateLimit?: RateLimit;
}

/** How many calls a host still answers, as it says itself. */
export interface RateLimit {
  limit: number;
  remaining: number;
  /** Epoch ms. */
  resetsAt?: number;
}

/** Is told of every answer; asks the host nothing itself. */
export type HostObserver = (answer: HostAnswer) => void;

/** Is told of every answer about any repository, by the web address that config has for it. */
export type RepositoryObserver = (
  answer: HostAnswer & { repository: string },
) => void;

/** A number this big is a time, not a number of seconds to wait. */
const EARLIEST_EPOCH_SECONDS = 1e9;

/** Reads the headers that GitHub and Gitea (`x-ratelimit-*`), or GitLab and the IETF's draft (`ratelimit-*`) use. Pure. */
export function readRateLimit(
  headers: Pick<Headers, 'get'>,
  now: number,
): RateLimit | undefined {
  const number = (name: string) => {
    const text =
      headers.get(`x-ratelimit-${name}`) ?? headers.get(`ratelimit-${name}`);
    const value = text === null ? NaN : Number.parseInt(text, 10);
    return Number.isFinite(value) ? value : undefined;
  };
  const limit = number('limit');
  const remaining = number('remaining');
  if (limit === undefined || remaining === undefined) {
    return undefined;
  }
  const reset = number('reset');
  return {
    limit,
    remaining,
    ...(reset !== undefined && {
      resetsAt:
        reset >= EARLIEST_EPOCH_SECONDS ? reset * 1000 : now + reset * 1000,
    }),
  };
}

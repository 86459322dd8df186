import {
  NotFoundError,
  ServiceUnavailableError,
  toError,
} from '@backstage/errors';
import {
  exchange,
  type RawAnswer,
  type HostCall,
  type HostExchangeOptions,
} from './hostExchange';
import {
  isBusy,
  MAX_WAIT_MS,
  retryTime,
  timeOf,
  toHostError,
  type HostFailure,
} from './hostFailure';
import { messageOf } from './hostMessage';
import { readRateLimit, type HostObserver } from './HostObserver';

export interface HostRequestOptions extends HostExchangeOptions {
  /** What to do where the credentials are refused, e.g. which scopes they need. */
  advice?: string;
  /** Texts of 400 answers that mean "already there" or "no longer so". */
  conflict?: RegExp;
  /** Is told how the host answers. */
  observe?: HostObserver;
  now?: () => number;
}

/** What the makers of hosts hand on to `HostRequest` as it is. */
export type HostRequestSettings = Pick<
  HostRequestOptions,
  'fetch' | 'timeLimitMs' | 'observe' | 'now' | 'advice'
>;

export interface HostRead {
  path: string;
  doing: string;
  /** Path of the repository: a 404 means "not there" only while this one is there. */
  within?: string;
  as?: 'json' | 'text';
}

/** Answers kept for conditional requests; polls of open changes are few. */
const MAX_CACHED_ANSWERS = 500;
/** How long a repository that answered counts as there. */
const SEEN_FOR_MS = 60_000;
const MAX_PAGES = 100;

/**
 * HTTP to one Git host: failures as the errors that `GitHost` promises, no call
 * before the time that a busy host asked for, and answers with an ETag asked
 * for again only when they changed, so that polling costs the host little.
 */
export class HostRequest {
  readonly #answers = new Map<string, { etag: string; answer: RawAnswer }>();
  readonly #seen = new Map<string, number>();
  #quietUntil = 0;

  constructor(private readonly options: HostRequestOptions) {}

  /** The answer's JSON, or text; undefined for 404. */
  async read<T>(call: HostRead): Promise<T | undefined> {
    const answer = await this.#get(call);
    return answer && (this.#valueOf(call, answer) as T);
  }

  /**
   * All items of a list whose pages name the next one in a `Link` header. Only
   * the query of that link is followed: a host behind a proxy may not know the
   * address it is called at, and no credential may go to another one.
   */
  async readPages<T>(call: HostRead): Promise<T[]> {
    const [path] = call.path.split('?');
    return this.readWhile<T[], T>(call, (items, { headers }) => {
      const next = /<([^>]*)>\s*;\s*rel="?next"?/.exec(
        headers.get('link') ?? '',
      )?.[1];
      return {
        items,
        next: next && `${path}${new URL(next, this.options.apiUrl).search}`,
      };
    });
  }

  /** All items of a list, as `pageOf` finds them and the path of the next page. */
  async readWhile<P, T>(
    call: HostRead,
    pageOf: (page: P, answer: RawAnswer) => { items: T[]; next?: string },
  ): Promise<T[]> {
    const all: T[] = [];
    let path: string | undefined = call.path;
    for (let page = 0; path !== undefined; page++) {
      if (page === MAX_PAGES) {
        throw new ServiceUnavailableError(
          `${this.options.host} has more than ${MAX_PAGES} pages to ${call.doing}`,
        );
      }
      const answer = await this.#get({ ...call, path });
      if (!answer) {
        return all;
      }
      const { items, next } = pageOf(this.#valueOf(call, answer) as P, answer);
      all.push(...items);
      path = next;
    }
    return all;
  }

  async write<T>(call: HostCall): Promise<T> {
    const answer = await this.#send(call);
    this.#assertOk(call.doing, answer);
    return (answer.text === '' ? undefined : this.#valueOf(call, answer)) as T;
  }

  async #get(call: HostRead): Promise<RawAnswer | undefined> {
    const { path, doing, within } = call;
    const known = this.#answers.get(path);
    let answer = await this.#send(
      { path, doing },
      known && { 'If-None-Match': known.etag },
    );
    if (answer.status === 404) {
      await this.#assertThere(call);
      return undefined;
    }
    if (answer.status === 304 && known) {
      answer = known.answer;
    } else {
      this.#assertOk(doing, answer);
      this.#remember(path, answer);
    }
    if (within !== undefined) {
      this.#seen.set(within, this.#now());
    }
    return answer;
  }

  /** Hosts answer 404 too for what the credentials may not see: that is not "not there". */
  async #assertThere({ within, doing }: HostRead) {
    const now = this.#now();
    if (
      within === undefined ||
      now - (this.#seen.get(within) ?? -Infinity) < SEEN_FOR_MS
    ) {
      return;
    }
    const answer = await this.#send({ path: within, doing });
    if (answer.status === 404) {
      const { host, advice } = this.options;
      throw new NotFoundError(
        `${host} shows no repository when asked to ${doing}: it is gone, has another name, or these credentials may not see it.${
          advice ? ` ${advice}` : ''
        }`,
      );
    }
    this.#assertOk(doing, answer);
    this.#seen.set(within, now);
  }

  #remember(path: string, answer: RawAnswer) {
    const etag = answer.headers.get('etag');
    this.#answers.delete(path);
    if (!etag) {
      return;
    }
    this.#answers.set(path, { etag, answer });
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > MAX_CACHED_ANSWERS) {
      this.#answers.delete(oldest);
    }
  }

  async #send(
    call: HostCall,
    extraHeaders?: Record<string, string>,
  ): Promise<RawAnswer> {
    if (this.#now() < this.#quietUntil) {
      throw new ServiceUnavailableError(
        `${this.options.host} asked not to be called before ${timeOf(
          this.#quietUntil,
        )}, so it was not asked to ${call.doing}`,
      );
    }
    try {
      const answer = await exchange(this.options, call, extraHeaders);
      this.#tell(call, answer);
      return answer;
    } catch (error) {
      const { message } = toError(error);
      this.options.observe?.({ ...nameOf(call), error: message });
      throw error;
    }
  }

  #tell(call: HostCall, answer: RawAnswer) {
    // Looking for what is not there is an everyday thing.
    const missing = answer.status === 404 && (call.method ?? 'GET') === 'GET';
    const failure = missing ? undefined : this.#failureOf(call.doing, answer);
    const rateLimit = readRateLimit(answer.headers, this.#now());
    if (rateLimit?.remaining === 0 && rateLimit.resetsAt !== undefined) {
      // The next call would be refused, and some hosts punish those who call all the same.
      this.#quietUntil = Math.min(
        rateLimit.resetsAt,
        this.#now() + MAX_WAIT_MS,
      );
    }
    this.options.observe?.({
      ...nameOf(call),
      status: answer.status,
      error: failure && toHostError(failure).message,
      rateLimit,
    });
  }

  #assertOk(doing: string, answer: RawAnswer) {
    const failure = this.#failureOf(doing, answer);
    if (failure) {
      this.#quietUntil = Math.max(this.#quietUntil, failure.retryAt ?? 0);
      throw toHostError(failure);
    }
  }

  #failureOf(
    doing: string,
    { status, headers, text }: RawAnswer,
  ): HostFailure | undefined {
    // 203 is Azure DevOps' sign-in page.
    if ((status >= 200 && status < 300 && status !== 203) || status === 304) {
      return undefined;
    }
    const { host, advice, conflict } = this.options;
    const said = messageOf(parseJson(text));
    const failure = {
      ...{ host, advice, doing, headers, said },
      status: status === 400 && conflict?.test(said) ? 409 : status,
    };
    return isBusy(failure)
      ? { ...failure, retryAt: retryTime(status, headers, this.#now()) }
      : failure;
  }

  #valueOf(call: { doing: string; as?: HostRead['as'] }, answer: RawAnswer) {
    if (call.as === 'text') {
      return answer.text;
    }
    const value = parseJson(answer.text);
    if (value === undefined) {
      throw new ServiceUnavailableError(
        `${this.options.host} answered something that is not JSON when asked to ${call.doing}`,
      );
    }
    return value;
  }

  #now(): number {
    return (this.options.now ?? Date.now)();
  }
}

function nameOf({ path, method = 'GET' }: HostCall) {
  return { path, method };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}

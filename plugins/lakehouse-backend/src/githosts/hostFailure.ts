import {
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';

/** An answer of a Git host that is not a success. */
export interface HostFailure {
  /** For messages, e.g. `Gitea at git.example.com`. */
  host: string;
  /** What was being done, for messages: `open the pull request`. */
  doing: string;
  status: number;
  headers: Headers;
  /** What the host said, without secrets. */
  said: string;
  /** What the reader can do about a credential that is refused. */
  advice?: string;
  /** When the host wants to be called again, if it said so. */
  retryAt?: number;
}

/** Turns a failing answer into the error that `GitHost` promises. */
export function toHostError(failure: HostFailure): Error {
  const { host, doing, status, said } = failure;
  const message = `${host} refused to ${doing} (${status})${
    said ? `: ${said}` : ''
  }`;
  if (isBusy(failure)) {
    return new ServiceUnavailableError(
      failure.retryAt === undefined
        ? message
        : `${message}. It asks to be called again after ${timeOf(
            failure.retryAt,
          )}`,
    );
  }
  const advised = failure.advice
    ? `${sentence(message)} ${failure.advice}`
    : message;
  if (isSignIn(failure) || status === 401 || status === 403) {
    return new NotAllowedError(advised);
  }
  if (status >= 300 && status < 400) {
    return new NotFoundError(
      `${sentence(
        message,
      )} The repository has moved: give lakehouse.gitops.repositories[].url its new address`,
    );
  }
  switch (status) {
    case 423:
      return new NotAllowedError(message);
    case 404:
    case 410:
      // What credentials may not see is answered like this, too.
      return new NotFoundError(advised);
    case 409:
    case 422:
      return new ConflictError(message);
    default:
      return new InputError(message);
  }
}

/** Whether the host only has no time now, as GitHub says with a 403 too. */
export function isBusy(failure: HostFailure): boolean {
  const { status, headers, said } = failure;
  return (
    status === 408 ||
    status === 429 ||
    status >= 500 ||
    (status === 403 &&
      (headers.get('x-ratelimit-remaining') === '0' ||
        headers.has('retry-after') ||
        /rate limit/i.test(said)))
  );
}

/** A web page for people to sign in at, where the API was asked. */
function isSignIn({ status, headers }: HostFailure): boolean {
  const location = headers.get('location') ?? '';
  return status === 203 || /_signin|sign_in|\/login/i.test(location);
}

/** No host is left alone for longer, whatever it says. */
export const MAX_WAIT_MS = 60 * 60_000;
/** What GitHub asks for where it does not say how long. */
const DEFAULT_WAIT_MS = 60_000;

/**
 * When a host that limits rates wants to be called again: the wait it names, or
 * the time its budget is whole again; never further away than an hour.
 */
export function retryTime(
  status: number,
  headers: Headers,
  now: number,
): number | undefined {
  const limited = status === 429 || status === 403;
  const asked = headers.get('retry-after');
  const reset =
    limited &&
    (headers.get('x-ratelimit-reset') ?? headers.get('ratelimit-reset'));
  const named = asked
    ? now + Number(asked) * 1000 || Date.parse(asked)
    : Number(reset || NaN) * 1000;
  if (Number.isFinite(named)) {
    return Math.min(Math.max(named, now), now + MAX_WAIT_MS);
  }
  return limited ? now + DEFAULT_WAIT_MS : undefined;
}

export function timeOf(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

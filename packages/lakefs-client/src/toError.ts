import type { AskedRequest, Failure, Refusal } from '@lakefront/rest-client';
import {
  HookRefusedError,
  LakeFSProtocolError,
  LakeFSStatusError,
  LakeFSTimeoutError,
  LakeFSUnreachableError,
  MergeConflictError,
  type LakeFSError,
  type StatusReason,
} from './errors';

/** What a caller gets for a call without an answer. */
export function toError(failure: Failure, request: AskedRequest): LakeFSError {
  switch (failure.kind) {
    case 'refusal':
      return toStatusError(failure, request);
    case 'timeout':
      return new LakeFSTimeoutError(failure.timeoutMs, request);
    case 'unreachable':
      return new LakeFSUnreachableError(failure.why, request);
    case 'no-credentials':
      return new LakeFSUnreachableError(
        `its key can't be read: ${failure.why}`,
        request,
      );
    case 'redirect':
      return new LakeFSProtocolError(
        `it is a redirect (${failure.status}), which is not followed; is the endpoint the right one?`,
        request,
      );
    case 'too-large':
      return new LakeFSProtocolError(
        `more than ${failure.maxBytes} bytes`,
        request,
      );
    case 'no-json':
      return new LakeFSProtocolError('it is no JSON', request);
    default:
      return new LakeFSProtocolError(failure.what, request);
  }
}

/** lakeFS says only in words why; these are its own, of 1.84. */
const WORDS: ReadonlyArray<{
  status: number;
  said: RegExp;
  reason: StatusReason;
}> = [
  { status: 400, said: /\bno changes$/, reason: 'no-changes' },
  { status: 400, said: /\(dirty branch\)$/, reason: 'dirty-branch' },
  { status: 403, said: /\bprotected branch$/, reason: 'protected-branch' },
  {
    status: 403,
    said: /^read-only repository$/,
    reason: 'read-only-repository',
  },
  { status: 403, said: /default branch$/, reason: 'default-branch' },
  { status: 409, said: /\bnot unique$/, reason: 'already-exists' },
  { status: 412, said: /\bhook aborted\b/, reason: 'hook-refused' },
];

const STATUSES: Record<number, StatusReason> = {
  400: 'bad-request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not-found',
  409: 'conflict',
  410: 'gone',
  412: 'precondition-failed',
  429: 'too-many-requests',
};

function reasonOf(status: number, said: string): StatusReason {
  const words = WORDS.find(
    word => word.status === status && word.said.test(said),
  );
  if (words) return words.reason;
  return STATUSES[status] ?? (status >= 500 ? 'server-error' : 'other');
}

function toStatusError(
  { status, said, retryAfterMs }: Refusal,
  request: AskedRequest,
): LakeFSStatusError {
  const reason = reasonOf(status, said);
  if (reason === 'hook-refused') {
    const runId = /\brun id '([^']+)'/.exec(said)?.[1];
    return new HookRefusedError({ said, runId }, request);
  }
  if (reason === 'conflict' && /\/refs\/[^/]+\/merge\//.test(request.path)) {
    return new MergeConflictError(said, request);
  }
  return new LakeFSStatusError(
    {
      ...{ status, reason, said },
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    },
    request,
  );
}

import {
  HookRefusedError,
  LakeFSStatusError,
  MergeConflictError,
  type AskedRequest,
  type StatusReason,
} from './errors';

/** An answer that is not a success. */
export interface Refusal {
  status: number;
  retryAfterMs?: number;
  body: string;
  /** Takes credentials out of what lakeFS or a proxy echoes. */
  clean: (text: string) => string;
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

export function reasonOf(status: number, said: string): StatusReason {
  const words = WORDS.find(
    word => word.status === status && word.said.test(said),
  );
  if (words) return words.reason;
  return STATUSES[status] ?? (status >= 500 ? 'server-error' : 'other');
}

/** The error for an answer that is not a success. */
export function toStatusError(
  refusal: Refusal,
  request: AskedRequest,
): LakeFSStatusError {
  const { status, retryAfterMs } = refusal;
  const said = refusal.clean(saidIn(refusal.body));
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
      status,
      reason,
      said,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    },
    request,
  );
}

/** No page of a proxy in between is worth more to anybody. */
const LONGEST = 4_000;

/** The message of an error, or what a proxy in between wrote instead. */
function saidIn(body: string): string {
  let said = body;
  try {
    const { message } = JSON.parse(body) ?? {};
    said = typeof message === 'string' ? message : '';
  } catch {
    // It is no answer of lakeFS' own.
  }
  const trimmed = said.trim();
  return trimmed.length > LONGEST ? `${trimmed.slice(0, LONGEST)}…` : trimmed;
}

import type { AskedRequest } from '@lakefront/rest-client';

export type { AskedRequest };

/** Why lakeFS said no, read from its status and, where that says too little, from its text. */
export type StatusReason =
  /** 400: what was sent makes no sense to it. */
  | 'bad-request'
  /** 400: nothing to commit or to merge. */
  | 'no-changes'
  /** 400: uncommitted changes on a branch that is to be merged into. */
  | 'dirty-branch'
  /** 401: the key is not known, or its secret is another. */
  | 'unauthorized'
  /** 403: the key may not. */
  | 'forbidden'
  /** 403: rules of the branch forbid writes and commits. */
  | 'protected-branch'
  /** 403 */
  | 'read-only-repository'
  /** 403: it can't be deleted. */
  | 'default-branch'
  /** 404: the repository, the reference or the object is not there. */
  | 'not-found'
  /** 409: the name is taken. */
  | 'already-exists'
  /** 409: both sides changed the same; or a tag has the name that a branch was to have, or the reverse. */
  | 'conflict'
  /** 410: the data is collected, or the repository is being deleted. */
  | 'gone'
  /** 412: a hook said no. */
  | 'hook-refused'
  /** 412: somebody wrote in between. */
  | 'precondition-failed'
  /** 429 */
  | 'too-many-requests'
  /** 5xx: it can't now, or failed. */
  | 'server-error'
  | 'other';

/** Whatever keeps a call from its answer. No message, field or cause holds a credential. */
export class LakeFSError extends Error {
  readonly request: AskedRequest;

  constructor(message: string, request: AskedRequest) {
    super(message);
    this.name = 'LakeFSError';
    this.request = request;
  }
}

/** lakeFS answered, and it was no. */
export class LakeFSStatusError extends LakeFSError {
  readonly status: number;
  readonly reason: StatusReason;
  /** What lakeFS said, in its own words; `''` where it said nothing. */
  readonly said: string;
  /** How long lakeFS wants to be left alone, where it said so. */
  readonly retryAfterMs?: number;

  constructor(
    answer: {
      status: number;
      reason: StatusReason;
      said: string;
      retryAfterMs?: number;
    },
    request: AskedRequest,
  ) {
    super(
      `lakeFS answered ${answer.status} to ${request.method} ${request.path}: ${
        answer.said || 'no message'
      }`,
      request,
    );
    this.name = 'LakeFSStatusError';
    this.status = answer.status;
    this.reason = answer.reason;
    this.said = answer.said;
    this.retryAfterMs = answer.retryAfterMs;
  }
}

/** 409 to a merge, which names no path: a diff of the two tells them. */
export class MergeConflictError extends LakeFSStatusError {
  constructor(said: string, request: AskedRequest) {
    super({ status: 409, reason: 'conflict', said }, request);
    this.name = 'MergeConflictError';
  }
}

/** 412: a hook of the branch's actions said no; `said` ends with its output. */
export class HookRefusedError extends LakeFSStatusError {
  /** For `actions.hooks`; undefined where lakeFS does not name it. */
  readonly runId?: string;

  constructor(
    answer: { said: string; runId: string | undefined },
    request: AskedRequest,
  ) {
    super({ status: 412, reason: 'hook-refused', said: answer.said }, request);
    this.name = 'HookRefusedError';
    this.runId = answer.runId;
  }
}

/** No answer in time. What a write did is not known. */
export class LakeFSTimeoutError extends LakeFSError {
  constructor(timeoutMs: number, request: AskedRequest) {
    super(
      `lakeFS did not answer ${request.method} ${request.path} within ${
        timeoutMs / 1000
      } s`,
      request,
    );
    this.name = 'LakeFSTimeoutError';
  }
}

/** No connection, or one that broke. What a write did is not known. */
export class LakeFSUnreachableError extends LakeFSError {
  constructor(why: string, request: AskedRequest) {
    super(
      `lakeFS can't be reached for ${request.method} ${request.path}: ${why}`,
      request,
    );
    this.name = 'LakeFSUnreachableError';
  }
}

/** An answer that is none of lakeFS: a redirect, another shape, too much of it. */
export class LakeFSProtocolError extends LakeFSError {
  constructor(what: string, request: AskedRequest) {
    super(
      `${request.method} ${request.path} was not answered as lakeFS does: ${what}`,
      request,
    );
    this.name = 'LakeFSProtocolError';
  }
}

/** Whether lakeFS said no for one of these reasons; where none is named, for any. */
export function isLakeFSStatus(
  error: unknown,
  ...reasons: StatusReason[]
): error is LakeFSStatusError {
  return (
    error instanceof LakeFSStatusError &&
    (reasons.length === 0 || reasons.includes(error.reason))
  );
}

import type { AskedRequest } from '@lakefront/rest-client';

export type { AskedRequest };

/** Why KFP said no. */
export type KfpStatusReason =
  /** 400: what was sent makes no sense to it, a missing namespace among others. */
  | 'bad-request'
  /** 401: it does not know who asks. */
  | 'unauthenticated'
  /** 403: who asks may not. */
  | 'forbidden'
  /** 404: it is not there. Also the answer of a proxy that knows no KFP here. */
  | 'not-found'
  /** 409: the name is taken. */
  | 'already-exists'
  /** 429 */
  | 'too-many-requests'
  /** 502, 503, 504: it, or what is before it, can't now. */
  | 'unavailable'
  /** 500: it failed, or wraps what it was told: its own words say more. */
  | 'server-error'
  | 'other';

/** What helps, where anything can be said in general. */
const ADVICE: Partial<Record<KfpStatusReason, string>> = {
  unauthenticated:
    'check that the token is valid and made for the audience that KFP expects (pipelines.kubeflow.org), or that the user header is the one it reads',
  forbidden:
    'give this account the verb on the resource of group pipelines.kubeflow.org in that namespace',
  'too-many-requests': 'ask less often, or later',
  unavailable: 'try again later',
};

/** Whatever keeps a call from its answer. No message, field or cause holds a credential. */
export class KfpError extends Error {
  readonly request: AskedRequest;

  constructor(message: string, request: AskedRequest) {
    super(message);
    this.name = 'KfpError';
    this.request = request;
  }
}

/** KFP, or a proxy before it, answered, and it was no. */
export class KfpStatusError extends KfpError {
  readonly status: number;
  readonly reason: KfpStatusReason;
  /** Of google.rpc, e.g. 5 for not found; undefined where KFP itself did not answer. */
  readonly code?: number;
  /** What was said, in its own words; `''` where nothing was. */
  readonly said: string;
  /** What helps, as the end of a sentence. */
  readonly advice?: string;
  /** How long it wants to be left alone, where it said so. */
  readonly retryAfterMs?: number;

  constructor(
    answer: {
      status: number;
      reason: KfpStatusReason;
      code?: number;
      said: string;
      retryAfterMs?: number;
    },
    request: AskedRequest,
  ) {
    const advice = ADVICE[answer.reason];
    super(
      `Kubeflow Pipelines answered ${answer.status} to ${request.method} ${
        request.path
      }: ${answer.said || 'no message'}${advice ? ` (${advice})` : ''}`,
      request,
    );
    this.name = 'KfpStatusError';
    this.status = answer.status;
    this.reason = answer.reason;
    this.code = answer.code;
    this.said = answer.said;
    this.advice = advice;
    this.retryAfterMs = answer.retryAfterMs;
  }
}

/** No answer in time. What a write did is not known. */
export class KfpTimeoutError extends KfpError {
  constructor(timeoutMs: number, request: AskedRequest) {
    super(
      `Kubeflow Pipelines did not answer ${request.method} ${
        request.path
      } within ${timeoutMs / 1000} s`,
      request,
    );
    this.name = 'KfpTimeoutError';
  }
}

/** No connection, or one that broke. What a write did is not known, but where nothing was sent. */
export class KfpUnreachableError extends KfpError {
  /** Certain: there was no connection, or nothing to show on it. */
  readonly nothingSent: boolean;

  constructor(why: string, request: AskedRequest, nothingSent: boolean) {
    super(
      `Kubeflow Pipelines can't be reached for ${request.method} ${request.path}: ${why}`,
      request,
    );
    this.name = 'KfpUnreachableError';
    this.nothingSent = nothingSent;
  }
}

/** An answer that is none of KFP: a redirect, another shape, a part of one. */
export class KfpProtocolError extends KfpError {
  constructor(what: string, request: AskedRequest) {
    super(
      `${request.method} ${request.path} was not answered as Kubeflow Pipelines does: ${what}`,
      request,
    );
    this.name = 'KfpProtocolError';
  }
}

/** More than may be read of one answer: ask for smaller pages. */
export class KfpTooLargeError extends KfpProtocolError {
  constructor(maxBytes: number, request: AskedRequest) {
    super(`more than ${maxBytes} bytes`, request);
    this.name = 'KfpTooLargeError';
  }
}

/** Whether KFP said no for one of these reasons; where none is named, for any. */
export function isKfpStatus(
  error: unknown,
  ...reasons: KfpStatusReason[]
): error is KfpStatusError {
  return (
    error instanceof KfpStatusError &&
    (reasons.length === 0 || reasons.includes(error.reason))
  );
}

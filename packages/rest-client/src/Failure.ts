/** What was asked, for messages and logs: never with a credential or a body. */
export interface AskedRequest {
  method: string;
  /** Below the prefix of the API, with its query. */
  path: string;
}

/** An answer that is not a success. */
export interface Refusal {
  status: number;
  /** How long the server wants to be left alone, where it said so. */
  retryAfterMs?: number;
  /** In its own words, or those of a proxy before it, without credentials; `''` where there are none. */
  said: string;
  /** The `code` of an answer in JSON, e.g. one of google.rpc. */
  code?: number;
}

/** Why a call has no answer: a client makes an error of its own of it. */
export type Failure =
  | ({ kind: 'refusal' } & Refusal)
  /** Not followed: it is a sign-in page, or takes credentials elsewhere. */
  | { kind: 'redirect'; status: number }
  | { kind: 'timeout'; timeoutMs: number }
  /** No connection, or one that broke. `nothingSent` is certain: there never was one. */
  | { kind: 'unreachable'; why: string; nothingSent: boolean }
  /** There is nothing to show who asks, so nothing was sent. */
  | { kind: 'no-credentials'; why: string }
  | { kind: 'too-large'; maxBytes: number }
  | { kind: 'no-json' }
  /** It lacks what it should have. */
  | { kind: 'misshapen'; what: string };

/** Carries a failure to where it is known what was asked; no client shows it. */
export class Failed extends Error {
  constructor(readonly failure: Failure) {
    super(failure.kind);
    this.name = 'Failed';
  }
}

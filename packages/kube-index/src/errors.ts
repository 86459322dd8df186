import { FailureReason } from './freshness';

/** The API server answered, and it was no. */
export class ApiError extends Error {
  readonly status: number;
  readonly retryAfterSeconds?: number;

  constructor(options: {
    status: number;
    message: string;
    retryAfterSeconds?: number;
  }) {
    super(`${options.status}: ${options.message || 'no message'}`);
    this.name = 'ApiError';
    this.status = options.status;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/** An answer that cannot be understood: nothing after it can be trusted. */
export class ProtocolError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ProtocolError';
  }
}

/** The API server does not stream lists, whether it says so or not. */
export class StreamRefusedError extends Error {
  constructor() {
    super('The API server does not stream lists');
    this.name = 'StreamRefusedError';
  }
}

/** Nothing came for too long. */
export class SilenceError extends Error {
  constructor(silentMs: number) {
    super(`Nothing heard for ${Math.round(silentMs / 1000)} s`);
    this.name = 'SilenceError';
  }
}

/** 410 Gone: the version asked for is forgotten. */
export function isExpired(error: unknown): boolean {
  return error instanceof ApiError && error.status === 410;
}

/**
 * Whether a list should be asked for in pages instead. Who may not watch may
 * still be allowed to list, so a 403 or 404 is not the last word.
 */
export function isStreamRefusal(error: unknown): boolean {
  return (
    error instanceof StreamRefusedError ||
    (error instanceof ApiError && [400, 403, 404, 422].includes(error.status))
  );
}

export function failureReason(error: unknown): FailureReason {
  if (error instanceof ApiError && error.status === 403) {
    return 'forbidden';
  }
  if (error instanceof ApiError && error.status === 404) {
    return 'absent';
  }
  return 'unreachable';
}

/** What went wrong in words, with the cause below Node's wrappers. */
export function errorText(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) {
    return errorText(error.errors[0]);
  }
  return error instanceof Error ? error.message : String(error);
}

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

import {
  LakeFSError,
  LakeFSProtocolError,
  LakeFSStatusError,
  LakeFSTimeoutError,
  LakeFSUnreachableError,
} from '@lakefront/lakefs-client';

/** What kept lakeFS from telling, as a condition says it. Nothing is known from it about any branch. */
export interface Failure {
  reason: string;
  message: string;
  /** How long lakeFS asked to be left alone. */
  retryAfterMs?: number;
}

/** Undefined where the error is none of lakeFS. */
export function failureOf(error: unknown, server: string): Failure | undefined {
  if (error instanceof LakeFSStatusError) {
    return { ...ofStatus(error, server), retryAfterMs: error.retryAfterMs };
  }
  if (
    error instanceof LakeFSTimeoutError ||
    error instanceof LakeFSUnreachableError
  ) {
    return {
      reason: 'Unreachable',
      // What was asked is for whoever runs it, on a line of its own.
      message: `lakeFS server ${server} does not answer: what is known of the branch is from before, and it is tried again.\n${error.message}`,
    };
  }
  if (error instanceof LakeFSProtocolError) {
    return {
      reason: 'NotLakeFS',
      message: `${error.message}. Check the endpoint of server ${server} in the controller's configuration.`,
    };
  }
  return error instanceof LakeFSError
    ? { reason: 'Failed', message: error.message }
    : undefined;
}

function ofStatus(
  { reason, status, said, message }: LakeFSStatusError,
  server: string,
): Failure {
  switch (reason) {
    case 'unauthorized':
      return {
        reason: 'Unauthorized',
        message: `lakeFS server ${server} refuses the controller's key. Whoever runs the controller renews it in its Secret; the branch itself is not touched.`,
      };
    case 'forbidden':
      return {
        reason: 'Forbidden',
        message: `The controller's key may not do this on lakeFS server ${server}: ${said}. Whoever runs lakeFS gives it the right.`,
      };
    case 'too-many-requests':
      return {
        reason: 'TooManyRequests',
        message: `lakeFS server ${server} asks for patience (429); it is tried again later.`,
      };
    case 'server-error':
      return {
        reason: 'ServerError',
        message: `lakeFS server ${server} answered ${status}: ${
          said || 'no message'
        }; it is tried again.`,
      };
    default:
      return { reason: 'Refused', message };
  }
}

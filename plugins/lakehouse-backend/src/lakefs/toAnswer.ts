import { InputError, NotFoundError } from '@backstage/errors';
import { LakeFSStatusError } from '@lakefront/lakefs-client';
import type { LakeFSServer } from './LakeFSServer';
import { LakeFSUnavailable } from './LakeFSUnavailable';

/** A no of lakeFS as an error of ours. `what` is what was asked for, e.g. `branch fix of lake/orders`. */
export function toAnswer(
  error: unknown,
  server: Pick<LakeFSServer, 'failureOf'>,
  what: string,
): Error {
  // Thrown by the client before it asks: a name that is none.
  if (error instanceof TypeError && error.message.includes('is no name of')) {
    return new InputError(`${what} can't be: ${error.message}`);
  }
  if (error instanceof LakeFSStatusError) {
    const { reason, status } = error;
    if (reason === 'not-found' || reason === 'gone') {
      return new NotFoundError(`There is no ${what}`);
    }
    if (status === 400) {
      return new InputError(`lakeFS makes no sense of ${what}`);
    }
  }
  const failure = server.failureOf(error);
  const { message, since } = failure;
  return new LakeFSUnavailable(
    failure,
    since === undefined
      ? message
      : `${message}. There is no answer since ${minuteOf(since)}`,
  );
}

/** A time for people, who may be anywhere. */
function minuteOf(time: number): string {
  return `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

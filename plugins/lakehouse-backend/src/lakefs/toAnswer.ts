import {
  InputError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { LakeFSStatusError } from '@lakefront/lakefs-client';
import { failureOf } from './failureOf';
import type { LakeFSServer } from './LakeFSServer';

/** A no of lakeFS as an error of ours. `what` is what was asked for, e.g. `branch fix of lake/orders`. */
export function toAnswer(
  error: unknown,
  server: Pick<LakeFSServer, 'name' | 'awaySince'>,
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
  const { message } = failureOf(error, server.name);
  const { awaySince } = server;
  return new ServiceUnavailableError(
    awaySince === undefined
      ? message
      : `${message}. There is no answer since ${minuteOf(awaySince)}`,
  );
}

/** A time for people, who may be anywhere. */
function minuteOf(time: number): string {
  return `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

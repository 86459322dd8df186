import {
  InputError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { LakeFSStatusError } from '@lakefront/lakefs-client';
import { failureOf } from './failureOf';

/** A no of lakeFS as an error of ours. `what` is what was asked for, e.g. `branch fix of lake/orders`. */
export function toAnswer(error: unknown, server: string, what: string): Error {
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
  return new ServiceUnavailableError(failureOf(error, server).message);
}

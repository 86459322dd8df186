import { ServiceUnavailableError } from '@backstage/errors';
import type { LakeFSFailure } from './failureOf';

/** lakeFS does not tell: what was known before may serve instead. */
export class LakeFSUnavailable extends ServiceUnavailableError {
  /** Not to be enumerated: errors are answered with all that they have, and its detail is for operators. */
  readonly #failure: LakeFSFailure;

  constructor(failure: LakeFSFailure, message = failure.message) {
    super(message);
    this.#failure = failure;
  }

  get failure(): LakeFSFailure {
    return this.#failure;
  }
}

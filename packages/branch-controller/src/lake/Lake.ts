import type { LakeFSClient } from '@lakefront/lakefs-client';
import { ClaimBook } from '../claims/ClaimBook';
import type { Clock } from '../runtime/Clock';
import { KeyBook } from './KeyBook';
import { RepositoryView } from './RepositoryView';
import { RuleBook } from './RuleBook';

/** One repository of one server, for the time of one piece of work. */
export interface Lake extends RepositoryParts {
  client: LakeFSClient;
  server: string;
  repository: string;
  /** Aborted when the controller stops or leads no longer, or the work's own time is up. */
  signal: AbortSignal;
}

/** What is there once of each repository. */
export interface RepositoryParts {
  view: RepositoryView;
  claims: ClaimBook;
  keys: KeyBook;
  rules: RuleBook;
}

export interface RepositoryOptions {
  client: LakeFSClient;
  repository: string;
  clock: Clock;
  /** Aborted when the controller stops or leads no longer. */
  signal: AbortSignal;
}

export function openRepository(options: RepositoryOptions): RepositoryParts {
  return {
    view: new RepositoryView(options),
    claims: new ClaimBook(options),
    keys: new KeyBook(options),
    rules: new RuleBook(options),
  };
}

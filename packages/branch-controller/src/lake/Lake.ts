import type { LakeFSClient } from '@lakefront/lakefs-client';
import type { ClaimBook } from '../claims/ClaimBook';
import type { RepositoryView } from './RepositoryView';

/** One repository of one server, for the time of one piece of work. */
export interface Lake {
  client: LakeFSClient;
  server: string;
  repository: string;
  view: RepositoryView;
  claims: ClaimBook;
  /** Aborted when the controller stops or leads no longer. */
  signal: AbortSignal;
}

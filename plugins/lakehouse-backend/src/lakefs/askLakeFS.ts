import type { LakeFSClient } from '@lakefront/lakefs-client';
import type { LakeFSServer } from './LakeFSServer';
import { toAnswer } from './toAnswer';

/**
 * Asks lakeFS itself, for what is not kept. Its no becomes an error that says
 * what is not there, in words of `what`, or why nobody knows.
 */
export async function askLakeFS<T>(
  server: LakeFSServer,
  what: string,
  ask: (client: LakeFSClient) => Promise<T>,
): Promise<T> {
  try {
    return await server.askSoon(ask);
  } catch (error) {
    throw toAnswer(error, server, what);
  }
}

import {
  LakeFSError,
  LakeFSProtocolError,
  LakeFSStatusError,
  LakeFSTimeoutError,
} from '@lakefront/lakefs-client';
import type { LakeFSFreshness } from '@lakefront/backstage-plugin-lakehouse-common';

/** What kept lakeFS from telling. */
export interface LakeFSFailure {
  state: Exclude<LakeFSFreshness['state'], 'live' | 'stale'>;
  /** For everybody: no address, no path, no name of a repository. */
  message: string;
  /** For operators, as it was said. Holds no credential. */
  detail: string;
  /** How long lakeFS asked to be left alone. */
  retryAfterMs?: number;
  /** Since when it does not answer, epoch ms. */
  since?: number;
  /** What was asked for is not there: an answer, not a fault. */
  notFound?: true;
}

const RENEW =
  'Whoever runs the portal renews it in lakehouse.lakefs.servers[].credentials';

/** Says what went wrong. What is no error of the client is thrown on: it is a fault of ours. */
export function failureOf(error: unknown, server: string): LakeFSFailure {
  if (!(error instanceof LakeFSError)) {
    throw error;
  }
  const detail = error.message;
  if (error instanceof LakeFSStatusError) {
    return { ...ofStatus(error, server), detail };
  }
  if (error instanceof LakeFSTimeoutError) {
    return {
      ...{ state: 'unreachable', detail },
      message: `lakeFS ${server} does not answer in time; it is asked again. Whoever runs it sees why`,
    };
  }
  if (error instanceof LakeFSProtocolError) {
    return {
      ...{ state: 'unreachable', detail },
      message: `What answers for lakeFS ${server} does not answer as lakeFS does. Whoever runs the portal checks lakehouse.lakefs.servers[].endpoint`,
    };
  }
  return {
    ...{ state: 'unreachable', detail },
    message: `lakeFS ${server} can't be reached; it is asked again. Whoever runs it sees why`,
  };
}

function ofStatus(
  { reason, status, retryAfterMs }: LakeFSStatusError,
  server: string,
): Omit<LakeFSFailure, 'detail'> {
  switch (reason) {
    case 'unauthorized':
      return {
        state: 'refused',
        message: `lakeFS ${server} refuses the portal's key. ${RENEW}`,
      };
    case 'forbidden':
      return {
        state: 'refused',
        message: `The portal's key may not read this on lakeFS ${server}. Whoever runs lakeFS gives it the right`,
      };
    case 'too-many-requests':
      return {
        state: 'limited',
        message: `lakeFS ${server} asks for patience; it is asked again later`,
        retryAfterMs,
      };
    case 'not-found':
    case 'gone':
      return {
        ...{ state: 'unreachable', notFound: true },
        message: `lakeFS ${server} has it no more`,
      };
    default:
      return {
        state: 'unreachable',
        message: `lakeFS ${server} answered ${status}; it is asked again. Whoever runs it sees why`,
        retryAfterMs,
      };
  }
}

import type { KubeflowFreshness } from '@lakefront/backstage-plugin-lakehouse-common';
import {
  KfpError,
  KfpProtocolError,
  KfpStatusError,
  KfpTimeoutError,
} from '@lakefront/kfp-client';

/** What kept Kubeflow Pipelines from telling. */
export interface KubeflowFailure {
  state: Exclude<KubeflowFreshness['state'], 'live' | 'missing'>;
  /** For everybody: no address, no path. */
  message: string;
  /** For operators, as it was said. Holds no credential. */
  detail: string;
  /** How long it asked to be left alone. */
  retryAfterMs?: number;
  /** What was asked for is not there: an answer, not a fault. */
  notFound?: true;
}

/** The portal has no token to ask with. */
export class TokenFileError extends KfpError {
  constructor(code: string | undefined) {
    super(
      `The file of lakehouse.kubeflow[].credentials.tokenFile can't be read (${code})`,
      {
        ...{ method: 'GET', path: '/' },
      },
    );
  }
}

/** Says what went wrong. What is no error of the client is thrown on: it is a fault of ours. */
export function kubeflowFailure(
  error: unknown,
  kubernetesCluster: string,
): KubeflowFailure {
  if (!(error instanceof KfpError)) {
    throw error;
  }
  const who = `Kubeflow Pipelines of ${kubernetesCluster}`;
  const detail = error.message;
  if (error instanceof TokenFileError) {
    return {
      ...{ state: 'refused', detail },
      message: `The portal has no token for ${who}: its file can't be read. Whoever runs the portal checks lakehouse.kubeflow[].credentials.tokenFile`,
    };
  }
  if (error instanceof KfpStatusError) {
    return { ...ofStatus(error, who), detail };
  }
  if (error instanceof KfpTimeoutError) {
    return {
      ...{ state: 'unreachable', detail },
      message: `${who} does not answer in time; it is asked again. Whoever runs it sees why`,
    };
  }
  if (error instanceof KfpProtocolError) {
    return {
      ...{ state: 'unreachable', detail },
      message: `What answers for ${who} does not answer as it does. Whoever runs the portal checks lakehouse.kubeflow[].endpoint`,
    };
  }
  return {
    ...{ state: 'unreachable', detail },
    message: `${who} can't be reached; it is asked again. Whoever runs it sees why`,
  };
}

function ofStatus(
  { reason, status, retryAfterMs }: KfpStatusError,
  who: string,
): Omit<KubeflowFailure, 'detail'> {
  switch (reason) {
    case 'unauthenticated':
      return {
        state: 'refused',
        message: `${who} does not take the portal's credentials. Whoever runs the portal renews them in lakehouse.kubeflow[].credentials; a token must be made for the audience that it expects`,
      };
    case 'forbidden':
      return {
        state: 'refused',
        message: `The portal's account may not read this from ${who}. Whoever runs it gives the account get and list on runs and experiments of pipelines.kubeflow.org`,
      };
    case 'too-many-requests':
      return {
        state: 'limited',
        message: `${who} asks for patience; it is asked again later`,
        retryAfterMs,
      };
    case 'not-found':
      return {
        ...{ state: 'unreachable', notFound: true },
        message: `${who} has it no more`,
      };
    case 'bad-request':
      return {
        state: 'unreachable',
        message: `${who} makes no sense of what the portal asks. Whoever runs the portal sees on the health page what it said`,
      };
    default:
      return {
        state: 'unreachable',
        message: `${who} answered ${status}; it is asked again. Whoever runs it sees why`,
        retryAfterMs,
      };
  }
}

import type { AskedRequest, Failure, Refusal } from '@lakefront/rest-client';
import {
  KfpProtocolError,
  KfpStatusError,
  KfpTimeoutError,
  KfpTooLargeError,
  KfpUnreachableError,
  type KfpError,
  type KfpStatusReason,
} from './errors';

/** What a caller gets for a call without an answer. */
export function toError(failure: Failure, request: AskedRequest): KfpError {
  switch (failure.kind) {
    case 'refusal':
      return toStatusError(failure, request);
    case 'timeout':
      return new KfpTimeoutError(failure.timeoutMs, request);
    case 'unreachable':
      return new KfpUnreachableError(failure.why, request, failure.nothingSent);
    case 'no-credentials':
      return new KfpUnreachableError(
        `its credentials can't be used: ${failure.why}`,
        request,
        true,
      );
    case 'redirect':
      return new KfpProtocolError(
        `it is a redirect (${failure.status}), which is not followed; a proxy wants people to sign in: use the address of the API server inside the Kubernetes cluster, or have the proxy let tokens through`,
        request,
      );
    case 'too-large':
      return new KfpTooLargeError(failure.maxBytes, request);
    case 'no-json':
      return new KfpProtocolError(
        'it is no JSON, or only a part of it',
        request,
      );
    default:
      return new KfpProtocolError(failure.what, request);
  }
}

const STATUSES: Record<number, KfpStatusReason> = {
  400: 'bad-request',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not-found',
  409: 'already-exists',
  429: 'too-many-requests',
  502: 'unavailable',
  503: 'unavailable',
  504: 'unavailable',
};

function reasonOf(status: number): KfpStatusReason {
  return STATUSES[status] ?? (status >= 500 ? 'server-error' : 'other');
}

function toStatusError(
  { status, said, code, retryAfterMs }: Refusal,
  request: AskedRequest,
): KfpStatusError {
  return new KfpStatusError(
    {
      ...{ status, reason: reasonOf(status), said },
      ...(code !== undefined && { code }),
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    },
    request,
  );
}

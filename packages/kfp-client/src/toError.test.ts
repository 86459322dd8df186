import type { Failure } from '@lakefront/rest-client';
import { KfpError, type KfpUnreachableError } from './errors';
import { toError } from './toError';

const request = { method: 'GET', path: '/runs/r1' };

it.each<[Failure, string]>([
  [
    { kind: 'refusal', status: 404, said: '' },
    'KfpStatusError: Kubeflow Pipelines answered 404 to GET /runs/r1: no message',
  ],
  [
    { kind: 'timeout', timeoutMs: 50 },
    'KfpTimeoutError: Kubeflow Pipelines did not answer GET /runs/r1 within 0.05 s',
  ],
  [
    { kind: 'unreachable', why: 'ECONNREFUSED', nothingSent: false },
    "KfpUnreachableError: Kubeflow Pipelines can't be reached for GET /runs/r1: ECONNREFUSED",
  ],
  [
    { kind: 'no-credentials', why: 'no token file' },
    "KfpUnreachableError: Kubeflow Pipelines can't be reached for GET /runs/r1: its credentials can't be used: no token file",
  ],
  [
    { kind: 'redirect', status: 302 },
    'KfpProtocolError: GET /runs/r1 was not answered as Kubeflow Pipelines does: it is a redirect (302), which is not followed; a proxy wants people to sign in: use the address of the API server inside the Kubernetes cluster, or have the proxy let tokens through',
  ],
  [
    { kind: 'too-large', maxBytes: 100 },
    'KfpTooLargeError: GET /runs/r1 was not answered as Kubeflow Pipelines does: more than 100 bytes',
  ],
  [
    { kind: 'no-json' },
    'KfpProtocolError: GET /runs/r1 was not answered as Kubeflow Pipelines does: it is no JSON, or only a part of it',
  ],
  [
    { kind: 'misshapen', what: "its 'run_id' is no id" },
    "KfpProtocolError: GET /runs/r1 was not answered as Kubeflow Pipelines does: its 'run_id' is no id",
  ],
])('%j is %s', (failure, told) => {
  const error = toError(failure, request);
  expect(error).toBeInstanceOf(KfpError);
  expect(error.request).toBe(request);
  expect(String(error)).toBe(told);
});

it('says where it is certain that nothing was sent', () => {
  const why = 'it broke';
  const nothingSent = (failure: Failure) =>
    (toError(failure, request) as KfpUnreachableError).nothingSent;
  expect(nothingSent({ kind: 'no-credentials', why })).toBe(true);
  for (const sent of [true, false]) {
    expect(nothingSent({ kind: 'unreachable', why, nothingSent: sent })).toBe(
      sent,
    );
  }
});

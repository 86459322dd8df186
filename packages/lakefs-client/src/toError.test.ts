import type { Failure } from '@lakefront/rest-client';
import { LakeFSError } from './errors';
import { toError } from './toError';

const request = { method: 'GET', path: '/repositories/lake' };

it.each<[Failure, string]>([
  [
    { kind: 'refusal', status: 404, said: '' },
    'LakeFSStatusError: lakeFS answered 404 to GET /repositories/lake: no message',
  ],
  [
    { kind: 'timeout', timeoutMs: 50 },
    'LakeFSTimeoutError: lakeFS did not answer GET /repositories/lake within 0.05 s',
  ],
  [
    { kind: 'unreachable', why: 'ECONNREFUSED', nothingSent: true },
    "LakeFSUnreachableError: lakeFS can't be reached for GET /repositories/lake: ECONNREFUSED",
  ],
  [
    { kind: 'no-credentials', why: 'no Secret' },
    "LakeFSUnreachableError: lakeFS can't be reached for GET /repositories/lake: its key can't be read: no Secret",
  ],
  [
    { kind: 'redirect', status: 302 },
    'LakeFSProtocolError: GET /repositories/lake was not answered as lakeFS does: it is a redirect (302), which is not followed; is the endpoint the right one?',
  ],
  [
    { kind: 'too-large', maxBytes: 100 },
    'LakeFSProtocolError: GET /repositories/lake was not answered as lakeFS does: more than 100 bytes',
  ],
  [
    { kind: 'no-json' },
    'LakeFSProtocolError: GET /repositories/lake was not answered as lakeFS does: it is no JSON',
  ],
  [
    { kind: 'misshapen', what: 'it is no commit id' },
    'LakeFSProtocolError: GET /repositories/lake was not answered as lakeFS does: it is no commit id',
  ],
])('%j is %s', (failure, told) => {
  const error = toError(failure, request);
  expect(error).toBeInstanceOf(LakeFSError);
  expect(error.request).toBe(request);
  expect(String(error)).toBe(told);
});

it.each([
  [400, 'bad-request'],
  [401, 'unauthorized'],
  [403, 'forbidden'],
  [404, 'not-found'],
  [409, 'conflict'],
  [410, 'gone'],
  [412, 'precondition-failed'],
  [418, 'other'],
  [429, 'too-many-requests'],
  [503, 'server-error'],
])('a no of %i is %s', (status, reason) => {
  const refusal = { status, said: 'no', retryAfterMs: 7_000 };
  expect(toError({ kind: 'refusal', ...refusal }, request)).toMatchObject({
    ...refusal,
    reason,
  });
});

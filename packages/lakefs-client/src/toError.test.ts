import type { Failure } from '@lakefront/rest-client';
import * as errors from './errors';
import { toError } from './toError';

const request = { method: 'GET', path: '/repositories/lake' };

it.each<[Failure, keyof typeof errors, string]>([
  [
    { kind: 'refusal', status: 404, said: '' },
    'LakeFSStatusError',
    'lakeFS answered 404 to GET /repositories/lake: no message',
  ],
  [
    { kind: 'timeout', timeoutMs: 50 },
    'LakeFSTimeoutError',
    'lakeFS did not answer GET /repositories/lake within 0.05 s',
  ],
  [
    { kind: 'unreachable', why: 'ECONNREFUSED', nothingSent: true },
    'LakeFSUnreachableError',
    "lakeFS can't be reached for GET /repositories/lake: ECONNREFUSED",
  ],
  [
    { kind: 'no-credentials', why: 'no Secret' },
    'LakeFSUnreachableError',
    "lakeFS can't be reached for GET /repositories/lake: its key can't be read: no Secret",
  ],
  [
    { kind: 'redirect', status: 302 },
    'LakeFSProtocolError',
    'GET /repositories/lake was not answered as lakeFS does: it is a redirect (302), which is not followed; is the endpoint the right one?',
  ],
  [
    { kind: 'too-large', maxBytes: 100 },
    'LakeFSProtocolError',
    'GET /repositories/lake was not answered as lakeFS does: more than 100 bytes',
  ],
  [
    { kind: 'no-json' },
    'LakeFSProtocolError',
    'GET /repositories/lake was not answered as lakeFS does: it is no JSON',
  ],
  [
    { kind: 'misshapen', what: 'it is no commit id' },
    'LakeFSProtocolError',
    'GET /repositories/lake was not answered as lakeFS does: it is no commit id',
  ],
])('%j is a %s', (failure, name, message) => {
  const error = toError(failure, request);
  expect(error).toBeInstanceOf(errors[name]);
  expect(error).toBeInstanceOf(errors.LakeFSError);
  expect(error).toMatchObject({ name, message, request });
});

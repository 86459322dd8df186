import { json, nothing, readBody } from '@lakefront/rest-client';
import { pathOf } from '../api';
import type { ObjectCalls } from '../LakeFSClient';
import type { LakeFSRequester } from '../LakeFSRequester';
import { readObjectEntry, readObjectStats, readPage } from '../shapes';
import { pageQuery } from './pageQuery';

const DEFAULT_MAX_BYTES = 4 * 1024 * 1024;

type Range = { from: number; to: number } | { last: number };

function rangeHeader(range: Range): string {
  return 'last' in range
    ? `bytes=-${range.last}`
    : `bytes=${range.from}-${range.to}`;
}

/** Size of the whole object: from the range that was sent, else from the length. */
function totalSize({ status, headers }: Response): number | undefined {
  const told =
    status === 206
      ? /\/(\d+)$/.exec(headers.get('content-range') ?? '')?.[1]
      : headers.get('content-length');
  return told ? Number(told) : undefined;
}

export function objectCalls(requester: LakeFSRequester): ObjectCalls {
  const below = (repository: string, ref: string, ...rest: string[]) => [
    'repositories',
    repository,
    'refs',
    ref,
    'objects',
    ...rest,
  ];
  const ofBranch = (repository: string, branch: string, path: string) =>
    pathOf(['repositories', repository, 'branches', branch, 'objects'], {
      path,
    });

  return {
    list: async (repository, ref, options = {}) =>
      requester.send(
        {
          path: pathOf(below(repository, ref, 'ls'), pageQuery(options)),
          read: json(value => readPage(value, readObjectEntry, options.after)),
        },
        options,
      ),

    stat: async (repository, ref, path, options) =>
      requester.send(
        {
          path: pathOf(below(repository, ref, 'stat'), { path }),
          read: json(readObjectStats),
        },
        options,
      ),

    read: async (repository, ref, path, options = {}) =>
      requester.send(
        {
          path: pathOf(below(repository, ref), { path }),
          headers: {
            accept: '*/*',
            // What is packed on the way has another length.
            'accept-encoding': 'identity',
            ...(options.range && { range: rangeHeader(options.range) }),
          },
          async read(response) {
            const size = totalSize(response);
            const etag = response.headers.get('etag');
            return {
              bytes: await readBody(
                response,
                options.maxBytes ?? DEFAULT_MAX_BYTES,
              ),
              ...(size !== undefined && { totalSize: size }),
              ...(etag && { etag }),
            };
          },
        },
        options,
      ),

    write: async (repository, branch, path, bytes, options = {}) =>
      requester.send(
        {
          method: 'POST',
          path: ofBranch(repository, branch, path),
          headers: options.contentType
            ? { 'content-type': options.contentType }
            : {},
          body: bytes,
          read: json(readObjectStats),
        },
        options,
      ),

    delete: async (repository, branch, path, options) =>
      requester.send(
        {
          method: 'DELETE',
          path: ofBranch(repository, branch, path),
          read: nothing,
        },
        options,
      ),
  };
}

import type { FetchApi } from '@backstage/frontend-plugin-api';
import { ResponseError } from '@backstage/errors';
import { GIT_TOKEN_HEADER } from '@lakefront/backstage-plugin-lakehouse-common';
import type { RequestOptions } from '../LakehouseApi';

/** What goes with a body. */
export type PostOptions = RequestOptions & {
  idempotencyKey?: string;
  gitToken?: string;
};

/** Requests to the lakehouse backend; what is not OK throws a `ResponseError`. */
export interface Http {
  request(path: string, init: RequestInit): Promise<Response>;
  get<T>(path: string, options?: RequestOptions): Promise<T>;
  /** A list without pages: `{ items }` or, where nothing else is said, the bare array. */
  items<T>(path: string, options?: RequestOptions): Promise<T[]>;
  post<T>(path: string, body: unknown, options?: PostOptions): Promise<T>;
}

export function createHttp(fetchApi: FetchApi): Http {
  const request: Http['request'] = async (path, init) => {
    const response = await fetchApi.fetch(`plugin://lakehouse${path}`, init);
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    return response;
  };

  const get: Http['get'] = async (path, options) => {
    const response = await request(path, { signal: options?.signal });
    return response.json();
  };

  return {
    request,
    get,

    async items<T>(path: string, options?: RequestOptions) {
      const answer = await get<T[] | { items: T[] }>(path, options);
      return Array.isArray(answer) ? answer : answer.items;
    },

    async post(path, body, options = {}) {
      const { idempotencyKey: key, gitToken, signal } = options;
      const response = await request(path, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          ...(key && { 'Idempotency-Key': key }),
          ...(gitToken && { [GIT_TOKEN_HEADER]: gitToken }),
        },
        body: JSON.stringify(body),
        signal,
      });
      return response.json();
    },
  };
}

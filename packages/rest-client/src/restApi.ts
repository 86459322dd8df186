type QueryValue = string | number | boolean | readonly string[] | undefined;

/** An API of a server: where it is below its endpoint, and what the server is called in messages. */
export interface RestApi {
  /** E.g. `lakeFS`. */
  readonly server: string;
  /**
   * The endpoint without trailing slash and prefix. Throws a `TypeError` on
   * what is none; credentials in it would end up in logs, and plain http over
   * a network shows them to everybody.
   */
  endpointOf(endpoint: string, options: { allowPlainHttp?: boolean }): string;
  /**
   * A path below the prefix, every part encoded; of a list in the query each
   * item. Throws a `TypeError` on a part that would lead elsewhere: an empty
   * one, `.`, `..` and half a character.
   */
  pathOf(parts: readonly string[], query?: Record<string, QueryValue>): string;
  /** Where such a path is. */
  urlOf(endpoint: string, path: string): string;
}

export function restApi(api: {
  server: string;
  /** E.g. `/api/v1`. */
  prefix: string;
  /** What helps where an endpoint has a query or fragment, as the end of a sentence. */
  queryAdvice?: string;
}): RestApi {
  const { server, prefix, queryAdvice } = api;

  function encodePart(part: string): string {
    try {
      if (!['', '.', '..'].includes(part)) return encodeURIComponent(part);
    } catch {
      // Half a character.
    }
    throw new TypeError(`'${part}' is no name of anything in ${server}`);
  }

  return {
    server,

    endpointOf(endpoint, { allowPlainHttp = false }) {
      let url: URL;
      try {
        url = new URL(endpoint);
      } catch {
        throw new TypeError(`The endpoint of ${server} is no URL`);
      }
      if (url.username || url.password) {
        throw new TypeError(
          `The endpoint of ${server} at ${url.host} holds credentials; give them apart`,
        );
      }
      if (url.search || url.hash) {
        throw new TypeError(
          `The endpoint of ${server} at ${url.host} has a query or fragment${
            queryAdvice ? `; ${queryAdvice}` : ''
          }`,
        );
      }
      const loopback = ['localhost', '127.0.0.1', '[::1]'];
      const plain =
        url.protocol === 'http:' &&
        (allowPlainHttp || loopback.includes(url.hostname));
      if (url.protocol !== 'https:' && !plain) {
        throw new TypeError(
          `${server} at ${url.origin} is not reached over https; plain http is for loopback addresses, or with allowPlainHttp`,
        );
      }
      const path = url.pathname.replace(/\/+$/, '');
      const base = path.endsWith(prefix) ? path.slice(0, -prefix.length) : path;
      return `${url.origin}${base}`;
    },

    pathOf(parts, query = {}) {
      const path = parts.map(encodePart).join('/');
      const parameters = new URLSearchParams();
      for (const [name, value] of Object.entries(query)) {
        for (const item of Array.isArray(value) ? value : [value]) {
          if (item !== undefined) parameters.append(name, String(item));
        }
      }
      const search = parameters.toString();
      return `/${path}${search && `?${search}`}`;
    },

    urlOf: (endpoint, path) => `${endpoint}${prefix}${path}`,
  };
}

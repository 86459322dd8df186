const API = '/apis/v2beta1';

/**
 * The endpoint without trailing slash and `/apis/v2beta1`. Throws a `TypeError`
 * on what is none; credentials in it would end up in logs, and plain http over
 * a network shows them to everybody.
 */
export function checkEndpoint(
  endpoint: string,
  options: { allowPlainHttp?: boolean },
): string {
  let url: URL;
  try {
    url = new URL(endpoint);
  } catch {
    throw new TypeError('The endpoint of Kubeflow Pipelines is no URL');
  }
  if (url.username || url.password) {
    throw new TypeError(
      `The endpoint of Kubeflow Pipelines at ${url.host} holds credentials; give them apart`,
    );
  }
  if (url.search || url.hash) {
    throw new TypeError(
      `The endpoint of Kubeflow Pipelines at ${url.host} has a query or fragment; the one of its UI ends before the #`,
    );
  }
  const loopback = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  const plain =
    url.protocol === 'http:' && (loopback || options.allowPlainHttp === true);
  if (url.protocol !== 'https:' && !plain) {
    throw new TypeError(
      `Kubeflow Pipelines at ${url.origin} is not reached over https; plain http is for loopback addresses, or with allowPlainHttp`,
    );
  }
  const path = url.pathname.replace(/\/+$/, '');
  const base = path.endsWith(API) ? path.slice(0, -API.length) : path;
  return `${url.origin}${base}`;
}

/**
 * A path below `/apis/v2beta1`, every part encoded. Throws a `TypeError` on a
 * part that would lead elsewhere: an empty one, `.`, `..` and half a character.
 * `verb` is put behind it as KFP writes it, `runs/<id>:terminate`.
 */
export function pathOf(
  parts: readonly string[],
  query: Record<string, string | number | undefined> = {},
  verb?: string,
): string {
  const path = parts.map(encodePart).join('/');
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) parameters.append(name, String(value));
  }
  const search = parameters.toString();
  return `/${path}${verb ? `:${verb}` : ''}${search && `?${search}`}`;
}

function encodePart(part: string): string {
  try {
    if (!['', '.', '..'].includes(part)) return encodeURIComponent(part);
  } catch {
    // Half a character.
  }
  throw new TypeError(`'${part}' is no name of anything in Kubeflow Pipelines`);
}

/** Where a path below `/apis/v2beta1` is. */
export function urlOf(endpoint: string, path: string): string {
  return `${endpoint}${API}${path}`;
}

/** What an error is for whoever looks at the page. */
export interface ReadError {
  kind:
    | 'not-found'
    | 'not-allowed'
    | 'signed-out'
    | 'away'
    | 'unavailable'
    | 'other';
  message: string;
}

/** What browsers say where nothing answers; each has its own words. */
const NO_ANSWER = /failed to fetch|networkerror|load failed|network request/i;
/** What a proxy says where the backend behind it does not answer. */
const PROXY_STATUS = [502, 504];

/** Reads what the backend said out of whatever was thrown. */
export function readError(error: unknown): ReadError {
  const { name, response, cause, message } = (error ?? {}) as {
    name?: string;
    response?: { status?: number };
    cause?: { message?: string };
    message?: string;
  };
  const text = cause?.message || message || String(error);
  const unreached =
    !response && name === 'TypeError' && NO_ANSWER.test(message ?? '');
  if (unreached || PROXY_STATUS.includes(response?.status ?? 0)) {
    return { kind: 'away', message: "The portal's backend does not answer." };
  }
  switch (response?.status) {
    case 401:
      return { kind: 'signed-out', message: text };
    case 403:
      return { kind: 'not-allowed', message: text };
    case 404:
      return { kind: 'not-found', message: text };
    case 503:
      return { kind: 'unavailable', message: text };
    default:
      return { kind: 'other', message: text };
  }
}

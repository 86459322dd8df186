type Trouble = Partial<AggregateError> & { code?: unknown };

/** Why there is no answer: `fetch` keeps the reason of a failed connection in its cause, or in one of several. */
export function whyOf(error: unknown): string {
  const { message, cause, errors } = (error ?? {}) as Trouble;
  if (cause) return whyOf(cause);
  if (Array.isArray(errors) && errors.length > 0) return whyOf(errors[0]);
  return typeof message === 'string' && message !== ''
    ? message
    : 'the connection failed';
}

const NO_CONNECTION = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
];

/** Whether the request can't have left: of one that broke later nobody knows. */
export function neverConnected(error: unknown): boolean {
  const { code, cause, errors } = (error ?? {}) as Trouble;
  if (cause) return neverConnected(cause);
  if (Array.isArray(errors) && errors.length > 0) {
    return errors.every(neverConnected);
  }
  return typeof code === 'string' && NO_CONNECTION.includes(code);
}

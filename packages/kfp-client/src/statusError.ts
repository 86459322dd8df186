import {
  KfpStatusError,
  type AskedRequest,
  type KfpStatusReason,
} from './errors';

/** An answer that is not a success. */
export interface Refusal {
  status: number;
  retryAfterMs?: number;
  body: string;
  /** Takes credentials out of what KFP or a proxy echoes. */
  clean: (text: string) => string;
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

export function reasonOf(status: number): KfpStatusReason {
  return STATUSES[status] ?? (status >= 500 ? 'server-error' : 'other');
}

/** The error for an answer that is not a success. */
export function toStatusError(
  refusal: Refusal,
  request: AskedRequest,
): KfpStatusError {
  const { status, retryAfterMs } = refusal;
  const { said, code } = saidIn(refusal.body);
  return new KfpStatusError(
    {
      ...{ status, reason: reasonOf(status), said: refusal.clean(said) },
      ...(code !== undefined && { code }),
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    },
    request,
  );
}

/** No page of a proxy in between is worth more to anybody. */
const LONGEST = 4_000;

/** A google.rpc.Status, or what a proxy in between wrote instead. */
function saidIn(body: string): { said: string; code?: number } {
  let said = body;
  let code: number | undefined;
  try {
    const parsed = JSON.parse(body) ?? {};
    // Older servers say it in `error` only.
    const words = parsed.message ?? parsed.error;
    said = typeof words === 'string' ? words : '';
    code = typeof parsed.code === 'number' ? parsed.code : undefined;
  } catch {
    // It is no answer of KFP's own.
  }
  const trimmed = said.trim();
  return {
    said: trimmed.length > LONGEST ? `${trimmed.slice(0, LONGEST)}…` : trimmed,
    ...(code !== undefined && { code }),
  };
}

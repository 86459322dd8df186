import { isError } from '@backstage/errors';
import type { ChangePatch, ChangeRow } from './ChangeRow';

/** How long a host that does not answer is tried before the change fails. */
export const GIVE_UP_AFTER_MS = 15 * 60_000;
/** A single lost call while following is nothing to tell people about. */
const TELL_AFTER_ATTEMPTS = 3;

const REFUSALS = [
  'NotAllowedError',
  'NotFoundError',
  'ConflictError',
  'InputError',
];

/**
 * What a failure means for a change. Before its pull request is there a refusal
 * ends it, and so does a host that does not answer for long; after that
 * everything is tried again, and the change says what it waits for.
 */
export function afterFailure(
  row: ChangeRow,
  error: unknown,
  now: number,
  options: { platformOwner?: string } = {},
): ChangePatch {
  const reason = isError(error) ? error.message : String(error);
  const attempts = row.attempts + 1;
  const tried = { attempts, lastError: reason, polledAt: now };
  const blocked = { reason, who: options.platformOwner };
  const opening = row.phase === 'open' && row.number === undefined;
  if (!opening) {
    return attempts >= TELL_AFTER_ATTEMPTS ? { ...tried, blocked } : tried;
  }
  const refused = isError(error) && REFUSALS.includes(error.name);
  const tooLong = now - row.startedAt >= GIVE_UP_AFTER_MS;
  if (!refused && !tooLong) {
    return { ...tried, blocked };
  }
  return {
    ...tried,
    phase: 'failed',
    blocked: undefined,
    endedAt: now,
    message: refused ? reason : `Given up after 15 minutes. ${reason}`,
  };
}

import type { Said } from '../object/conditions';
import type { Result } from './Result';

export const no = (reason: string, message: string): Said => ({
  status: 'False',
  reason,
  message,
});
export const yes = (reason: string, message: string): Said => ({
  status: 'True',
  reason,
  message,
});
export const unknown = (reason: string, message: string): Said => ({
  status: 'Unknown',
  reason,
  message,
});

/** The branch can't be this object's as things stand: somebody has to decide. */
export function blocked(reason: string, message: string): Result {
  return {
    ready: no(reason, message),
    blocked: yes(reason, message),
    facts: {},
  };
}

/** How often what somebody else has to mend is looked at again, unasked. */
export const SLOW_MS = 10 * 60 * 1000;

import { readError } from '../components/readError';

/** Why, to go on after a colon. */
function why(error: unknown): string {
  const { kind, message } = readError(error);
  return kind === 'away'
    ? message[0].toLowerCase() + message.slice(1)
    : message.replace(/([^.!?])$/, '$1.');
}

/** Says what could not be read, and that nobody has to do anything about it. */
export function notRead(what: string, error: unknown): string {
  return `${what} could not be read: ${why(error)} ${
    isWorthAskingAgain(error) ? 'It is asked again by itself.' : ''
  }`.trim();
}

/** A refusal stays one; what did not answer may answer in a moment. */
export function isWorthAskingAgain(error: unknown): boolean {
  const { kind } = readError(error);
  return kind === 'away' || kind === 'unavailable' || kind === 'other';
}

/**
 * Checks a field when somebody goes on to the next step. A check that fails is
 * an error of the field, which goes when "Next" asks again and is answered.
 */
export async function checking(
  field: { addError(message: string): void },
  what: string,
  check: () => Promise<void>,
): Promise<void> {
  try {
    await check();
  } catch (error) {
    field.addError(
      `${what} could not be checked: ${why(error)} Press "Next" to try again.`,
    );
  }
}

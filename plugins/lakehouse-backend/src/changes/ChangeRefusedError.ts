import { InputError } from '@backstage/errors';
import type { ChangeProblem } from '@lakefront/backstage-plugin-lakehouse-common';

/**
 * A proposal that can't be made, with each thing that stands in its way: for
 * people one a line in the message, for forms as `problems`, which the error's
 * answer carries (`error.problems`).
 */
export class ChangeRefusedError extends InputError {
  // The framework answers 400 to errors of this name.
  readonly name = 'InputError' as const;

  constructor(readonly problems: ChangeProblem[]) {
    super(
      problems
        .map(({ path, message }) => (path ? `${path}: ${message}` : message))
        .join('\n'),
    );
  }
}

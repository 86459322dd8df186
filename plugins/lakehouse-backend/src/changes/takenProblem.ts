import type { ChangeProblem } from '@lakefront/backstage-plugin-lakehouse-common';
import type { ChangeRow } from './ChangeRow';
import { nameError } from './nameError';

/** Another change holds a file until it is merged or closed: who asks second is told. */
export function takenProblem(
  /** Name of the object, or path of the file. */
  what: string,
  { title, url }: ChangeRow,
): ChangeProblem {
  return nameError(
    `${what} is in a change that is not merged yet: "${title}"${
      url ? ` (${url})` : ''
    }`,
    'open-change',
  );
}

import type { ChangeProblem } from '@lakefront/backstage-plugin-lakehouse-common';

/** A fault of the object's name: where a form shows it. */
export function nameError(message: string, code = 'name'): ChangeProblem {
  return { severity: 'error', code, path: 'metadata.name', message };
}

import type { ChangeCheck } from './types';

/** Warnings of a check that neither its consequences nor its fit tell already. Pure. */
export function otherWarnings(
  check: Pick<ChangeCheck, 'problems' | 'consequences' | 'fit'>,
): string[] {
  const { problems, consequences, fit } = check;
  return problems
    .filter(({ severity }) => severity === 'warning')
    .map(({ message }) => message)
    .filter(
      message =>
        !consequences.includes(message) && !fit?.summary.includes(message),
    );
}

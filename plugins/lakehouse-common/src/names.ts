import type { WorkloadKind } from './kinds/WorkloadKind';

/** Why a name cannot be given to a new object of the kind, or nothing. @public */
export function validateName(
  kind: Pick<WorkloadKind, 'nameRule'>,
  name: unknown,
): string | undefined {
  const { maxLength, pattern, message } = kind.nameRule;
  if (typeof name !== 'string' || name === '') {
    return 'A name is needed.';
  }
  if (name.length > maxLength) {
    return `The name has ${name.length} characters; at most ${maxLength} are possible.`;
  }
  return new RegExp(pattern).test(name) ? undefined : message;
}

const DOMAIN_NAME = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** Whether something can be the name of a domain: a DNS label, as it becomes part of names and paths. @public */
export function isDomainName(name: string): boolean {
  return DOMAIN_NAME.test(name);
}

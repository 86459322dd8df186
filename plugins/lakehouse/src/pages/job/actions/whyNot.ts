import { humanName } from '../../../format/humanName';

/** Why nothing can be asked for, and who can help. */
export function whyNot(detail: {
  mayChange?: boolean;
  /** Entity ref. */
  domainOwner?: string;
}): string | undefined {
  if (detail.mayChange) {
    return undefined;
  }
  const who = detail.domainOwner
    ? humanName(detail.domainOwner)
    : 'an owner of the domain';
  return `You may look, not change: ${who} can give you a role that may.`;
}

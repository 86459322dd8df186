import type { DomainMember, DomainRole } from './types';

const ENTITY_REF =
  /^(user|group):([a-z0-9][a-z0-9._-]*)\/([a-z0-9][a-z0-9._-]*)$/;
const ROLES: DomainRole[] = ['owner', 'editor', 'viewer'];

/** What a Namespace's annotations say about who belongs to its domain. @public */
export interface DomainMembership {
  owner?: string;
  /** The owner first, as role `owner`. */
  members: DomainMember[];
  /** What could not be believed; such an entry grants nothing. */
  problems: string[];
}

/**
 * Reads the annotations `lakefront.dev/owner` and `lakefront.dev/members`.
 * Never throws: what is not understood grants nothing and is told.
 * @public
 */
export function parseDomainMembers(annotations: {
  owner?: string;
  members?: string;
}): DomainMembership {
  const problems: string[] = [];
  const roles = new Map<string, DomainRole>();
  const owner = annotations.owner && toEntityRef(annotations.owner);
  if (owner) {
    roles.set(owner, 'owner');
  } else if (annotations.owner) {
    problems.push(`The owner "${annotations.owner}" is not an entity ref`);
  }
  for (const [ref, role] of readMembers(annotations.members, problems)) {
    const entityRef = toEntityRef(ref);
    const known = ROLES.find(one => one === role);
    if (!entityRef) {
      problems.push(`The member "${ref}" is not an entity ref`);
    } else if (!known) {
      problems.push(`The role ${JSON.stringify(role)} of ${ref} is not known`);
    } else if (!roles.has(entityRef)) {
      roles.set(entityRef, known);
    }
  }
  return {
    ...(owner && { owner }),
    members: [...roles].map(([entityRef, role]) => ({ entityRef, role })),
    problems,
  };
}

/** The best role that somebody with these entity refs has, or none. @public */
export function bestRole(
  members: DomainMember[],
  claims: string[],
): DomainRole | undefined {
  const mine = new Set(
    members
      .filter(({ entityRef }) => claims.includes(entityRef))
      .map(({ role }) => role),
  );
  return ROLES.find(role => mine.has(role));
}

function readMembers(
  text: string | undefined,
  problems: string[],
): Array<[string, unknown]> {
  if (!text) {
    return [];
  }
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return Object.entries(value);
    }
  } catch {
    // Told below, as every other thing that is not an object.
  }
  problems.push('The members are not a JSON object of entity ref to role');
  return [];
}

/** Entity refs are compared in lower case, as the catalog does. */
function toEntityRef(text: string): string | undefined {
  const lower = text.trim().toLocaleLowerCase('en-US');
  return ENTITY_REF.test(lower) ? lower : undefined;
}

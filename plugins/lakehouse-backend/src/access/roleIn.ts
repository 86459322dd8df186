import type { DomainRole } from '@lakefront/backstage-plugin-lakehouse-common';
import type { DomainPlace } from '../types';

const BEST_FIRST: DomainRole[] = ['owner', 'platform', 'editor', 'viewer'];

/** The best role that the claims give at a place; pure. */
export function roleIn(
  place: Pick<DomainPlace, 'owner' | 'members'>,
  options: { claims: readonly string[]; platform: readonly string[] },
): DomainRole | undefined {
  const { claims, platform } = options;
  const roles = new Set<DomainRole>(
    place.members
      .filter(({ entityRef }) => claims.includes(entityRef))
      .map(({ role }) => role),
  );
  if (place.owner && claims.includes(place.owner)) {
    roles.add('owner');
  }
  if (platform.some(ref => claims.includes(ref))) {
    roles.add('platform');
  }
  return BEST_FIRST.find(role => roles.has(role));
}

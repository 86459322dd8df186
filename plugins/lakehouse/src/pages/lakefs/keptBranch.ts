import type {
  KeptBranch,
  LakeFSRepository,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { formatRelative } from '../../format/formatTime';

/** Whether a deleted branch can be made again from the tag that holds its head. */
export function isRestorable(kept: KeptBranch, now: number): boolean {
  return (
    !kept.exists &&
    kept.tag !== undefined &&
    (kept.restorableUntil === undefined ||
      Date.parse(kept.restorableUntil) > now)
  );
}

/** Until when a branch can be had back, in a few words. */
export function restorableWords(kept: KeptBranch, now: number): string {
  const { exists, tag, restorableUntil } = kept;
  if (exists) {
    return 'still there';
  }
  if (!tag) {
    return 'no tag holds it';
  }
  if (!restorableUntil) {
    return 'no end';
  }
  const when = formatRelative(restorableUntil, now);
  return isRestorable(kept, now)
    ? `ends ${when}`
    : `ended ${when}: its data may be gone`;
}

/** Why a branch outlived its object, or that it was deleted. */
export function keptReason(kept: KeptBranch): string {
  return (
    kept.message ??
    kept.reason ??
    (kept.exists ? 'Kept.' : 'Deleted; a tag holds its last commit.')
  );
}

/**
 * Answers for the form of a new branch, so that a deleted one is made again;
 * nothing where its reader may ask for changes in none of the repository's domains.
 */
export function restoreAnswers(
  kept: KeptBranch,
  repository: LakeFSRepository,
): Record<string, unknown> | undefined {
  const [cluster, namespace, name] = kept.owner?.split('/') ?? [];
  const places = repository.domains.filter(({ mayChange }) => mayChange);
  const place =
    places.find(
      one =>
        one.kubernetesCluster === cluster && namespace === `dom-${one.domain}`,
    ) ?? places[0];
  return (
    place && {
      place: {
        domain: place.domain,
        kubernetesCluster: place.kubernetesCluster,
      },
      repository: {
        server: repository.server,
        repository: repository.repository,
      },
      source: kept.tag,
      name: name ?? kept.branch,
    }
  );
}

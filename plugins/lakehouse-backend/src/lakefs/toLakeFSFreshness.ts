import type {
  LakeFSAddress,
  LakeFSFreshness,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { Known } from './Refreshed';

/** How much can be believed of what is known. */
export function toLakeFSFreshness(
  about: { server: string } & Partial<LakeFSAddress>,
  known: Known<unknown>,
): LakeFSFreshness {
  const { server, repository } = about;
  const place = { server, ...(repository !== undefined && { repository }) };
  const readAt = known.readAt && {
    readAt: new Date(known.readAt).toISOString(),
  };
  const { failure } = known;
  if (failure) {
    return {
      ...{ ...place, state: failure.state, ...readAt },
      message: readAt
        ? `${failure.message}. What is shown is what it told last`
        : `${failure.message}. Nothing was read from it yet`,
    };
  }
  if (known.late) {
    return {
      ...{ ...place, state: 'stale', ...readAt },
      message: readAt
        ? `lakeFS ${server} takes long to answer; what is shown is what it told last`
        : `lakeFS ${server} takes long to answer; nothing was read from it yet`,
    };
  }
  return { ...place, state: 'live', ...readAt };
}

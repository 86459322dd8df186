import type {
  LakeFSAddress,
  LakeFSFreshness,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { LakeFSFailure } from './failureOf';
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
      ...{ ...place, state: failure.state, ...readAt, ...sinceOf(failure) },
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

/** Of a repository that lakeFS never told of: objects may tell of its branches. */
export function unreadFreshness({
  address,
  listed,
}: {
  address: LakeFSAddress;
  /** Of the server's list of repositories, which may have been read without it. */
  listed: Known<unknown>;
}): LakeFSFreshness {
  const { failure, late } = listed;
  return {
    ...toLakeFSFreshness(address, { failure, late }),
    fromObjects: true,
  };
}

/** Since when there is no answer, where that is why nothing is told. */
export function sinceOf({
  since,
}: LakeFSFailure): Pick<LakeFSFreshness, 'since'> {
  return since === undefined ? {} : { since: new Date(since).toISOString() };
}

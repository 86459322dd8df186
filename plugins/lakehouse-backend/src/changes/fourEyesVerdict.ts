import { portalRequester } from '@lakefront/backstage-plugin-lakehouse-common';
import type { GitHostReview } from '@lakefront/backstage-plugin-lakehouse-node';

export interface FourEyesVerdict {
  state: 'pending' | 'success';
  description: string;
}

/** Logins whose last review of this head is an approval, in the order they gave it. */
export function approversOf(
  reviews: GitHostReview[],
  headSha: string,
): string[] {
  const last = new Map<string, GitHostReview['state']>();
  const inOrder = [...reviews].sort((a, b) =>
    a.submittedAt.localeCompare(b.submittedAt),
  );
  for (const { login, state, commitSha } of inOrder) {
    // A comment takes back neither an approval nor a request for changes.
    if (commitSha === headSha && state !== 'commented') {
      last.delete(login);
      last.set(login, state);
    }
  }
  return [...last].flatMap(([login, state]) =>
    state === 'approved' ? [login] : [],
  );
}

/**
 * Whether another person than the requester approved this head. A login that
 * maps to nobody could be the requester's own second account: it does not count.
 */
export function fourEyesVerdict(options: {
  requestedBy: string;
  approvers: string[];
  /** Login on the host, lower case, to entity ref. */
  users: Record<string, string>;
}): FourEyesVerdict {
  const { requestedBy, approvers, users } = options;
  const other = approvers.find(login => {
    const user = users[login.toLocaleLowerCase('en-US')];
    return user !== undefined && !isSameUser(user, requestedBy);
  });
  if (other) {
    return { state: 'success', description: `Approved by ${other}` };
  }
  const unknown = approvers.find(
    login => users[login.toLocaleLowerCase('en-US')] === undefined,
  );
  return {
    state: 'pending',
    description: unknown
      ? `${unknown} approved, but is nobody the portal knows`
      : `Waits for an approval by somebody else than ${
          portalRequester(requestedBy) ?? requestedBy
        }`,
  };
}

/** Entity refs differ in nothing by the case of their letters. */
export function isSameUser(a: string, b: string): boolean {
  return a.toLocaleLowerCase('en-US') === b.toLocaleLowerCase('en-US');
}

import { HostUser } from './model';

export type Verdict = { allowed: true } | { allowed: false; reason: string };

type Person = Pick<HostUser, 'login' | 'groups' | 'admin' | 'person'>;

/** Why somebody who is nobody yet may do nothing. */
export const CHOOSE_FIRST = 'Choose who you are first.';

const ALLOWED: Verdict = { allowed: true };
const refused = (reason: string): Verdict => ({ allowed: false, reason });

export function isPlatformEngineer(user: Person): boolean {
  return user.groups.includes('platform-engineers');
}

/** Domains whose team this person is in: group `sales-data` is the team of `sales`. */
export function domainsOf(user: Person): string[] {
  return user.groups
    .filter(group => group.endsWith('-data'))
    .map(group => group.slice(0, -'-data'.length));
}

/** The domain whose workload directory a path is in. */
export function domainOfPath(path: string): string | undefined {
  return /^clusters\/[^/]+\/domains(?:-after)?\/([^/]+)\/./.exec(path)?.[1];
}

/** Machine accounts and everybody in a team may write; somebody in no team may only read. */
export function mayWrite(user: Person | undefined): Verdict {
  if (!user) {
    return refused(CHOOSE_FIRST);
  }
  return user.admin || !user.person || user.groups.length > 0
    ? ALLOWED
    : refused(`${user.login} is in no team and may only read.`);
}

/** The base branch moves by pull requests only, except for an administrator. */
export function mayPush(
  user: Person | undefined,
  branch: string,
  baseBranch: string,
): Verdict {
  const write = mayWrite(user);
  if (!write.allowed || user?.admin || branch !== baseBranch) {
    return write;
  }
  return refused(
    `Branch ${baseBranch} is protected: it changes by pull requests only.`,
  );
}

/** Who may merge follows what is touched: a team its own domains, platform engineers all. */
export function mayMerge(user: Person | undefined, paths: string[]): Verdict {
  if (!user) {
    return refused(CHOOSE_FIRST);
  }
  if (user.admin || isPlatformEngineer(user)) {
    return ALLOWED;
  }
  if (!user.person) {
    return refused(`${user.login} is a machine account and may not merge.`);
  }
  const own = domainsOf(user);
  const foreign = paths.find(path => {
    const domain = domainOfPath(path);
    return domain === undefined || !own.includes(domain);
  });
  if (foreign === undefined && own.length > 0) {
    return ALLOWED;
  }
  const domain = foreign && domainOfPath(foreign);
  return refused(
    domain
      ? `Only the team of domain ${domain} or a platform engineer may merge a change of ${foreign}.`
      : `Only a platform engineer may merge${
          foreign ? ` a change of ${foreign}` : ' this'
        }.`,
  );
}

/** Everybody signed in may approve, except one's own. */
export function mayApprove(user: Person | undefined, author: string): Verdict {
  if (!user) {
    return refused(CHOOSE_FIRST);
  }
  return user.login === author
    ? refused('Nobody approves their own pull request.')
    : ALLOWED;
}

/** Its author and those who may merge it may close and edit a pull request. */
export function mayClose(
  user: Person | undefined,
  author: string,
  paths: string[],
): Verdict {
  if (!user) {
    return refused(CHOOSE_FIRST);
  }
  return user.login === author || mayMerge(user, paths).allowed
    ? ALLOWED
    : refused('Only its author, or who may merge it, may close it.');
}

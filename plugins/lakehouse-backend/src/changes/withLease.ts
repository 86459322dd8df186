import type { GitHost } from '@lakefront/backstage-plugin-lakehouse-node';

/** The row's lease went to another replica, or this one stops: hands off. */
export class LeaseLostError extends Error {
  constructor() {
    super('the lease of this change is held by somebody else');
    this.name = 'LeaseLostError';
  }
}

/** A host each of whose calls is made only after `renew` said that the lease still holds. */
export function withLease(host: GitHost, renew: () => Promise<void>): GitHost {
  function leased<A extends unknown[], R>(
    call: (...args: A) => Promise<R>,
  ): (...args: A) => Promise<R> {
    return async (...args) => {
      await renew();
      return call.apply(host, args);
    };
  }
  return {
    title: host.title,
    getBranch: leased(host.getBranch),
    getFile: leased(host.getFile),
    listFiles: leased(host.listFiles),
    getLastCommit: leased(host.getLastCommit),
    commitToNewBranch: leased(host.commitToNewBranch),
    ...(host.renewBranch && { renewBranch: leased(host.renewBranch) }),
    findPullRequest: leased(host.findPullRequest),
    createPullRequest: leased(host.createPullRequest),
    ...(host.addLabels && { addLabels: leased(host.addLabels) }),
    ...(host.requestReviews && {
      requestReviews: leased(host.requestReviews),
    }),
    getPullRequest: leased(host.getPullRequest),
    listOpenPullRequests: leased(host.listOpenPullRequests),
    listReviews: leased(host.listReviews),
    setCommitStatus: leased(host.setCommitStatus),
    contains: leased(host.contains),
    deleteBranch: leased(host.deleteBranch),
    fileUrl: (...args) => host.fileUrl(...args),
  };
}

import type {
  GitHost,
  GitHostPullRequest,
} from '@lakefront/backstage-plugin-lakehouse-node';

const PER_PAGE = 50;

/** A Git host of pull requests in memory, which counts the calls that a real one would be sent. */
export class CountedHost {
  requests = 0;
  /** Numbers of the pull requests that were looked at. */
  looked: number[] = [];
  readonly pulls = new Map<number, GitHostPullRequest>();

  open(number: number, branch: string) {
    this.pulls.set(number, {
      number,
      url: `https://git.example.com/lakehouse/gitops/pulls/${number}`,
      state: 'open',
      title: `Pull request ${number}`,
      headBranch: branch,
      headSha: String(number).padStart(40, '0'),
      baseBranch: 'main',
      createdAt: '2026-01-05T08:00:00.000Z',
      version: '1',
    });
  }

  change(number: number, over: Partial<GitHostPullRequest>) {
    this.pulls.set(number, { ...this.pulls.get(number)!, ...over });
  }

  readonly host = {
    title: 'Counted',
    listOpenPullRequests: async () => {
      const open = [...this.pulls.values()].filter(
        ({ state }) => state === 'open',
      );
      this.requests += Math.max(1, Math.ceil(open.length / PER_PAGE));
      return open;
    },
    getPullRequest: async (_repository: unknown, number: number) => {
      this.requests += 1;
      this.looked.push(number);
      return this.pulls.get(number);
    },
    listReviews: async () => {
      this.requests += 1;
      return [];
    },
    getFile: async () => {
      this.requests += 1;
      return undefined;
    },
    setCommitStatus: async () => {
      this.requests += 1;
    },
  } as Partial<GitHost> as GitHost;
}

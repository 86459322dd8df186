import type { GitRepositoryTarget } from '@lakefront/backstage-plugin-lakehouse-node';
import type { GitHosts, GitHostsOptions } from '../createGitHosts';
import type { FakeAnswer, FakeHostServer } from './fakeHostServer';
import type { FakeRepository, MergeStyle } from './FakeRepository';
import type { OpenApiCheck } from './openApiCheck';

/** An OAuth token of a person, which every fake takes as such. */
export const USER_TOKEN = 'oauth-of-mia-0123456789';

/** A host of one make, with one repository, spoken to over HTTP. */
export interface GitHostFake {
  server: FakeHostServer;
  model: FakeRepository;
  repository: GitRepositoryTarget;
  /** Its credential, which no message may hold. */
  secret: string;
  hosts(options?: Partial<GitHostsOptions> & { secret?: string }): GitHosts;
  /** A refusal in the host's own words. */
  refusal(status: number, text: string): FakeAnswer;
  check?: OpenApiCheck;
}

export interface GitHostTraits {
  /** As in messages: `GitHub`. */
  title: string;
  start: () => Promise<GitHostFake>;
  mergeStyles: MergeStyle[];
  /** Whether answers have ETags. */
  etags: boolean;
  tellsChangesRequested?: boolean;
  /** Whether pull requests have labels; default true. */
  labels?: boolean;
  /** Reviewers as config has them, and what they are in the model; who opens pull requests, as config would have them. */
  reviewers: { given: string[]; asked: string[]; author?: string };
  /** Whether a branch can be made anew. */
  renews?: boolean;
  /** Whether its list differs after a review; default true. */
  listsTellReviews?: boolean;
  /** Published description that every exchange is held against where it is at hand. */
  describedBy?: string;
}

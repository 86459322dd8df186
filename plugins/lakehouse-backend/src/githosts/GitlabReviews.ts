import { NotFoundError } from '@backstage/errors';
import type {
  GitHostReview,
  GitRepositoryTarget,
} from '@lakefront/backstage-plugin-lakehouse-node';
import {
  toReviews,
  type GitlabApprovals,
  type GitlabMergeRequest,
  type GitlabNote,
  type GitlabUser,
  type GitlabVersion,
} from './gitlabShapes';
import type { RepositoryRequest } from './RepositoryRequest';

const PAGE_SIZE = 100;

/** Reviewers of merge requests on GitLab, and who approved. */
export class GitlabReviews {
  readonly #request: RepositoryRequest;
  readonly #userIds = new Map<string, number>();

  constructor(request: RepositoryRequest) {
    this.#request = request;
  }

  /** GitLab takes ids, and all reviewers at once: those it has stay. */
  async ask(
    repository: GitRepositoryTarget,
    number: number,
    reviewers: string[],
  ): Promise<void> {
    const doing = `ask for reviews of merge request !${number}`;
    const path = `/merge_requests/${number}`;
    const found = await Promise.all(
      reviewers.map(username => this.#userId(username, doing)),
    );
    const now = await this.#request.read<GitlabMergeRequest>(repository, path, {
      doing,
    });
    const before = (now?.reviewers ?? []).map(({ id }) => id);
    const all = [...new Set([...before, ...found])];
    if (all.length > before.length) {
      const body = { reviewer_ids: all };
      await this.#request.write(repository, path, {
        ...{ method: 'PUT', doing, body },
      });
    }
  }

  /** GitLab keeps no head with an approval, only its time; the versions tell the head of a time. */
  async list(
    repository: GitRepositoryTarget,
    number: number,
  ): Promise<GitHostReview[]> {
    const path = `/merge_requests/${number}`;
    const doing = `read the approvals of merge request !${number}`;
    const approvals = await this.#request.read<GitlabApprovals>(
      repository,
      `${path}/approvals`,
      { doing },
    );
    if (!approvals || approvals.approved_by.length === 0) {
      return [];
    }
    const versions = await this.#request.readPages<GitlabVersion>(
      repository,
      `${path}/versions?per_page=${PAGE_SIZE}`,
      { doing },
    );
    const timed = approvals.approved_by.every(one => one.approved_at);
    const notes = timed
      ? []
      : await this.#request.readPages<GitlabNote>(
          repository,
          `${path}/notes?sort=desc&order_by=created_at&per_page=${PAGE_SIZE}`,
          { doing },
        );
    return toReviews({ approvals, versions, notes });
  }

  async #userId(username: string, doing: string): Promise<number> {
    const query = new URLSearchParams({ username });
    const path = `/users?${query}`;
    const known = this.#userIds.get(username);
    const [user] =
      known === undefined
        ? (await this.#request.host.read<GitlabUser[]>({ path, doing })) ?? []
        : [{ id: known }];
    if (!user) {
      throw new NotFoundError(`GitLab has no user ${username}`);
    }
    this.#userIds.set(username, user.id);
    return user.id;
  }
}

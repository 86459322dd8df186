import type {
  GitHostReview,
  GitRepositoryTarget,
} from '@lakefront/backstage-plugin-lakehouse-node';
import type { BitbucketRequest } from './BitbucketRequest';
import {
  toReviews,
  type BitbucketActivity,
  type BitbucketPullRequest,
  type BitbucketUser,
} from './bitbucketShapes';

const PAGE_SIZE = 50;

/** Reviewers of pull requests on Bitbucket Cloud, and what they said. */
export class BitbucketReviews {
  readonly #request: BitbucketRequest;

  constructor(request: BitbucketRequest) {
    this.#request = request;
  }

  /** All reviewers are given at once: those it has stay. */
  async ask(
    repository: GitRepositoryTarget,
    number: number,
    reviewers: string[],
  ): Promise<void> {
    const pull = await readPull(this.#request, repository, number);
    if (!pull) {
      return;
    }
    const { title, author, reviewers: before = [] } = pull;
    const added = reviewers.filter(
      name => ![author, ...before].some(user => user && isUser(user, name)),
    );
    if (added.length > 0) {
      await this.#request.write(repository, `/pullrequests/${number}`, {
        method: 'PUT',
        doing: `ask for reviews of pull request #${number}`,
        body: {
          title,
          reviewers: [
            ...before.map(({ uuid }) => ({ uuid })),
            ...added.map(name =>
              name.startsWith('{') ? { uuid: name } : { account_id: name },
            ),
          ],
        },
      });
    }
  }

  async list(
    repository: GitRepositoryTarget,
    number: number,
  ): Promise<GitHostReview[]> {
    const pull = await readPull(this.#request, repository, number);
    if (!pull?.participants?.some(({ state }) => state)) {
      return [];
    }
    const activity = await this.#request.pages<BitbucketActivity>(
      repository,
      `/pullrequests/${number}/activity?pagelen=${PAGE_SIZE}`,
      `read the activity of pull request #${number}`,
    );
    return Promise.all(
      toReviews(pull, activity).map(async review => ({
        ...review,
        commitSha:
          review.commitSha &&
          (await this.#request.commit(repository, review.commitSha))?.hash,
      })),
    );
  }
}

/** The whole of it, with reviewers and participants, which lists leave out. */
export async function readPull(
  request: BitbucketRequest,
  repository: GitRepositoryTarget,
  number: number,
) {
  return request.read<BitbucketPullRequest>(
    repository,
    `/pullrequests/${number}`,
    { doing: `read pull request #${number}` },
  );
}

function isUser({ uuid, account_id }: BitbucketUser, name: string): boolean {
  return uuid === name || account_id === name;
}

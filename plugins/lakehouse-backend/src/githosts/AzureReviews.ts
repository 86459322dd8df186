import type {
  GitHostReview,
  GitRepositoryTarget,
} from '@lakefront/backstage-plugin-lakehouse-node';
import type { AzureRequest } from './AzureRequest';
import {
  toReviews,
  type AzureIteration,
  type AzureReviewer,
  type AzureThread,
} from './azureShapes';

/** Reviewers of pull requests on Azure DevOps, and how they voted. */
export class AzureReviews {
  readonly #request: AzureRequest;

  constructor(request: AzureRequest) {
    this.#request = request;
  }

  /** Only who is none yet: to be asked again might take a vote away. */
  async ask(
    repository: GitRepositoryTarget,
    number: number,
    reviewers: string[],
  ): Promise<void> {
    const path = `/pullRequests/${number}/reviewers`;
    const doing = `ask for reviews of pull request ${number}`;
    const known = await this.#request.values<AzureReviewer>(repository, path, {
      doing,
    });
    const body = reviewers
      .filter(id => !known.some(one => one.id === id))
      .map(id => ({ id }));
    if (body.length > 0) {
      await this.#request.post(repository, path, { doing, body });
    }
  }

  async list(
    repository: GitRepositoryTarget,
    number: number,
  ): Promise<GitHostReview[]> {
    const path = `/pullRequests/${number}`;
    const doing = `read the votes on pull request ${number}`;
    const reviewers = await this.#request.values<AzureReviewer>(
      repository,
      `${path}/reviewers`,
      { doing },
    );
    if (reviewers.every(({ vote }) => vote === 0)) {
      return [];
    }
    const [threads, iterations] = await Promise.all([
      this.#request.values<AzureThread>(repository, `${path}/threads`, {
        doing,
      }),
      this.#request.values<AzureIteration>(repository, `${path}/iterations`, {
        doing,
      }),
    ]);
    return toReviews({ reviewers, threads, iterations });
  }
}

import { InputError } from '@backstage/errors';
import type { GitHostProvider } from '@lakefront/backstage-plugin-lakehouse-node';

type Check = NonNullable<GitHostProvider['checkPullRequest']>;

const WHERE = 'lakehouse.gitops.repositories[].pullRequest';
const LOGIN = /^[\w.-]+$/;
const TEAM = /^[\w.-]+\/[\w.-]+$/;
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const ACCOUNT = /^(\{[0-9a-f-]{36}\}|[0-9a-z:-]{20,})$/i;

/** Each reviewer has to look like one of the host. */
function assertReviewers(
  { url, reviewers }: Parameters<Check>[0],
  is: (reviewer: string) => boolean,
  form: string,
) {
  const other = reviewers.find(reviewer => !is(reviewer));
  if (other !== undefined) {
    throw new InputError(
      `${WHERE}.reviewers of ${url}: '${other}' is no reviewer; expected ${form}`,
    );
  }
}

/** What labels and reviewers may be on each host, as far as can be told before it is asked. */
export const pullRequestChecks = {
  loginsAndTeams(asked) {
    const [owner] = new URL(asked.url).pathname.split('/').slice(-2);
    assertReviewers(
      asked,
      name =>
        LOGIN.test(name) || (TEAM.test(name) && name.split('/')[0] === owner),
      `a login, or a team of the repository's owner as ${owner}/<team>`,
    );
  },
  gitlab(asked) {
    const listed = asked.labels.find(label => label.includes(','));
    if (listed !== undefined) {
      throw new InputError(
        `${WHERE}.labels of ${asked.url}: '${listed}' has a comma, which GitLab takes for two labels`,
      );
    }
    assertReviewers(
      asked,
      name => LOGIN.test(name),
      'a username: GitLab asks no groups',
    );
  },
  azure(asked) {
    assertReviewers(
      asked,
      id => GUID.test(id),
      'the id (a GUID) of a user or group of Azure DevOps',
    );
  },
  bitbucketCloud(asked) {
    if (asked.labels.length > 0) {
      throw new InputError(
        `${WHERE}.labels of ${asked.url}: Bitbucket Cloud has no labels; leave them out`,
      );
    }
    assertReviewers(
      asked,
      id => ACCOUNT.test(id),
      'an account id, or a uuid in braces',
    );
  },
} satisfies Record<string, Check>;

import {
  fromAzure,
  fromBitbucketCloud,
  fromGithubOrGitea,
  fromGitlab,
  type HintReader,
} from './toGitHint';

const GITEA = { html_url: 'https://git.example.com/lakehouse/gitops' };
const GITLAB = { web_url: 'https://gitlab.example.com/data/lake/gitops' };
const BITBUCKET = {
  links: { html: { href: 'https://bitbucket.org/acme/gitops' } },
};

const azure = (remoteUrl: string) => ({
  eventType: 'git.pullrequest.updated',
  resource: { pullRequestId: 42, status: 'active', repository: { remoteUrl } },
});

const READERS: Array<[string, HintReader, unknown, string | undefined]> = [
  [
    'a pull request of Gitea',
    fromGithubOrGitea,
    {
      action: 'closed',
      number: 42,
      pull_request: { number: 42 },
      repository: GITEA,
    },
    GITEA.html_url,
  ],
  [
    'a review of GitHub',
    fromGithubOrGitea,
    {
      action: 'submitted',
      review: {},
      pull_request: { number: 42 },
      repository: GITEA,
    },
    GITEA.html_url,
  ],
  [
    'a comment on a pull request of GitHub',
    fromGithubOrGitea,
    { issue: { number: 42, pull_request: { url: 'x' } }, repository: GITEA },
    GITEA.html_url,
  ],
  [
    'a comment on an issue of GitHub',
    fromGithubOrGitea,
    { issue: { number: 42 }, repository: GITEA },
    undefined,
  ],
  [
    'a push to GitHub',
    fromGithubOrGitea,
    { ref: 'refs/heads/main', repository: GITEA },
    undefined,
  ],
  [
    'a merge request of GitLab',
    fromGitlab,
    {
      object_kind: 'merge_request',
      project: GITLAB,
      object_attributes: { id: 9_999, iid: 42, action: 'approved' },
    },
    GITLAB.web_url,
  ],
  [
    'a comment on a merge request of GitLab',
    fromGitlab,
    {
      object_kind: 'note',
      project: GITLAB,
      object_attributes: { id: 9_999 },
      merge_request: { id: 8_888, iid: 42 },
    },
    GITLAB.web_url,
  ],
  [
    'an issue of GitLab',
    fromGitlab,
    { object_kind: 'issue', project: GITLAB, object_attributes: { iid: 42 } },
    undefined,
  ],
  [
    'a pull request of Bitbucket',
    fromBitbucketCloud,
    { pullrequest: { id: 42 }, repository: BITBUCKET },
    'https://bitbucket.org/acme/gitops',
  ],
  [
    'a push to Bitbucket',
    fromBitbucketCloud,
    { push: { changes: [] }, repository: BITBUCKET },
    undefined,
  ],
  [
    'a pull request of Azure DevOps',
    fromAzure,
    azure('https://acme@dev.azure.com/acme/My%20Lake/_git/gitops'),
    'https://dev.azure.com/acme/My%20Lake/_git/gitops',
  ],
  [
    'an organization of before 2018',
    fromAzure,
    azure('https://acme.visualstudio.com/DefaultCollection/Lake/_git/gitops'),
    'https://dev.azure.com/acme/Lake/_git/gitops',
  ],
  [
    'a repository with the name of its project',
    fromAzure,
    azure('https://dev.azure.com/acme/_git/Lake'),
    'https://dev.azure.com/acme/Lake/_git/Lake',
  ],
  [
    "a server of one's own",
    fromAzure,
    azure('https://ado.example.com/tfs/Data/Lake/_git/gitops'),
    'https://ado.example.com/tfs/Data/Lake/_git/gitops',
  ],
  [
    'a comment on a pull request of Azure DevOps',
    fromAzure,
    {
      resource: {
        comment: { id: 7 },
        pullRequest: azure('https://dev.azure.com/acme/Lake/_git/gitops')
          .resource,
      },
    },
    'https://dev.azure.com/acme/Lake/_git/gitops',
  ],
  [
    'a push to Azure DevOps',
    fromAzure,
    { resource: { pushId: 42, repository: { remoteUrl: 'https://x/y' } } },
    undefined,
  ],
];

describe('where a webhook says to look', () => {
  it.each(READERS)('%s', (_title, reader, payload, repositoryUrl) => {
    expect(reader(payload)).toEqual(
      repositoryUrl && { repositoryUrl, number: 42 },
    );
  });

  it.each([
    null,
    undefined,
    'text',
    42,
    [],
    {},
    { repository: null, project: 1, resource: [] },
    { repository: { html_url: 5 }, pull_request: { number: 1 } },
    { repository: GITEA, pull_request: { number: '1' } },
    { repository: GITEA, pull_request: { number: 1.5 } },
    { repository: GITEA, pull_request: { number: 1e300 } },
    azure('no address').resource,
    Object.create({ repository: GITEA, pull_request: { number: 1 } }),
  ])('finds nothing in %j', payload => {
    for (const [, reader] of READERS) {
      expect(reader(payload)).toBeUndefined();
    }
  });

  it("takes an address that is none as it is: it is nobody's", () => {
    expect(fromAzure(azure('no address'))?.repositoryUrl).toBe('no address');
  });
});

/** That something happened to a pull request; nothing in it is believed, it only causes a read. */
export interface GitHint {
  /** Web address, as the host itself has it. */
  repositoryUrl: string;
  number: number;
}

/** Finds which pull request a webhook's payload is about; nothing where it is about none. */
export type HintReader = (payload: unknown) => GitHint | undefined;

/** GitHub's, Gitea's and Forgejo's, reviews and comments on a pull request too. */
export const fromGithubOrGitea: HintReader = payload =>
  toHint(
    read(payload, 'repository', 'html_url'),
    read(payload, 'pull_request', 'number') ??
      // A comment on a pull request is one on an issue that says so.
      (read(payload, 'issue', 'pull_request')
        ? read(payload, 'issue', 'number')
        : undefined),
  );

/** GitLab's, approvals and comments on a merge request too. */
export const fromGitlab: HintReader = payload =>
  toHint(
    read(payload, 'project', 'web_url'),
    read(payload, 'object_kind') === 'merge_request'
      ? read(payload, 'object_attributes', 'iid')
      : read(payload, 'merge_request', 'iid'),
  );

export const fromBitbucketCloud: HintReader = payload =>
  toHint(
    read(payload, 'repository', 'links', 'html', 'href'),
    read(payload, 'pullrequest', 'id'),
  );

/** Azure DevOps': a pull request's, or a comment's on one. */
export const fromAzure: HintReader = payload => {
  const resource = read(payload, 'resource');
  const pullRequest = read(resource, 'pullRequest') ?? resource;
  const remoteUrl = read(pullRequest, 'repository', 'remoteUrl');
  return toHint(
    typeof remoteUrl === 'string' ? toAzureUrl(remoteUrl) : undefined,
    read(pullRequest, 'pullRequestId'),
  );
};

/**
 * The address as config has it: an organization of before 2018 is a host of its
 * own, and a repository with the name of its project may come without that.
 */
function toAzureUrl(remoteUrl: string): string {
  if (!URL.canParse(remoteUrl)) {
    return remoteUrl;
  }
  const { hostname, origin, pathname } = new URL(remoteUrl);
  const organization = /^([^.]+)\.visualstudio\.com$/i.exec(hostname)?.[1];
  const path = organization
    ? `/${organization}${pathname.replace(/^\/DefaultCollection(?=\/)/i, '')}`
    : pathname;
  const short = /^(\/[^/]+)\/_git\/([^/]+)$/.exec(path);
  return `${organization ? 'https://dev.azure.com' : origin}${
    short ? `${short[1]}/${short[2]}/_git/${short[2]}` : path
  }`;
}

function toHint(url: unknown, number: unknown): GitHint | undefined {
  return typeof url === 'string' && Number.isSafeInteger(number)
    ? { repositoryUrl: url, number: number as number }
    : undefined;
}

function read(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>(
    (at, key) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, key)
        ? (at as Record<string, unknown>)[key]
        : undefined,
    value,
  );
}

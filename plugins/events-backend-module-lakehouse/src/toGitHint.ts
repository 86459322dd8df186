/** That something happened in a repository; nothing in it is believed, it only causes a read. */
export interface GitHint {
  repositoryUrl: string;
  /** Of the pull request that it was about. */
  number?: number;
  /** That was pushed to. */
  branch?: string;
}

/** What a webhook of Gitea is about; nothing where it names no repository. */
export function toGitHint(payload: unknown): GitHint | undefined {
  const repositoryUrl = read(payload, 'repository', 'html_url');
  if (typeof repositoryUrl !== 'string') {
    return undefined;
  }
  const number =
    read(payload, 'pull_request', 'number') ?? read(payload, 'number');
  const ref = read(payload, 'ref');
  return {
    repositoryUrl,
    ...(Number.isSafeInteger(number) && { number: number as number }),
    ...(typeof ref === 'string' &&
      ref.startsWith('refs/heads/') && {
        branch: ref.slice('refs/heads/'.length),
      }),
  };
}

function read(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>(
    (at, key) =>
      typeof at === 'object' && at !== null
        ? (at as Record<string, unknown>)[key]
        : undefined,
    value,
  );
}

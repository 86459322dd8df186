const REPOSITORY = '/api/v1/repos/lakehouse/gitops';
const PAGE_SIZE = 50;

export interface PullRequest {
  number: number;
  title: string;
  body: string;
  state: 'open' | 'closed';
  merged: boolean;
  html_url: string;
  head: { ref: string; sha: string };
}

export interface CommitStatus {
  context: string;
  status: string;
  description: string;
}

/** The Git host's API, as one of its accounts. */
export class GitHostApi {
  constructor(readonly url: string, readonly account: string) {}

  as(account: string) {
    return new GitHostApi(this.url, account);
  }

  async send(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; text: string }> {
    const response = await fetch(`${this.url}${REPOSITORY}${path}`, {
      method,
      headers: {
        Authorization: `token sandbox-${this.account}`,
        'Content-Type': 'application/json',
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(20_000),
    });
    return { status: response.status, text: await response.text() };
  }

  async get<T>(path: string): Promise<T> {
    const { status, text } = await this.send('GET', path);
    if (status !== 200) throw new Error(`${path} answers ${status}: ${text}`);
    return JSON.parse(text) as T;
  }

  async #all<T>(path: string): Promise<T[]> {
    const items: T[] = [];
    for (let page = 1; ; page++) {
      const separator = path.includes('?') ? '&' : '?';
      const found = await this.get<T[]>(
        `${path}${separator}limit=${PAGE_SIZE}&page=${page}`,
      );
      items.push(...found);
      if (found.length < PAGE_SIZE) return items;
    }
  }

  async branches(): Promise<string[]> {
    const found = await this.#all<{ name: string }>('/branches');
    return found.map(({ name }) => name).sort();
  }

  pulls(): Promise<PullRequest[]> {
    return this.#all('/pulls?state=all');
  }

  pull(number: number): Promise<PullRequest> {
    return this.get(`/pulls/${number}`);
  }

  /** The last status of each context. */
  async statuses(sha: string): Promise<Record<string, CommitStatus>> {
    const { statuses } = await this.get<{ statuses: CommitStatus[] | null }>(
      `/commits/${sha}/status`,
    );
    return Object.fromEntries(
      (statuses ?? []).map(status => [status.context, status]),
    );
  }

  approve(number: number) {
    return this.send('POST', `/pulls/${number}/reviews`, {
      event: 'APPROVED',
      body: 'Looks good.',
    });
  }

  merge(number: number) {
    return this.send('POST', `/pulls/${number}/merge`, { Do: 'merge' });
  }

  close(number: number) {
    return this.send('PATCH', `/pulls/${number}`, { state: 'closed' });
  }

  async hasFile(path: string): Promise<boolean> {
    const { status } = await this.send('GET', `/contents/${path}`);
    return status === 200;
  }

  /** Takes a file away from the base branch, which only an administrator may. */
  async removeFile(path: string) {
    const { sha } = await this.get<{ sha: string }>(`/contents/${path}`);
    return this.send('DELETE', `/contents/${path}`, {
      sha,
      branch: 'main',
      message: `Remove ${path}`,
    });
  }

  /** One commit of new files on the base branch, which only an administrator may make. */
  addFiles(files: Record<string, string>, message: string) {
    return this.send('POST', '/contents', {
      branch: 'main',
      message,
      files: Object.entries(files).map(([path, text]) => ({
        operation: 'create',
        path,
        content: Buffer.from(text).toString('base64'),
      })),
    });
  }

  /** A commit of one new file on a new branch. */
  commitToNewBranch(
    branch: string,
    file: { path: string; content: string; message?: string },
  ) {
    return this.send('POST', '/contents', {
      branch: 'main',
      new_branch: branch,
      message: file.message ?? `Add ${file.path}`,
      files: [
        {
          operation: 'create',
          path: file.path,
          content: Buffer.from(file.content).toString('base64'),
        },
      ],
    });
  }
}

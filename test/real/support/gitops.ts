import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { stringify } from 'yaml';
import { gitopsFiles } from '../../../packages/sandbox/src/seed/gitopsFiles';
import { documents } from './definitions';
import type { Engine } from './engines';
import type { RealGitea } from './gitea';

const run = promisify(execFile);

export const REPOSITORY = 'lakehouse/gitops';
const API = `/repos/${REPOSITORY}`;

interface PullRequest {
  number: number;
  title: string;
  body: string;
  state: string;
  merged: boolean;
  merge_commit_sha: string;
  html_url: string;
  head: { ref: string; sha: string };
  user: { login: string };
}

/** The GitOps repository on a real Gitea, and who may do what there. */
export class GitOps {
  constructor(
    readonly gitea: RealGitea,
    /** Token by login. */
    readonly tokens: Record<string, string>,
  ) {}

  get url(): string {
    return `${this.gitea.url}/${REPOSITORY}`;
  }

  /** A call below the repository as somebody; the administrator where nobody is named. */
  call(method: string, apiPath: string, body?: unknown, login?: string) {
    const token = login ? this.tokens[login] : this.gitea.adminToken;
    return this.gitea.api(method, `${API}${apiPath}`, body, token);
  }

  pull(number: number): Promise<PullRequest> {
    return this.call('GET', `/pulls/${number}`);
  }

  async branches(): Promise<string[]> {
    const found: Array<{ name: string }> = await this.call('GET', '/branches');
    return found.map(({ name }) => name);
  }

  approve(number: number, login: string) {
    const review = { event: 'APPROVED', body: 'Looks good.' };
    return this.call('POST', `/pulls/${number}/reviews`, review, login);
  }

  merge(number: number, login: string) {
    return this.call('POST', `/pulls/${number}/merge`, { Do: 'merge' }, login);
  }

  /** State of a status of a commit; nothing where it was never set. */
  async status(sha: string, context: string): Promise<string | undefined> {
    const { statuses } = await this.call('GET', `/commits/${sha}/status`);
    const found = (
      (statuses ?? []) as Array<{ context: string; status: string }>
    ).find(status => status.context === context);
    return found?.status;
  }

  async text(file: string): Promise<string> {
    const { content } = await this.call('GET', `/contents/${file}`);
    return Buffer.from(content, 'base64').toString('utf8');
  }

  /** A commit of new files straight to main, as only the administrator may. */
  add(files: Record<string, string>, message: string) {
    return this.call('POST', '/contents', {
      branch: 'main',
      message,
      files: Object.entries(files).map(([file, text]) => ({
        operation: 'create',
        path: file,
        content: Buffer.from(text).toString('base64'),
      })),
    });
  }

  /** One commit that takes several files away. */
  async removeAll(files: string[], message: string) {
    const operations = files.map(async file => {
      const { sha } = await this.call('GET', `/contents/${file}`);
      return { operation: 'delete', path: file, sha };
    });
    return this.call('POST', '/contents', {
      ...{ branch: 'main', message, files: await Promise.all(operations) },
    });
  }

  async remove(file: string) {
    const { sha } = await this.call('GET', `/contents/${file}`);
    const body = { sha, branch: 'main', message: `Remove ${file}` };
    return this.call('DELETE', `/contents/${file}`, body);
  }
}

/**
 * Pushes the sandbox's GitOps repository, without its jobs, to a private
 * repository where only people merge, and only what the portal's four-eyes
 * status passes.
 */
export async function createGitOps(
  directory: string,
  gitea: RealGitea,
  engines: Engine[],
): Promise<GitOps> {
  const [owner, name] = REPOSITORY.split('/');
  const tokens: Record<string, string> = {};
  for (const login of ['portal', 'engine', 'mia', 'ben']) {
    tokens[login] = await gitea.addUser(login);
  }
  await gitea.api('POST', '/orgs', { username: owner, visibility: 'private' });
  const repository = { name, private: true, default_branch: 'main' };
  await gitea.api('POST', `/orgs/${owner}/repos`, repository);
  await push(path.join(directory, 'gitops'), gitea, engines);
  const gitops = new GitOps(gitea, tokens);
  const rights = {
    ...{ portal: 'write', engine: 'read', mia: 'write', ben: 'write' },
  };
  for (const [login, permission] of Object.entries(rights)) {
    await gitops.call('PUT', `/collaborators/${login}`, { permission });
  }
  await gitops.call('POST', '/branch_protections', {
    rule_name: 'main',
    enable_push: true,
    enable_push_whitelist: true,
    push_whitelist_usernames: ['root-admin'],
    enable_merge_whitelist: true,
    merge_whitelist_usernames: ['mia', 'ben'],
    required_approvals: 1,
    enable_status_check: true,
    status_check_contexts: ['lakefront/four-eyes'],
  });
  return gitops;
}

async function push(
  folder: string,
  gitea: RealGitea,
  engines: Engine[],
): Promise<void> {
  for (const engine of engines) {
    const files = gitopsFiles(engine.cluster, gitea.url);
    for (const [file, text] of Object.entries(files)) {
      await fs.mkdir(path.dirname(path.join(folder, file)), {
        recursive: true,
      });
      await fs.writeFile(path.join(folder, file), hurriedFile(engine, text));
    }
  }
  const git = (...args: string[]) =>
    run(
      'git',
      ['-c', 'user.name=root-admin', '-c', 'user.email=a@example.com', ...args],
      { cwd: folder },
    );
  await git('init', '--quiet', '--initial-branch=main');
  await git('add', '.');
  await git('commit', '--quiet', '--message=Begin');
  const address = new URL(`${gitea.url}/${REPOSITORY}.git`);
  address.username = 'root-admin';
  address.password = gitea.adminToken;
  await git('push', '--quiet', address.href, 'main');
}

/** The file with what an engine is to look at more often. */
export function hurriedFile(engine: Engine, text: string): string {
  if (!text.includes('apiVersion:')) return text;
  return documents(text)
    .map(object =>
      stringify(engine.hurried(object), {
        lineWidth: 0,
        aliasDuplicateObjects: false,
      }),
    )
    .join('---\n');
}

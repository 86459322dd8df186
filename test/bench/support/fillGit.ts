import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { RealGitea } from '../../real/support/gitea';

const run = promisify(execFile);
const PER_DIRECTORY = 200;

export interface FilledRepository {
  /** One commit on a new branch and a pull request: the two calls that the host has for it. */
  proposeRaw(branch: string, file: string, text: string): Promise<void>;
  /** The same by a clone of the newest commit, a commit and a push. */
  proposeByClone(branch: string, file: string, text: string): Promise<void>;
  /** Closes a pull request. */
  close(pullRequest: number): Promise<void>;
}

/** A repository of the user `portal` with so many small manifests, 200 to a directory. */
export async function createRepository(options: {
  gitea: RealGitea;
  directory: string;
  name: string;
  files: number;
  token: string;
}): Promise<FilledRepository> {
  const { gitea, name, files, token } = options;
  const folder = path.join(options.directory, `fill-${name}`);
  for (let n = 0; n < files; n++) {
    const place = path.join(
      ...[folder, 'clusters', 'west', 'domains'],
      ...[`other-${Math.floor(n / PER_DIRECTORY)}`, 'spark-application'],
    );
    if (n % PER_DIRECTORY === 0) await fs.mkdir(place, { recursive: true });
    const object = {
      apiVersion: 'sparkoperator.k8s.io/v1beta2',
      kind: 'SparkApplication',
      metadata: { name: `job-${n}` },
    };
    await fs.writeFile(
      path.join(place, `job-${n}.yaml`),
      `${JSON.stringify(object)}\n`,
    );
  }
  await gitea.api('POST', '/user/repos', { name, private: true }, token);
  const address = new URL(`${gitea.url}/portal/${name}.git`);
  address.username = 'portal';
  address.password = token;
  await git(folder, 'init', '--quiet', '--initial-branch=main');
  await git(folder, 'add', '.');
  await git(folder, 'commit', '--quiet', `--message=Begin with ${files} files`);
  await git(folder, 'push', '--quiet', address.href, 'main');
  const call = (apiPath: string, body: object, method = 'POST') =>
    gitea.api(method, `/repos/portal/${name}${apiPath}`, body, token);
  const openPullRequest = (branch: string) =>
    call('/pulls', { head: branch, base: 'main', title: `Add ${branch}` });

  return {
    async proposeRaw(branch, file, text) {
      await call('/contents', {
        branch: 'main',
        new_branch: branch,
        message: `Add ${file}`,
        files: [
          {
            operation: 'create',
            path: file,
            content: Buffer.from(text).toString('base64'),
          },
        ],
      });
      await openPullRequest(branch);
    },
    async proposeByClone(branch, file, text) {
      const clone = path.join(options.directory, branch);
      await git('.', 'clone', '--quiet', '--depth=1', address.href, clone);
      await git(clone, 'checkout', '--quiet', '-b', branch);
      await fs.mkdir(path.dirname(path.join(clone, file)), { recursive: true });
      await fs.writeFile(path.join(clone, file), text);
      await git(clone, 'add', file);
      await git(clone, 'commit', '--quiet', `--message=Add ${file}`);
      await git(clone, 'push', '--quiet', 'origin', branch);
      await openPullRequest(branch);
      await fs.rm(clone, { recursive: true, force: true });
    },
    async close(pullRequest) {
      await call(`/pulls/${pullRequest}`, { state: 'closed' }, 'PATCH');
    },
  };
}

function git(cwd: string, ...args: string[]) {
  const who = ['-c', 'user.name=portal', '-c', 'user.email=portal@example.com'];
  return run('git', [...who, ...args], { cwd });
}

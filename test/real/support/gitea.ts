import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { freePort, runServer } from './run';
import { moduleDirectory, serverBinary, SERVERS } from './servers.mjs';

const run = promisify(execFile);
const NOBODY = 65534;

export interface RealGitea {
  url: string;
  adminToken: string;
  /** A call of its API as the administrator, or with another token. */
  api(
    method: string,
    apiPath: string,
    body?: unknown,
    token?: string,
  ): Promise<any>;
  /** Makes a user and answers a token that may write repositories. */
  addUser(name: string): Promise<string>;
  stop(): Promise<void>;
}

/** Gitea on a free port of this machine, its data in `directory`. */
export async function startGitea(directory: string): Promise<RealGitea> {
  const binary = await serverBinary('gitea');
  const { Dir } = await moduleDirectory(
    SERVERS.gitea.module,
    SERVERS.gitea.version,
  );
  const work = path.join(directory, 'gitea');
  const home = path.join(work, 'home');
  await fs.mkdir(home, { recursive: true });
  // The module cache is read-only and Gitea wants its pages beside it, writable.
  for (const folder of ['templates', 'options', 'public']) {
    await fs.cp(path.join(Dir, folder), path.join(work, 'static', folder), {
      recursive: true,
    });
  }
  const program = path.join(work, 'gitea-server');
  await fs.copyFile(binary, program);
  await fs.chmod(program, 0o755);
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const config = path.join(work, 'app.ini');
  // Gitea refuses to be root.
  const uid = process.getuid?.() === 0 ? NOBODY : undefined;
  await fs.writeFile(
    config,
    [
      uid === undefined ? '' : 'RUN_USER = nobody',
      'RUN_MODE = prod',
      '[server]',
      'HTTP_ADDR = 127.0.0.1',
      `HTTP_PORT = ${port}`,
      `ROOT_URL = ${url}/`,
      'OFFLINE_MODE = true',
      'DISABLE_SSH = true',
      `STATIC_ROOT_PATH = ${path.join(work, 'static')}`,
      `APP_DATA_PATH = ${path.join(work, 'data')}`,
      '[database]',
      'DB_TYPE = sqlite3',
      `PATH = ${path.join(work, 'gitea.db')}`,
      '[repository]',
      `ROOT = ${path.join(work, 'repositories')}`,
      'DEFAULT_BRANCH = main',
      '[security]',
      'INSTALL_LOCK = true',
      'SECRET_KEY = real-path-of-a-test',
      '[service]',
      'DISABLE_REGISTRATION = true',
      '[log]',
      'MODE = console',
      'LEVEL = Warn',
      '[cron]',
      'ENABLED = false',
      '[webhook]',
      'ALLOWED_HOST_LIST = loopback',
      '',
    ].join('\n'),
  );
  if (uid !== undefined) {
    await run('chown', ['-R', `${uid}`, work]);
    // Its folder has to be reachable for that user.
    await fs.chmod(directory, 0o755);
  }
  const env = {
    ...process.env,
    HOME: home,
    GITEA_WORK_DIR: work,
    USER: uid === undefined ? process.env.USER : 'nobody',
  };
  const gitea = (...args: string[]) =>
    run(program, [...args, '--config', config], { env, uid, cwd: work });
  await gitea('migrate');
  const { stdout } = await gitea(
    'admin',
    'user',
    'create',
    '--admin',
    '--username',
    'root-admin',
    '--email',
    'admin@example.com',
    '--random-password',
    '--must-change-password=false',
    '--access-token',
    '--access-token-scopes',
    'all',
    '--access-token-name',
    'test',
  );
  const adminToken = /([0-9a-f]{40})/.exec(stdout)?.[1] ?? '';

  const api: RealGitea['api'] = async (
    method,
    apiPath,
    body,
    token = adminToken,
  ) => {
    const response = await fetch(`${url}/api/v1${apiPath}`, {
      method,
      headers: {
        authorization: `token ${token}`,
        'content-type': 'application/json',
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok)
      throw new Error(`${method} ${apiPath}: ${response.status} ${text}`);
    return text ? JSON.parse(text) : undefined;
  };

  const server = await runServer({
    name: 'gitea',
    command: program,
    args: ['web', '--config', config],
    directory: work,
    env: { HOME: home, GITEA_WORK_DIR: work },
    uid,
    ready: async () => {
      await api('GET', '/version');
    },
  });

  return {
    url,
    adminToken,
    api,
    async addUser(name) {
      await gitea(
        'admin',
        'user',
        'create',
        '--username',
        name,
        '--email',
        `${name}@example.com`,
        '--random-password',
        '--must-change-password=false',
      );
      const { stdout: out } = await gitea(
        'admin',
        'user',
        'generate-access-token',
        '--username',
        name,
        '--token-name',
        'test',
        '--scopes',
        'all',
        '--raw',
      );
      return out.trim().split('\n').pop() ?? '';
    },
    stop: () => server.stop(),
  };
}

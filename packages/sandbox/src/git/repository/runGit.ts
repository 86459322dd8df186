import { spawn } from 'node:child_process';
import os from 'node:os';

export class GitCommandError extends Error {
  constructor(
    readonly command: string,
    readonly exitCode: number | null,
    readonly stderr: string,
  ) {
    super(`git ${command} failed (${exitCode}): ${stderr.trim()}`);
    this.name = 'GitCommandError';
  }
}

/**
 * An environment in which the machine's own Git settings, hooks and
 * repositories have no say, so that the same input gives the same commits
 * everywhere.
 */
export function gitEnvironment(
  extra: Record<string, string> = {},
): NodeJS.ProcessEnv {
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !name.startsWith('GIT_') || name === 'GIT_EXEC_PATH',
    ),
  );
  return {
    ...inherited,
    LC_ALL: 'C',
    TZ: 'UTC',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: os.devNull,
    GIT_TERMINAL_PROMPT: '0',
    GIT_LITERAL_PATHSPECS: '1',
    GIT_CONFIG_COUNT: '2',
    GIT_CONFIG_KEY_0: 'safe.directory',
    GIT_CONFIG_VALUE_0: '*',
    GIT_CONFIG_KEY_1: 'core.quotePath',
    GIT_CONFIG_VALUE_1: 'false',
    ...extra,
  };
}

export interface RunGitOptions {
  input?: string | Buffer;
  env?: Record<string, string>;
  /** Exit codes that are answers, besides 0. */
  accept?: number[];
}

/** One run of the machine's git, arguments as they are, never a shell. */
export async function runGit(
  args: string[],
  options: RunGitOptions = {},
): Promise<{ code: number; stdout: Buffer }> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', args, {
      env: gitEnvironment(options.env),
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', chunk => stdout.push(chunk));
    child.stderr.on('data', chunk => stderr.push(chunk));
    child.on('error', reject);
    // A git that stops early closes its input: its exit code tells the story.
    child.stdin.on('error', () => {});
    child.on('close', code => {
      if (code === 0 || (code !== null && options.accept?.includes(code))) {
        resolve({ code, stdout: Buffer.concat(stdout) });
      } else {
        const command = args.find(arg => !arg.startsWith('-')) ?? '';
        reject(
          new GitCommandError(
            command,
            code,
            Buffer.concat(stderr).toString('utf8'),
          ),
        );
      }
    });
    child.stdin.end(options.input ?? '');
  });
}

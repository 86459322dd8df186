import fs from 'node:fs/promises';
import path from 'node:path';
import { Clock, Logger, Random, SampleUser } from '../../types';
import { GitRepository } from '../repository/GitRepository';
import { isRepositoryName } from '../repository/names';
import { runGit } from '../repository/runGit';
import { notFound } from './GitHostError';
import {
  Comment,
  CommitStatus,
  HostedRepository,
  HostUser,
  Label,
  PullRequest,
  Review,
} from './model';
import { Mutex } from './Mutex';

export interface GitHostOptions {
  clock: Clock;
  random: Random;
  logger?: Logger;
  /** Directory for the repositories; what it holds of the same names is replaced. */
  dataDir: string;
  users: SampleUser[];
  /** Token to login. A login that is no sample user is a machine account. */
  tokens: Record<string, string>;
  /** Logins with all rights. */
  admins: string[];
}

export type HostEvent = { repository: HostedRepository; actor: HostUser } & (
  | { type: 'push'; branch: string; before: string; after: string }
  | {
      type: 'pull';
      action: 'opened' | 'closed' | 'reopened' | 'edited' | 'synchronized';
      pull: PullRequest;
    }
  | { type: 'review'; pull: PullRequest; review: Review }
  | { type: 'comment'; pull: PullRequest; comment: Comment }
  | { type: 'status'; sha: string; status: CommitStatus }
);

function groupName(ref: string): string {
  return ref.split(/[:/]/).pop() ?? ref;
}

/** What the host knows: users, repositories, and who listens. Git itself is in the repositories. */
export class GitHost {
  readonly repositories = new Map<string, HostedRepository>();
  readonly users = new Map<string, HostUser>();
  /** Where it can be reached, known when it listens. */
  baseUrl = '';
  private readonly listeners = new Set<(event: HostEvent) => void>();
  private lastId = 0;

  constructor(readonly options: GitHostOptions) {
    const people = new Map(options.users.map(user => [user.name, user]));
    const logins = new Set([
      ...people.keys(),
      ...options.admins,
      ...Object.values(options.tokens),
    ]);
    let id = 0;
    for (const login of logins) {
      const person = people.get(login);
      id += 1;
      this.users.set(login, {
        id,
        login,
        fullName: person?.fullName ?? login,
        email: person?.email ?? `${login}@localhost`,
        groups: (person?.groups ?? []).map(groupName),
        admin: options.admins.includes(login),
        person: person !== undefined,
      });
    }
  }

  nextId(): number {
    this.lastId += 1;
    return this.lastId;
  }

  now(): number {
    return this.options.clock.now();
  }

  user(login: string): HostUser {
    const user = this.users.get(login);
    if (!user) {
      throw notFound(`user does not exist [name: ${login}]`);
    }
    return user;
  }

  userOfToken(token: string): HostUser | undefined {
    const known = Object.prototype.hasOwnProperty.call(
      this.options.tokens,
      token,
    );
    return known ? this.users.get(this.options.tokens[token]) : undefined;
  }

  repository(fullName: string): HostedRepository {
    const repository = this.repositories.get(fullName);
    if (!repository) {
      throw notFound('The target could not be found.');
    }
    return repository;
  }

  /** An empty repository on disk. */
  async addRepository(
    fullName: string,
    options: { private?: boolean } = {},
  ): Promise<HostedRepository> {
    if (!isRepositoryName(fullName)) {
      throw new Error(`Not a name of a repository: ${fullName}`);
    }
    const directory = path.join(
      this.options.dataDir,
      'repositories',
      `${fullName}.git`,
    );
    await fs.rm(directory, { recursive: true, force: true });
    await fs.mkdir(directory, { recursive: true });
    await runGit([
      'init',
      '--quiet',
      '--bare',
      '--template=',
      '--initial-branch=main',
      directory,
    ]);
    const git = new GitRepository(directory);
    for (const [key, value] of Object.entries({
      'gc.auto': '0',
      'receive.autogc': 'false',
      'http.receivepack': 'true',
      'uploadpack.allowReachableSHA1InWant': 'true',
    })) {
      await git.git(['config', key, value]);
    }
    const [owner, name] = fullName.split('/');
    const repository: HostedRepository = {
      id: this.nextId(),
      owner,
      name,
      fullName,
      private: options.private ?? false,
      defaultBranch: 'main',
      git,
      createdAt: this.now(),
      updatedAt: this.now(),
      pulls: [],
      statuses: new Map(),
      hooks: [],
      protections: [],
      labels: [],
      lock: new Mutex(),
      facts: new Map(),
    };
    this.repositories.set(fullName, repository);
    return repository;
  }

  addLabel(
    repository: HostedRepository,
    label: { name: string; color?: string; description?: string },
  ): Label {
    const { name, color = '888888', description = '' } = label;
    const made = { id: this.nextId(), name, color, description };
    repository.labels.push(made);
    return made;
  }

  subscribe(listener: (event: HostEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  emit(event: HostEvent): void {
    for (const listener of this.listeners) {
      try {
        listener(event);
      } catch (error) {
        this.options.logger?.warn(
          `A listener of the Git host failed: ${error}`,
        );
      }
    }
  }
}

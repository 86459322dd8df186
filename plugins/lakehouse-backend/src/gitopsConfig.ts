import { type Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds, type JsonObject } from '@backstage/types';
import type {
  GitPullRequestSettings,
  GitRepositoryTarget,
} from '@lakefront/backstage-plugin-lakehouse-node';

/** Which domains of a Kubernetes cluster are written to a repository; `*` is every domain. */
export interface GitOpsTarget {
  kubernetesCluster: string;
  domains: string[];
}

export interface GitOpsRepository extends GitRepositoryTarget {
  targets: GitOpsTarget[];
  /** How often an open change is looked at, at the slowest. */
  pollIntervalMs: number;
  /** What its pull requests have beside branch and text. */
  pullRequest?: GitPullRequestSettings;
  /** Whose account makes commits and pull requests: the portal's (default), or that of who asks. */
  credentials?: 'portal' | 'user';
}

/** `lakehouse.gitops` as it is in config. */
export interface GitOpsConfig {
  repositories: GitOpsRepository[];
  /** Login on the Git host (lower case) to a user's entity ref. */
  users: Record<string, string>;
  /** Where a change needs another person's approval. */
  fourEyes: {
    /** Changes of `platform/`. Default true. */
    platform: boolean;
    /** Domains whose workload changes need it too; `*` is every domain. */
    domains: string[];
  };
}

const DEFAULT_POLL_INTERVAL_MS = 60_000;

/** Reads `lakehouse.gitops`; throws where two repositories claim the same domain. */
export function readGitOpsConfig(config: Config): GitOpsConfig {
  const gitops = config.getOptionalConfig('lakehouse.gitops');
  const repositories = (
    gitops?.getOptionalConfigArray('repositories') ?? []
  ).map(readRepository);
  assertNamesAreUnique(repositories);
  assertTargetsAreUnique(repositories);
  return {
    repositories,
    users: readUsers(gitops?.getOptional<JsonObject>('users')),
    fourEyes: {
      platform: gitops?.getOptionalBoolean('fourEyes.platform') ?? true,
      domains: gitops?.getOptionalStringArray('fourEyes.domains') ?? [],
    },
  };
}

/** The repository that a domain's changes go to; a named domain wins over `*`. */
export function repositoryFor(
  config: GitOpsConfig,
  kubernetesCluster: string,
  domain: string,
): GitOpsRepository | undefined {
  const having = (name: string) =>
    config.repositories.find(repository =>
      repository.targets.some(
        target =>
          target.kubernetesCluster === kubernetesCluster &&
          target.domains.includes(name),
      ),
    );
  return having(domain) ?? having('*');
}

function readRepository(config: Config): GitOpsRepository {
  return {
    name: config.getString('name'),
    url: readUrl(config),
    baseBranch: config.getOptionalString('baseBranch') ?? 'main',
    root: readRoot(config),
    targets: config.getConfigArray('targets').map(target => ({
      kubernetesCluster: target.getString('kubernetesCluster'),
      domains: target.getOptionalStringArray('domains') ?? ['*'],
    })),
    pollIntervalMs: config.has('pollInterval')
      ? durationToMilliseconds(
          readDurationFromConfig(config, { key: 'pollInterval' }),
        )
      : DEFAULT_POLL_INTERVAL_MS,
    pullRequest: readPullRequest(config.getOptionalConfig('pullRequest')),
    credentials: readCredentials(config),
  };
}

function readCredentials(config: Config): 'portal' | 'user' {
  const credentials = config.getOptionalString('credentials') ?? 'portal';
  if (credentials !== 'portal' && credentials !== 'user') {
    throw new InputError(
      `lakehouse.gitops.repositories[].credentials must be 'portal' or 'user', got '${credentials}'`,
    );
  }
  return credentials;
}

function readPullRequest(
  config: Config | undefined,
): GitPullRequestSettings | undefined {
  return (
    config && {
      labels: readNames(config, 'labels'),
      reviewers: readNames(config, 'reviewers'),
      draft: config.getOptionalBoolean('draft') ?? false,
    }
  );
}

function readNames(config: Config, key: 'labels' | 'reviewers'): string[] {
  const names = config.getOptionalStringArray(key) ?? [];
  const bad = names.find(name => name !== name.trim());
  if (bad !== undefined) {
    throw new InputError(
      `lakehouse.gitops.repositories[].pullRequest.${key}: '${bad}' begins or ends with a space`,
    );
  }
  return [...new Set(names)];
}

function readUrl(config: Config): string {
  const url = config.getString('url').replace(/\/+$/, '');
  if (!/^https?:\/\/[^/@]+\/.+/.test(url)) {
    throw new InputError(
      `lakehouse.gitops.repositories[].url must be the repository's web address without credentials, got '${url}'`,
    );
  }
  return url;
}

function readRoot(config: Config): string {
  const root = (config.getOptionalString('root') ?? '').replace(
    /^\/+|\/+$/g,
    '',
  );
  if (root.split('/').some(part => part === '..' || part === '.')) {
    throw new InputError(
      `lakehouse.gitops.repositories[].root must be a plain directory, got '${root}'`,
    );
  }
  return root;
}

/** Logins may be addresses or ids, which are no keys that config can be asked for one by one. */
function readUsers(users: JsonObject | undefined): Record<string, string> {
  return Object.fromEntries(
    Object.entries(users ?? {}).map(([login, entityRef]) => {
      if (typeof entityRef !== 'string') {
        throw new InputError(
          `lakehouse.gitops.users: '${login}' must have the entity ref of a user`,
        );
      }
      return [login.toLocaleLowerCase('en-US'), entityRef];
    }),
  );
}

function assertNamesAreUnique(repositories: GitOpsRepository[]) {
  const names = repositories.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) {
    throw new InputError(
      `lakehouse.gitops.repositories has two repositories named '${twice}'`,
    );
  }
}

function assertTargetsAreUnique(repositories: GitOpsRepository[]) {
  const owners = new Map<string, string>();
  for (const { name, targets } of repositories) {
    for (const { kubernetesCluster, domains } of targets) {
      for (const domain of domains) {
        const key = `${kubernetesCluster}/${domain}`;
        const other = owners.get(key);
        if (other && other !== name) {
          throw new InputError(
            `lakehouse.gitops.repositories: '${other}' and '${name}' both claim ${key}`,
          );
        }
        owners.set(key, name);
      }
    }
  }
}

import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  type SyncCulprit,
  workloadDirectory,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { GitHosts } from '../../githosts';
import { repositoryFor, type GitOpsConfig } from '../../gitopsConfig';
import type { DomainKey } from '../../types';
import type { ChangeStore } from '../ChangeStore';
import type { Clock } from '../Clock';
import { WorkingFiles } from '../layout';
import { findCulprit, namesIn } from './findCulprit';
import { searchFiles } from './searchFiles';

/** How many changes of a domain are searched for the one that blocks it. */
const SEARCHED_CHANGES = 100;
/** A file may have moved meanwhile. */
const REMEMBERED_MS = 5 * 60_000;

export interface CulpritFinderOptions {
  changes: Pick<ChangeStore, 'list'>;
  gitops: GitOpsConfig;
  hosts: Pick<GitHosts, 'forRepository'>;
  clock: Pick<Clock, 'now'>;
  logger: LoggerService;
}

interface Remembered {
  names: string;
  until: number;
  file: Promise<SyncCulprit | undefined>;
}

/**
 * Finds the file that stops the sync of a domain: among its newest changes, or
 * in Git, where somebody wrote it by hand. Git is asked once for what an engine
 * complains of, however often it says so.
 */
export class CulpritFinder {
  readonly #inGit = new Map<DomainKey, Remembered>();

  constructor(private readonly options: CulpritFinderOptions) {}

  /** Nothing where the message names neither an object nor a file that is there. */
  async find(
    key: DomainKey,
    message: string | undefined,
  ): Promise<SyncCulprit | undefined> {
    if (message === undefined) {
      return undefined;
    }
    const { rows } = await this.options.changes.list(new Set([key]), {
      limit: SEARCHED_CHANGES,
    });
    return findCulprit(message, rows) ?? this.#remember(key, namesIn(message));
  }

  #remember(
    key: DomainKey,
    names: ReadonlySet<string>,
  ): Promise<SyncCulprit | undefined> | undefined {
    if (names.size === 0) {
      return undefined;
    }
    const now = this.options.clock.now();
    const asked = JSON.stringify([...names]);
    const known = this.#inGit.get(key);
    if (known?.names === asked && now < known.until) {
      return known.file;
    }
    const file = this.#search(key, names).catch(error => {
      this.options.logger.debug(`No file of ${key} was searched for: ${error}`);
      return undefined;
    });
    this.#inGit.set(key, { names: asked, until: now + REMEMBERED_MS, file });
    return file;
  }

  async #search(
    key: DomainKey,
    names: ReadonlySet<string>,
  ): Promise<SyncCulprit | undefined> {
    const { gitops, hosts } = this.options;
    const [kubernetesCluster, domain] = key.split('/');
    const repository = repositoryFor(gitops, kubernetesCluster, domain);
    if (!repository) {
      return undefined;
    }
    const host = hosts.forRepository(repository);
    const of = { kubernetesCluster, domain, root: repository.root };
    const path = await searchFiles(names, {
      directories: ([1, 2] as const).map(stage =>
        workloadDirectory({ ...of, stage }),
      ),
      files: new WorkingFiles(host, repository),
    });
    if (path === undefined) {
      return undefined;
    }
    const last = await host.getLastCommit(
      repository,
      path,
      repository.baseBranch,
    );
    return {
      path,
      ...(last && {
        commit: {
          ...{ sha: last.sha, url: last.url },
          title: last.message.split('\n', 1)[0].trim(),
        },
      }),
    };
  }
}

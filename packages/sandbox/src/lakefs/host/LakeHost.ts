import { createHash } from 'node:crypto';
import type { Clock, Random } from '../../types';
import { notFound, notUnique } from '../LakeFSRefusal';
import { compareText } from '../model/tree';
import type { Entry } from '../model/types';
import { LakeRepository, type RepositorySettings } from './LakeRepository';

/** Who may ask: the key, its secret, and the user whose it is. */
export interface LakeUser {
  name: string;
  accessKeyId: string;
  secretAccessKey: string;
}

export interface LakeHostOptions {
  clock: Clock;
  random: Random;
  users: readonly LakeUser[];
}

/** All that one lakeFS knows. Whoever has a key may do everything, as without its Enterprise rights. */
export class LakeHost {
  private readonly repositories = new Map<string, LakeRepository>();
  private written = 0;
  private past?: number;
  /** That of the sandbox, but for what is said to have been earlier. */
  readonly clock: Clock;

  constructor(private readonly options: LakeHostOptions) {
    const { clock } = options;
    this.clock = {
      now: () => this.past ?? clock.now(),
      after: (ms, callback) => clock.after(ms, callback),
    };
  }

  /** Does something as it would have been done at another time: for a seed. */
  at(time: number, work: () => void): void {
    this.past = time;
    try {
      work();
    } finally {
      this.past = undefined;
    }
  }

  userOf(accessKeyId: string, secretAccessKey: string): LakeUser | undefined {
    return this.options.users.find(
      user =>
        user.accessKeyId === accessKeyId &&
        user.secretAccessKey === secretAccessKey,
    );
  }

  /** In the order of their names. */
  list(): LakeRepository[] {
    return [...this.repositories.values()].sort((a, b) =>
      compareText(a.id, b.id),
    );
  }

  repository(id: string): LakeRepository {
    const repository = this.repositories.get(id);
    if (!repository) throw notFound('repository');
    return repository;
  }

  createRepository(settings: RepositorySettings): LakeRepository {
    if (this.repositories.has(settings.id)) {
      throw notUnique('error creating repository');
    }
    const { random } = this.options;
    const repository = new LakeRepository(settings, this.clock, random);
    this.repositories.set(settings.id, repository);
    return repository;
  }

  deleteRepository(id: string): void {
    this.repositories.delete(id);
  }

  /** An object as it is stored in a repository. */
  makeEntry(
    repository: LakeRepository,
    content: {
      bytes: Buffer;
      contentType?: string;
      metadata?: Record<string, string>;
    },
  ): Entry {
    this.written += 1;
    const { bytes, contentType, metadata = {} } = content;
    return {
      checksum: createHash('md5').update(bytes).digest('hex'),
      size: bytes.length,
      modifiedAt: Math.floor(this.clock.now() / 1000),
      contentType: contentType || 'application/octet-stream',
      metadata,
      physicalAddress: `${
        repository.storageNamespace
      }/data/sandbox/${this.written.toString(32).padStart(20, '0')}`,
      bytes,
    };
  }
}

import type { Clock } from '../changes/Clock';
import type { KindSteps } from '../changes/KindSteps';
import type { DomainMap } from '../index/DomainMap';
import type { LakehouseIndex } from '../index/LakehouseIndex';
import type { LakehouseReader } from '../types';
import { BranchQueries } from './BranchQueries';
import { CommitQueries } from './CommitQueries';
import { DeclaredBranches } from './DeclaredBranches';
import { HeadMemory } from './HeadMemory';
import { KeptBranches } from './KeptBranches';
import { LakeFSBooks } from './LakeFSBooks';
import { LakeFSPermits } from './LakeFSPermits';
import { LakeFSServer, type LakeFSServerOptions } from './LakeFSServer';
import type { LakeFSServerConfig } from './readLakeFSConfig';
import { RepositoryQueries } from './RepositoryQueries';
import { createBranchSteps } from './restore/createBranchSteps';
import { SeenBranches } from './SeenBranches';

export interface LakeFSOptions {
  servers: readonly LakeFSServerConfig[];
  index: LakehouseIndex;
  domains: DomainMap;
  reader: LakehouseReader;
  clock: Clock;
  onRequest?: LakeFSServerOptions['onRequest'];
}

/** All that is asked about lakeFS. */
export interface LakeFS {
  repositories: RepositoryQueries;
  branches: BranchQueries;
  commits: CommitQueries;
  /** What changes of declared branches ask it. */
  steps: KindSteps;
}

/** Puts together what reads lakeFS; nothing is asked before somebody looks. */
export function createLakeFS(options: LakeFSOptions): LakeFS {
  const { index, domains, reader, clock, onRequest } = options;
  const books = new LakeFSBooks(
    options.servers.map(
      config => new LakeFSServer({ config, clock, onRequest }),
    ),
  );
  const permits = new LakeFSPermits(reader);
  const heads = new HeadMemory(clock);
  const kept = new KeptBranches({ books, heads });
  const declared = new DeclaredBranches(index);
  const seen = new SeenBranches(domains);
  const now = () => clock.now();
  return {
    repositories: new RepositoryQueries({ books, permits, kept }),
    branches: new BranchQueries({
      ...{ books, permits, declared, seen, heads, now },
    }),
    commits: new CommitQueries({ books, permits, domains, index }),
    steps: createBranchSteps(books.servers),
  };
}

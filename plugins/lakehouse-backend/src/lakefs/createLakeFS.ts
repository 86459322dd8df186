import type { Clock } from '../changes/Clock';
import type { KindSteps } from '../changes/KindSteps';
import type { DomainMap } from '../index/DomainMap';
import type { LakehouseIndex } from '../index/LakehouseIndex';
import type { LakehouseReader } from '../types';
import { BranchDetailQueries } from './BranchDetailQueries';
import { BranchQueries } from './BranchQueries';
import { CommitQueries } from './CommitQueries';
import { CompareQueries } from './compare/CompareQueries';
import { DiffMemory } from './compare/DiffMemory';
import { DeclaredBranches } from './DeclaredBranches';
import { HeadMemory } from './HeadMemory';
import { HookQueries } from './hooks/HookQueries';
import { KeptBranches } from './KeptBranches';
import { LakeFSBooks } from './LakeFSBooks';
import { LakeFSHealth } from './LakeFSHealth';
import { LakeFSPermits } from './LakeFSPermits';
import { LakeFSServer, type LakeFSServerOptions } from './LakeFSServer';
import type { LakeFSServerConfig } from './readLakeFSConfig';
import { PromotionQueries } from './PromotionQueries';
import { RepositoryQueries } from './RepositoryQueries';
import { createBranchSteps } from './restore/createBranchSteps';
import { SeenBranches } from './SeenBranches';
import { TableQueries } from './tables/TableQueries';

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
  branch: BranchDetailQueries;
  commits: CommitQueries;
  comparisons: CompareQueries;
  tables: TableQueries;
  hooks: HookQueries;
  promotions: PromotionQueries;
  health: LakeFSHealth;
  /** What changes of declared branches ask it. */
  steps: KindSteps;
}

/** Puts together what reads lakeFS; nothing is asked before somebody looks. */
export function createLakeFS(options: LakeFSOptions): LakeFS {
  const { index, domains, reader, clock, onRequest } = options;
  const declared = new DeclaredBranches(index);
  const books = new LakeFSBooks(
    options.servers.map(
      config => new LakeFSServer({ config, clock, onRequest }),
    ),
    declared,
  );
  const permits = new LakeFSPermits(reader);
  const heads = new HeadMemory(clock);
  const kept = new KeptBranches({ books, heads });
  const seen = new SeenBranches(domains);
  const now = () => clock.now();
  const places = { books, permits };
  const diffs = new DiffMemory();
  const repositories = new RepositoryQueries({ ...places, kept });
  const branches = new BranchQueries({
    ...{ ...places, declared, seen, heads, now },
  });
  const commits = new CommitQueries({ ...places, domains, index });
  return {
    ...{ repositories, branches, commits },
    branch: new BranchDetailQueries({
      ...{ ...places, branches, repositories, kept, now },
    }),
    comparisons: new CompareQueries({ ...places, diffs }),
    tables: new TableQueries({ ...places, diffs }),
    hooks: new HookQueries(places),
    promotions: new PromotionQueries({ ...places, commits }),
    health: new LakeFSHealth({ servers: books.servers, permits }),
    steps: createBranchSteps(books.servers),
  };
}

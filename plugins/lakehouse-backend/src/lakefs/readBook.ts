import {
  type BranchMarks,
  everyItem,
  type LakeFSClient,
  type Page,
  readBranchMarks,
  type Ref,
} from '@lakefront/lakefs-client';

/** What is known of a repository's branches at one time; never changed. */
export interface LakeFSBook {
  /** In the order of their names. */
  branches: readonly Ref[];
  byName: ReadonlyMap<string, Ref>;
  tags: readonly Ref[];
  marks: ReadonlyMap<string, BranchMarks>;
}

const PAGE = 1000;
/** Of a repository with more the rest is not shown; nobody pages that far. */
const MOST = 100_000;

/** Reads branches, tags and metadata of a repository. */
export async function readBook(
  client: LakeFSClient,
  repository: string,
): Promise<LakeFSBook> {
  const [branches, tags, metadata] = await Promise.all([
    readAll(after => client.branches.list(repository, { after, amount: PAGE })),
    readAll(after => client.tags.list(repository, { after, amount: PAGE })),
    client.repositories.metadata(repository),
  ]);
  return {
    branches,
    byName: new Map(branches.map(branch => [branch.id, branch])),
    tags,
    marks: readBranchMarks(metadata),
  };
}

async function readAll(
  list: (after: string | undefined) => Promise<Page<Ref>>,
): Promise<Ref[]> {
  const found: Ref[] = [];
  for await (const ref of everyItem(list)) {
    if (found.length === MOST) {
      break;
    }
    found.push(ref);
  }
  return found.sort((a, b) => compareText(a.id, b.id));
}

/** The same order everywhere, whatever the language of the machine is. */
export function compareText(a: string, b: string): number {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}

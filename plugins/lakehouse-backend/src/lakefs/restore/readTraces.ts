import type { BranchStanding } from '@lakefront/backstage-plugin-lakehouse-common';
import {
  everyItem,
  isLakeFSStatus,
  type GarbageCollectionRules,
  type LakeFSClient,
  readBranchMarks,
} from '@lakefront/lakefs-client';
import { isUnmoved, keptTagPrefix, readKeptTag } from './keptTags';
import { restorableUntil } from './restorableUntil';

/** The head of a branch that was deleted. */
export interface KeptHead {
  tag: string;
  commitId: string;
  /** Epoch ms. */
  committedAt: number;
  /** Epoch ms; see `restorableUntil`. */
  until?: number;
}

/** What lakeFS knows of a branch, there or not. */
export interface BranchTraces {
  /** Undefined where it is not there. */
  head?: { commitId: string; until?: number };
  /** Of deletions of it, in no particular order. */
  kept: KeptHead[];
  /** Who claims it, each `<cluster name>/<namespace>/<name>`. */
  claims: string[];
  rules?: GarbageCollectionRules;
}

/** Commits asked for at once: a branch of every night has a tag of each. */
const AT_ONCE = 10;

/**
 * Asks lakeFS itself, not what is remembered of it. Rejects with the client's
 * errors: `not-found` is the repository's.
 */
export async function readTraces(
  client: LakeFSClient,
  declared: Pick<BranchStanding, 'repository' | 'branch' | 'source'>,
): Promise<BranchTraces> {
  const { repository, branch, source } = declared;
  const { defaultBranch } = await client.repositories.get(repository);
  const [head, sourceHead, defaultHead, metadata, rules, tags] =
    await Promise.all([
      headOf(client, repository, branch),
      headOf(client, repository, source),
      headOf(client, repository, defaultBranch),
      client.repositories.metadata(repository),
      client.repositories.garbageCollectionRules(repository),
      tagsOf(client, repository, branch),
    ]);
  const heads = [sourceHead, defaultHead];
  const readHead = async (commitId: string) => {
    const createdAt = await createdAtOf(client, repository, commitId);
    if (createdAt === undefined) {
      return undefined;
    }
    const committedAt = createdAt * 1000;
    const isHead = heads.includes(commitId);
    const until = restorableUntil({ committedAt, rules, isHead });
    return { commitId, committedAt, ...(until !== undefined && { until }) };
  };
  const kept: KeptHead[] = [];
  for (let at = 0; at < tags.length; at += AT_ONCE) {
    const read = tags.slice(at, at + AT_ONCE).map(async tag => {
      const found = await readHead(tag.commitId);
      return found ? [{ tag: tag.id, ...found }] : [];
    });
    kept.push(...(await Promise.all(read)).flat());
  }
  return {
    ...(head && { head: (await readHead(head)) ?? { commitId: head } }),
    kept,
    claims: readBranchMarks(metadata).get(branch)?.claims ?? [],
    ...(rules && { rules }),
  };
}

/** Of a branch; undefined where there is none of this name. */
async function headOf(
  client: LakeFSClient,
  repository: string,
  branch: string,
): Promise<string | undefined> {
  try {
    return (await client.branches.get(repository, branch)).commitId;
  } catch (error) {
    // What can't be the name of a branch is one that is not there.
    if (isLakeFSStatus(error, 'not-found', 'bad-request')) {
      return undefined;
    }
    throw error;
  }
}

async function tagsOf(
  client: LakeFSClient,
  repository: string,
  branch: string,
): Promise<Array<{ id: string; commitId: string }>> {
  const found = [];
  const prefix = keptTagPrefix(branch);
  for await (const tag of everyItem(after =>
    client.tags.list(repository, { prefix, after, amount: 1000 }),
  )) {
    const isOf = readKeptTag(tag.id)?.branch === branch;
    if (isOf && isUnmoved(tag.id, tag.commitId)) {
      found.push(tag);
    }
  }
  return found;
}

/** Seconds since the epoch; undefined where the commit is gone. */
async function createdAtOf(
  client: LakeFSClient,
  repository: string,
  commitId: string,
): Promise<number | undefined> {
  try {
    return (await client.commits.get(repository, commitId)).createdAt;
  } catch (error) {
    if (isLakeFSStatus(error, 'not-found', 'gone')) {
      return undefined;
    }
    throw error;
  }
}

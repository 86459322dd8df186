import { isRecord } from '@lakefront/backstage-plugin-lakehouse-common';
import {
  isLakeFSStatus,
  LakeFSProtocolError,
  type LakeFSClient,
} from '@lakefront/lakefs-client';
import { parse } from 'yaml';
import { eachAtOnce } from '../eachAtOnce';
import { matchesGlob } from './matchesGlob';

export interface MergeHook {
  action: string;
  hookId: string;
  type: string;
}

const FOLDER = '_lakefs_actions/';
const MOST_FILES = 50;
const FILE_BYTES = 64 * 1024;
const AT_ONCE = 4;

/**
 * Hooks that run before a merge of a commit. lakeFS reads them from what is
 * merged, not from where it goes.
 */
export async function readMergeHooks(
  client: LakeFSClient,
  repository: string,
  merge: { commitId: string; into: string },
): Promise<MergeHook[]> {
  const { commitId, into } = merge;
  const { items } = await client.objects.list(repository, commitId, {
    ...{ prefix: FOLDER, amount: MOST_FILES },
  });
  const files = items.flatMap(item =>
    !item.isPrefix && /\.ya?ml$/.test(item.path) ? [item.path] : [],
  );
  const texts = await eachAtOnce(files, AT_ONCE, async path => {
    try {
      const { bytes } = await client.objects.read(repository, commitId, path, {
        maxBytes: FILE_BYTES,
      });
      return Buffer.from(bytes).toString('utf8');
    } catch (error) {
      // Too long, or gone with its data: no action of lakeFS either.
      if (
        error instanceof LakeFSProtocolError ||
        isLakeFSStatus(error, 'not-found', 'gone')
      ) {
        return '';
      }
      throw error;
    }
  });
  return texts.flatMap(text => mergeHooksOf(text, into));
}

/** Of one file; one that makes no sense has none: lakeFS says so itself when it merges. */
export function mergeHooksOf(text: string, into: string): MergeHook[] {
  let action: unknown;
  try {
    action = parse(text, { maxAliasCount: 20 });
  } catch {
    return [];
  }
  if (!isRecord(action) || !isRecord(action.on)) {
    return [];
  }
  if (!('pre-merge' in action.on) || !concerns(action.on['pre-merge'], into)) {
    return [];
  }
  const hooks = Array.isArray(action.hooks) ? action.hooks : [];
  const name = typeof action.name === 'string' ? action.name : 'unnamed';
  return hooks.filter(isRecord).map(hook => ({
    ...{ action: name, hookId: String(hook.id ?? 'unnamed') },
    type: String(hook.type ?? 'unknown'),
  }));
}

/** Without branches an event is about all of them. */
function concerns(event: unknown, branch: string): boolean {
  const patterns = isRecord(event) ? event.branches : undefined;
  return (
    !Array.isArray(patterns) ||
    patterns.length === 0 ||
    patterns.some(pattern => matchesGlob(String(pattern), branch))
  );
}

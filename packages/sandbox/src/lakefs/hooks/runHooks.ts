import type { Clock } from '../../types';
import { LakeFSRefusal } from '../LakeFSRefusal';
import { globToRegExp } from '../model/names';
import { sortedPaths } from '../model/tree';
import type { Tree } from '../model/types';
import type { ActionRuns, HookRun } from './ActionRuns';
import { parseAction, type Action } from './parseAction';
import { runHook } from './runHook';

const FOLDER = '_lakefs_actions/';

/** What happens, and where the actions are read: lakeFS takes those of a merge from its source. */
export interface HookEvent {
  /** E.g. `pre-merge`. */
  type: string;
  branch: string;
  commitId: string;
  tree: Tree;
}

/**
 * Runs all hooks for an event and keeps what they said. A no is thrown; after
 * an event (`post-...`) nobody listens to it.
 */
export function runHooks(
  event: HookEvent,
  options: { runs: ActionRuns; clock: Clock },
): void {
  const { runs, clock } = options;
  const id = runs.newId();
  const aborted = `${event.type} hook aborted, run id '${id}'`;
  const actions = loadActions(event.tree, aborted).filter(action =>
    isMeant(action, event),
  );
  if (actions.length === 0) return;
  const startedAt = clock.now();
  const errors: string[] = [];
  const hooks = actions.flatMap((action, index) =>
    runAction(action, index, errors),
  );
  runs.add({
    id,
    branch: event.branch,
    commitId: event.commitId,
    eventType: event.type,
    passed: errors.length === 0,
    startedAt,
    endedAt: clock.now(),
    hooks,
  });
  if (errors.length > 0 && !event.type.startsWith('post-')) {
    throw new LakeFSRefusal(412, `${aborted}: ${listed(errors)}`);
  }
}

function listed(errors: string[]): string {
  const count = `${errors.length} ${errors.length === 1 ? 'error' : 'errors'}`;
  return `${count} occurred:\n\t* ${errors.join('\n\t* ')}\n\n`;
}

function loadActions(tree: Tree, aborted: string): Action[] {
  return sortedPaths(tree)
    .filter(path => path.startsWith(FOLDER) && /\.ya?ml$/.test(path))
    .map(path => {
      try {
        return parseAction(tree.get(path)!.bytes.toString('utf8'));
      } catch (error) {
        const why = `parsing file ${path}: ${(error as Error).message}`;
        throw new LakeFSRefusal(500, `${aborted}: ${listed([why])}`);
      }
    });
}

function isMeant(action: Action, event: HookEvent): boolean {
  if (!Object.hasOwn(action.on, event.type)) return false;
  const patterns = action.on[event.type]?.branches ?? [];
  return (
    patterns.length === 0 ||
    patterns.some(pattern => globToRegExp(pattern).test(event.branch))
  );
}

/** The first no ends an action; the others of it are skipped. */
function runAction(action: Action, index: number, errors: string[]): HookRun[] {
  let ended = false;
  return action.hooks.map((hook, at) => {
    const id = `${digits(index)}_${digits(at)}`;
    const run = { id, action: action.name, hookId: hook.id };
    if (ended) return { ...run, passed: false, skipped: true, output: '' };
    const { output, error } = runHook(hook);
    if (error !== undefined) {
      ended = true;
      errors.push(
        `hook run id '${id}' failed on action '${action.name}' hook '${hook.id}': ${error}`,
      );
    }
    return { ...run, passed: error === undefined, skipped: false, output };
  });
}

function digits(value: number): string {
  return String(value).padStart(4, '0');
}

import { failureOf } from '../lake/failureOf';
import type { Snapshot } from '../lake/RepositoryView';
import { conditionOf } from '../object/conditions';
import { intoOf } from '../object/targets';
import { isPromotionDue, promote } from './promote';
import { soonest, type Result } from './Result';
import { unknown } from './sayings';
import type { Subject } from './Subject';

/** After a merge of which nobody knows what became of it. */
const MERGE_PAUSE_MS = 60_000;

/** Answers `result` with what became of the promotion, if one is asked for and due. */
export async function promoteAndTell(
  subject: Subject,
  at: { head: string; snapshot: Snapshot },
  result: Result,
): Promise<Result> {
  const { kube, lake, object, owner, branch } = subject;
  if (!object.spec.promote) return { ...result, promoted: null };
  const intoHead = at.snapshot.branches.get(intoOf(object));
  if (!isPromotionDue(object, intoHead)) return result;
  try {
    const { promoted, facts, again, merged } = await promote(lake, {
      ...{ object, owner, branch, head: at.head, intoHead },
    });
    const before = conditionOf(object.status?.conditions, 'Promoted');
    if (before?.reason !== promoted.reason || merged) {
      await kube.tell(object, {
        type: promoted.status === 'True' ? 'Normal' : 'Warning',
        reason: `Promote${promoted.reason}`,
        message: promoted.message,
      });
    }
    return {
      ...result,
      promoted,
      facts: { ...result.facts, ...facts },
      again: soonest(result.again, again),
    };
  } catch (error) {
    const failure = failureOf(error, lake.server);
    if (!failure || lake.signal.aborted) throw error;
    // A merge that lakeFS is still at is not to be met by a second one.
    const atLeastMs = Math.max(MERGE_PAUSE_MS, failure.retryAfterMs ?? 0);
    return {
      ...result,
      // Whether it was merged is looked up the next time.
      promoted: unknown('Merging', failure.message),
      again: { kind: 'failed', atLeastMs },
    };
  }
}

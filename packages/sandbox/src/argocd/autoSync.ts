import type { Application, Complaint } from './argoObjects';
import type { ComparedObject } from './compareState';

/** What automated sync does with a comparison: starts a sync, says why it cannot, or nothing. */
export interface AutoSyncDecision {
  sync: boolean;
  complaint?: Complaint;
}

const NOTHING: AutoSyncDecision = { sync: false };

/** Argo CD's rules of automated sync. Pure. */
export function decideAutoSync(
  { spec, status }: Application,
  comparison: { revision: string; compared: ComparedObject[] },
): AutoSyncDecision {
  const automated = spec.syncPolicy?.automated;
  const { revision, compared } = comparison;
  const changed = compared.filter(one => one.differs);
  const isToGo = ({ status: one }: ComparedObject) => one.requiresPruning;
  if (!automated || automated.enabled === false || changed.length === 0) {
    return NOTHING;
  }
  const operation = status?.operationState;
  if (operation?.phase === 'Running') return NOTHING;
  if (!automated.prune && changed.every(isToGo)) {
    return NOTHING;
  }
  // A commit is tried once (with its retries), whether it went well or not.
  if (operation?.syncResult?.revision === revision) {
    return operation.phase === 'Succeeded'
      ? NOTHING
      : {
          sync: false,
          complaint: {
            type: 'SyncError',
            message: `Failed last sync attempt to [${revision}]: ${operation.message}`,
          },
        };
  }
  if (automated.prune && !automated.allowEmpty && compared.every(isToGo)) {
    return {
      sync: false,
      complaint: {
        type: 'SyncError',
        message: `Skipping sync attempt to [${revision}]: auto-sync will wipe out all resources`,
      },
    };
  }
  return { sync: true };
}

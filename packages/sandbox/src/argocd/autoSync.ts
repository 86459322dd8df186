import type {
  Application,
  ApplicationCondition,
  ResourceStatus,
} from './argoObjects';

/** What automated sync does with a comparison: starts a sync, says why it cannot, or nothing. */
export interface AutoSyncDecision {
  sync: boolean;
  condition?: Omit<ApplicationCondition, 'lastTransitionTime'>;
}

const NOTHING: AutoSyncDecision = { sync: false };

/** Argo CD's rules of automated sync. Pure. */
export function decideAutoSync(
  { spec, status }: Application,
  comparison: { revision: string; resources: ResourceStatus[] },
): AutoSyncDecision {
  const automated = spec.syncPolicy?.automated;
  const { revision, resources } = comparison;
  const changed = resources.filter(one => one.status === 'OutOfSync');
  if (!automated || automated.enabled === false || changed.length === 0) {
    return NOTHING;
  }
  const operation = status?.operationState;
  if (operation?.phase === 'Running') return NOTHING;
  if (!automated.prune && changed.every(one => one.requiresPruning)) {
    return NOTHING;
  }
  // A commit is tried once (with its retries), whether it went well or not.
  if (operation?.syncResult?.revision === revision) {
    return operation.phase === 'Succeeded'
      ? NOTHING
      : {
          sync: false,
          condition: {
            type: 'SyncError',
            message: `Failed last sync attempt to [${revision}]: ${operation.message}`,
          },
        };
  }
  if (
    automated.prune &&
    !automated.allowEmpty &&
    resources.every(one => one.requiresPruning)
  ) {
    return {
      sync: false,
      condition: {
        type: 'SyncError',
        message: `Skipping sync attempt to [${revision}]: auto-sync will wipe out all resources`,
      },
    };
  }
  return { sync: true };
}

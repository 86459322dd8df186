import { createHash } from 'node:crypto';
import { kubeTime } from '../kubeTime';
import { KUSTOMIZATIONS } from '../knownResources';
import type { Clock, KubeClient } from '../types';
import { removeCondition, setCondition, type Condition } from './conditions';
import {
  requestedAt,
  type HistoryEntry,
  type Kustomization,
} from './fluxObjects';
import type { InventoryEntry } from './inventory';

const HISTORY = 5;

/** How a reconciliation went. */
export interface ReconcileResult {
  revision?: string;
  startedAt: number;
  failed: boolean;
  reason: string;
  message: string;
  /** What is applied now; absent where it failed. */
  inventory?: InventoryEntry[];
}

/** Digest of what was built, as the history keeps it. */
export function buildDigest(sync: Kustomization, revision: string): string {
  const hash = createHash('sha256').update(`${revision} ${sync.spec.path}`);
  return `sha256:${hash.digest('hex')}`;
}

/** Writes the status of Kustomizations. */
export class KustomizationReporter {
  constructor(private readonly options: { client: KubeClient; clock: Clock }) {}

  progressing(sync: Kustomization, revision: string): void {
    const ready = this.condition(sync, {
      type: 'Ready',
      status: 'Unknown',
      reason: 'Progressing',
      message: 'Reconciliation in progress',
    });
    const reconciling = this.condition(sync, {
      type: 'Reconciling',
      status: 'True',
      reason: 'Progressing',
      message: `Fetching manifests for revision ${revision} with a timeout of 5m0s`,
    });
    const before = sync.status?.conditions ?? [];
    this.patch(sync, {
      conditions: setCondition(setCondition(before, ready), reconciling),
    });
  }

  report(sync: Kustomization, result: ReconcileResult): void {
    const { revision, failed, reason, message, inventory } = result;
    const requested = requestedAt(sync);
    const ready = this.condition(sync, {
      type: 'Ready',
      status: failed ? 'False' : 'True',
      reason,
      message,
    });
    const before = removeCondition(
      sync.status?.conditions ?? [],
      'Reconciling',
    );
    this.patch(sync, {
      conditions: setCondition(before, ready),
      observedGeneration: sync.metadata.generation,
      ...(requested && { lastHandledReconcileAt: requested }),
      ...(revision && { lastAttemptedRevision: revision }),
      ...(inventory && {
        lastAppliedRevision: revision,
        inventory: { entries: inventory },
      }),
      history: this.history(sync, result),
    });
  }

  private history(
    sync: Kustomization,
    { revision, startedAt, reason }: ReconcileResult,
  ): HistoryEntry[] {
    const { clock } = this.options;
    const history = sync.status?.history ?? [];
    if (!revision) return history;
    const digest = buildDigest(sync, revision);
    const now = kubeTime(clock.now());
    const [latest, ...older] = history;
    const again =
      latest?.digest === digest && latest.lastReconciledStatus === reason;
    return [
      {
        digest,
        firstReconciled: again ? latest.firstReconciled : now,
        lastReconciled: now,
        lastReconciledDuration: `${clock.now() - startedAt}ms`,
        lastReconciledStatus: reason,
        totalReconciliations: again ? latest.totalReconciliations + 1 : 1,
        metadata: { revision },
      },
      ...(again ? older : history),
    ].slice(0, HISTORY);
  }

  private condition(
    sync: Kustomization,
    condition: Pick<Condition, 'type' | 'status' | 'reason' | 'message'>,
  ): Condition {
    return {
      ...condition,
      observedGeneration: sync.metadata.generation,
      lastTransitionTime: kubeTime(this.options.clock.now()),
    };
  }

  private patch(sync: Kustomization, status: object): void {
    const { client } = this.options;
    const { name, namespace } = sync.metadata;
    // The root may prune a sync while it is reconciled.
    if (!client.get(KUSTOMIZATIONS, namespace, name)) return;
    client.patch(
      KUSTOMIZATIONS,
      namespace,
      name,
      { status },
      { type: 'merge', subresource: 'status' },
    );
  }
}

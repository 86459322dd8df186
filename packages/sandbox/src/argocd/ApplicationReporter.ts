import { kubeTime } from '../kubeTime';
import { APPLICATIONS } from '../knownResources';
import type { Clock, KubeClient } from '../types';
import {
  ARGOCD_NAMESPACE,
  REFRESH,
  type Application,
  type ApplicationCondition,
  type ApplicationStatus,
  type Complaint,
  type Health,
  type OperationState,
  type ResourceStatus,
} from './argoObjects';
import type { SyncOutcome } from './syncObjects';

const HISTORY = 10;

/** Writes the status of Applications; a refresh that was asked for is answered by it. */
export class ApplicationReporter {
  constructor(private readonly options: { client: KubeClient; clock: Clock }) {}

  /** Compared, whatever came of it. */
  compared(
    name: string,
    result: {
      revision: string;
      inSync: boolean;
      resources: ResourceStatus[];
      health: Health;
      complaints: Complaint[];
    },
  ): void {
    const { revision, inSync, resources, health, complaints } = result;
    this.write(name, ({ spec, status }) => ({
      sync: {
        status: inSync ? 'Synced' : 'OutOfSync',
        comparedTo: { source: spec.source, destination: spec.destination },
        revision,
      },
      resources,
      health: this.health(status, health),
      conditions: this.conditions(status, complaints),
      reconciledAt: this.now(),
      sourceType: 'Directory',
      resourceHealthSource: 'appTree',
      controllerNamespace: ARGOCD_NAMESPACE,
      sourceHydrator: {},
      summary: {},
    }));
  }

  /** May not be there at all: nothing was looked at. */
  invalid(name: string, message: string): void {
    this.write(name, ({ spec, status }) => ({
      sync: {
        status: 'Unknown',
        comparedTo: { source: spec.source, destination: spec.destination },
      },
      health: this.health(status, 'Unknown'),
      conditions: this.conditions(status, [
        { type: 'InvalidSpecError', message },
      ]),
      reconciledAt: this.now(),
    }));
  }

  /** Git could not be read: what is live has nothing to be compared with, and is as healthy as it was. */
  unreadable(name: string, message: string): void {
    this.write(name, ({ spec, status }) => ({
      sync: {
        status: 'Unknown',
        comparedTo: { source: spec.source, destination: spec.destination },
        revision: spec.source.targetRevision,
      },
      resources: status?.resources?.map(resource => ({
        ...resource,
        status: 'Unknown',
        requiresPruning: true,
      })),
      conditions: this.conditions(status, [
        { type: 'ComparisonError', message },
      ]),
      reconciledAt: this.now(),
      sourceType: undefined,
    }));
  }

  syncing(name: string, revision: string): void {
    this.write(name, ({ spec }) => ({
      operationState: {
        operation: {
          sync: {
            revision,
            source: spec.source,
            prune: spec.syncPolicy?.automated?.prune,
            syncOptions: spec.syncPolicy?.syncOptions,
          },
          initiatedBy: { automated: true },
          retry: spec.syncPolicy?.retry ?? {},
        },
        phase: 'Running',
        message: 'waiting for completion of the sync',
        startedAt: this.now(),
      },
    }));
  }

  /** A try has ended: well, for good, or to be made again at `retryAt` (ms since the epoch). */
  synced(
    name: string,
    result: { revision: string; outcome: SyncOutcome; retryAt?: number },
  ): void {
    const { revision, outcome, retryAt } = result;
    this.write(name, ({ spec, status }) => {
      const before = status!.operationState!;
      const tries = before.retryCount ?? 0;
      const { source } = spec;
      const operationState: OperationState = {
        ...before,
        ...endOf(outcome, tries, retryAt),
        finishedAt: this.now(),
        syncResult: { revision, source, resources: outcome.resources },
      };
      return outcome.failed
        ? { operationState }
        : {
            operationState,
            history: [
              ...(status?.history ?? []),
              {
                id: (status?.history?.at(-1)?.id ?? -1) + 1,
                revision,
                deployedAt: this.now(),
                deployStartedAt: before.startedAt,
                source,
                initiatedBy: { automated: true },
              },
            ].slice(-HISTORY),
          };
    });
  }

  private now(): string {
    return kubeTime(this.options.clock.now());
  }

  private health(
    status: ApplicationStatus | undefined,
    health: Health,
  ): ApplicationStatus['health'] {
    return status?.health?.status === health
      ? status.health
      : { status: health, lastTransitionTime: this.now() };
  }

  private conditions(
    status: ApplicationStatus | undefined,
    complaints: Complaint[],
  ): ApplicationCondition[] | undefined {
    if (complaints.length === 0) return undefined;
    return complaints.map(complaint => {
      const before = status?.conditions?.find(
        ({ type, message }) =>
          type === complaint.type && message === complaint.message,
      );
      return before ?? { ...complaint, lastTransitionTime: this.now() };
    });
  }

  private write(
    name: string,
    change: (app: Application) => Partial<ApplicationStatus>,
  ): void {
    const { client } = this.options;
    const app = client.get(APPLICATIONS, ARGOCD_NAMESPACE, name) as
      | Application
      | undefined;
    // The root may prune an Application while it is synced.
    if (!app) return;
    const { [REFRESH]: _, ...annotations } = app.metadata.annotations ?? {};
    client.update(APPLICATIONS, {
      ...app,
      metadata: { ...app.metadata, annotations },
      status: { ...app.status, ...change(app) },
    });
  }
}

/** Phase and message after a try, as Argo CD words them. */
function endOf(
  { failed, message }: SyncOutcome,
  tries: number,
  retryAt: number | undefined,
): Pick<OperationState, 'phase' | 'message' | 'retryCount'> {
  if (!failed) return { phase: 'Succeeded', message };
  if (retryAt !== undefined) {
    const next = tries + 1;
    return {
      phase: 'Running',
      message: `${message}. Retrying attempt #${next} at ${kitchen(retryAt)}.`,
      retryCount: next,
    };
  }
  return {
    phase: 'Failed',
    message: tries > 0 ? `${message} (retried ${tries} times).` : message,
  };
}

/** `3:04PM`. */
function kitchen(milliseconds: number): string {
  const [hours, minutes] = new Date(milliseconds)
    .toISOString()
    .slice(11, 16)
    .split(':');
  const hour = Number(hours);
  return `${hour % 12 || 12}:${minutes}${hour < 12 ? 'AM' : 'PM'}`;
}

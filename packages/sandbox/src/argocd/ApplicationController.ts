import { parseDuration } from '../gitops/duration';
import type { Work } from '../gitops/Work';
import { APP_PROJECTS, APPLICATIONS } from '../knownResources';
import { Timers } from '../Timers';
import type { Clock, GitServer, KubeClient } from '../types';
import { applicationHealth } from './applicationHealth';
import { ApplicationReporter } from './ApplicationReporter';
import {
  ARGOCD_NAMESPACE,
  REFRESH,
  type Application,
  type AppProject,
  type Complaint,
  type RetryPolicy,
} from './argoObjects';
import { decideAutoSync } from './autoSync';
import { compareState, type ComparedObject } from './compareState';
import { specProblem } from './projectRules';
import { syncObjects } from './syncObjects';
import {
  branchOf,
  loadObjects,
  repositoryOf,
  resolveRevision,
  TargetStateError,
} from './targetState';

/** How often Git is looked at by itself. */
const RESYNC_MS = 180_000;
/** From a push to the comparison, as with a webhook. */
const AFTER_PUSH_MS = 700;
const AFTER_CHANGE_MS = 300;
/** How long a running sync is shown, so that watchers see it. */
const SYNC_MS = 1000;
const DEFAULT_BACKOFF_MS = 5000;
const DEFAULT_LONGEST_BACKOFF_MS = 180_000;

/** Compares every Application with its directory, and syncs what is to be synced by itself. */
export class ApplicationController {
  private readonly timers: Timers;
  private readonly reporter: ApplicationReporter;
  private readonly cancels = new Map<string, () => void>();
  /** The spec that each Application was last seen with: its status is written to the same object. */
  private readonly specs = new Map<string, string>();
  private readonly stops: Array<() => void> = [];

  constructor(
    private readonly options: {
      client: KubeClient;
      git: GitServer;
      repositoryName: string;
      clock: Clock;
      work: Work;
    },
  ) {
    this.timers = new Timers(options.clock);
    this.reporter = new ApplicationReporter(options);
  }

  start(): void {
    const { client, git, repositoryName } = this.options;
    this.stops.push(
      client.watch(APPLICATIONS, ({ type, object }) => {
        const app = object as Application;
        const { name, namespace, annotations } = app.metadata;
        if (namespace !== ARGOCD_NAMESPACE) return;
        if (type === 'DELETED') {
          this.forget(name);
          return;
        }
        const spec = JSON.stringify(app.spec);
        const known = this.specs.get(name);
        this.specs.set(name, spec);
        if (annotations?.[REFRESH]) this.refreshIn(name, 0);
        else if (known === undefined && app.status?.sync) {
          this.refreshIn(name, RESYNC_MS);
        } else if (known !== spec) this.refreshIn(name, AFTER_CHANGE_MS);
      }),
      client.watch(APP_PROJECTS, ({ type, object }) => {
        for (const { metadata, spec, status } of this.applications()) {
          const refused = status?.conditions?.some(
            condition => condition.type === 'InvalidSpecError',
          );
          const concerned = type !== 'ADDED' || refused;
          if (spec.project === object.metadata.name && concerned) {
            this.refreshIn(metadata.name, AFTER_CHANGE_MS);
          }
        }
      }),
      git.onPush(({ repository, branch }) => {
        if (repository !== repositoryName) return;
        for (const { metadata, spec } of this.applications()) {
          const follows =
            repositoryOf(spec.source) === repository &&
            branchOf(spec.source) === branch;
          if (follows) this.refreshIn(metadata.name, AFTER_PUSH_MS);
        }
      }),
    );
  }

  stop(): void {
    for (const stop of this.stops) stop();
    this.timers.stop();
  }

  private applications(): Application[] {
    const options = { namespace: ARGOCD_NAMESPACE };
    return this.options.client.list(APPLICATIONS, options) as Application[];
  }

  private read(name: string): Application | undefined {
    return this.options.client.get(APPLICATIONS, ARGOCD_NAMESPACE, name) as
      | Application
      | undefined;
  }

  private project(app: Application): AppProject | undefined {
    const { client } = this.options;
    return client.get(APP_PROJECTS, ARGOCD_NAMESPACE, app.spec.project) as
      | AppProject
      | undefined;
  }

  private forget(name: string): void {
    this.specs.delete(name);
    for (const key of [`refresh ${name}`, `sync ${name}`]) {
      this.cancels.get(key)?.();
      this.cancels.delete(key);
    }
  }

  private refreshIn(name: string, milliseconds: number): void {
    this.later(`refresh ${name}`, milliseconds, () => this.refresh(name));
  }

  private syncIn(name: string, milliseconds: number): void {
    this.later(`sync ${name}`, milliseconds, () => this.sync(name));
  }

  private later(
    key: string,
    milliseconds: number,
    task: () => Promise<void>,
  ): void {
    this.cancels.get(key)?.();
    this.cancels.set(
      key,
      this.timers.after(milliseconds, () => {
        this.cancels.delete(key);
        this.options.work.add(key, task);
      }),
    );
  }

  /** What Git and the cluster say now; throws where Git cannot be read. */
  private async compare(
    { app, project }: { app: Application; project: AppProject },
    wanted?: string,
  ): Promise<{
    revision: string;
    compared: ComparedObject[];
    complaints: Complaint[];
  }> {
    const { client, git, repositoryName } = this.options;
    const { source } = app.spec;
    const revision =
      wanted ?? (await resolveRevision(git, repositoryName, source));
    const objects = await loadObjects(git, repositoryName, source, revision);
    return { revision, ...compareState(client, { app, project }, objects) };
  }

  private async refresh(name: string): Promise<void> {
    const app = this.read(name);
    if (!app) return;
    if (!this.cancels.has(`refresh ${name}`)) this.refreshIn(name, RESYNC_MS);
    const project = this.project(app);
    const invalid = specProblem(app, project);
    if (!project || invalid) {
      this.reporter.invalid(name, invalid ?? '');
      return;
    }
    try {
      const { revision, compared, complaints } = await this.compare({
        app,
        project,
      });
      // A sync may have ended while Git was read.
      const now = this.read(name);
      if (!now) return;
      const decision = decideAutoSync(now, { revision, compared });
      this.reporter.compared(name, {
        revision,
        inSync: compared.every(({ differs }) => !differs),
        resources: compared.map(({ status }) => status),
        health: applicationHealth(compared),
        complaints: [
          ...complaints,
          ...(decision.complaint ? [decision.complaint] : []),
        ],
      });
      if (decision.sync) {
        this.reporter.syncing(name, revision);
        this.syncIn(name, SYNC_MS);
      }
    } catch (error) {
      if (!(error instanceof TargetStateError)) throw error;
      this.reporter.unreadable(name, error.message);
    }
  }

  private async sync(name: string): Promise<void> {
    const { client, clock } = this.options;
    const app = this.read(name);
    const project = app && this.project(app);
    const operation = app?.status?.operationState;
    if (!app || !project || operation?.phase !== 'Running') return;
    const { retry, sync } = operation.operation;
    const tries = operation.retryCount ?? 0;
    try {
      const { revision, compared } = await this.compare(
        { app, project },
        tries > 0 && retry.refresh ? undefined : sync.revision,
      );
      const outcome = syncObjects({
        client,
        project,
        destination: app.spec.destination,
        prune: sync.prune ?? false,
        compared,
      });
      const again = outcome.failed && tries < (retry.limit ?? 0);
      const pause = again ? backoff(retry, tries) : undefined;
      this.reporter.synced(name, {
        revision,
        outcome,
        retryAt: pause === undefined ? undefined : clock.now() + pause,
      });
      if (pause !== undefined) this.syncIn(name, pause);
      this.refreshIn(name, AFTER_CHANGE_MS);
    } catch (error) {
      if (!(error instanceof TargetStateError)) throw error;
      this.reporter.synced(name, {
        revision: sync.revision ?? '',
        outcome: { failed: true, message: error.message, resources: [] },
      });
    }
  }
}

/** Milliseconds until the next try. */
function backoff({ backoff: options }: RetryPolicy, tries: number): number {
  const first = parseDuration(options?.duration) ?? DEFAULT_BACKOFF_MS;
  const longest =
    parseDuration(options?.maxDuration) ?? DEFAULT_LONGEST_BACKOFF_MS;
  return Math.min(first * (options?.factor ?? 2) ** tries, longest);
}

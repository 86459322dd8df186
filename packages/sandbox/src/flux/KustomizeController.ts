import { GIT_REPOSITORIES, KUSTOMIZATIONS } from '../knownResources';
import { Timers } from '../Timers';
import type {
  Clock,
  GitServer,
  KubeClient,
  KubeObject,
  KubeServer,
  Logger,
} from '../types';
import { applyManifests, pruneManifests } from './applyManifests';
import { BuildError, buildManifests } from '../gitops/buildManifests';
import { parseDuration } from '../gitops/duration';
import {
  readyCondition,
  requestedAt,
  shaOf,
  toDirectory,
  type GitRepository,
  type Kustomization,
} from './fluxObjects';
import { Failure, toFailure } from './Failure';
import { KustomizationReporter } from './KustomizationReporter';
import { syncUser } from './syncUser';
import type { Work } from '../gitops/Work';

const DEPENDENCY_AGAIN_MS = 30_000;
/** How long `Reconciling` is kept, so that watchers see it. */
const RECONCILING_MS = 1200;

/** Applies and prunes what each Kustomization names, and reports in its status. */
export class KustomizeController {
  private readonly timers: Timers;
  private readonly reporter: KustomizationReporter;
  private readonly cancels = new Map<string, () => void>();
  /** Syncs that show `Reconciling` and have not begun to reconcile. */
  private readonly beginning = new Set<string>();
  private readonly stops: Array<() => void> = [];

  constructor(
    private readonly options: {
      kube: KubeServer;
      client: KubeClient;
      git: GitServer;
      repositoryName: string;
      clock: Clock;
      work: Work;
      logger?: Logger;
    },
  ) {
    this.timers = new Timers(options.clock);
    this.reporter = new KustomizationReporter(options);
  }

  start(): void {
    const { client } = this.options;
    this.stops.push(
      client.watch(KUSTOMIZATIONS, ({ type, object }) => {
        const sync = object as Kustomization;
        if (type === 'DELETED') this.forget(sync);
        else if (isDue(sync)) this.begin(sync);
        else if (type === 'ADDED') this.later(sync, intervalOf(sync));
      }),
      client.watch(GIT_REPOSITORIES, ({ object }) => {
        const revision = (object as GitRepository).status?.artifact?.revision;
        for (const other of client.list(KUSTOMIZATIONS)) {
          const sync = other as Kustomization;
          if (
            isSourceOf(object, sync) &&
            sync.status?.lastAttemptedRevision !== revision
          ) {
            this.begin(sync);
          }
        }
      }),
    );
  }

  stop(): void {
    for (const stop of this.stops) stop();
    this.timers.stop();
  }

  private forget(sync: Kustomization): void {
    const key = keyOf(sync);
    this.cancels.get(key)?.();
    this.cancels.delete(key);
    this.beginning.delete(key);
  }

  /** Something is new: shows `Reconciling` for a moment, then reconciles. */
  private begin(sync: Kustomization): void {
    const key = keyOf(sync);
    const now = this.read(sync);
    if (this.beginning.has(key) || !now || now.spec.suspend) return;
    this.beginning.add(key);
    const revision = this.revisionFor(now);
    if (revision) this.reporter.progressing(now, revision);
    this.later(sync, RECONCILING_MS);
  }

  private later(sync: Kustomization, milliseconds: number): void {
    const key = keyOf(sync);
    this.cancels.get(key)?.();
    const cancel = this.timers.after(milliseconds, () => {
      this.options.work.add(`kustomization ${key}`, () => this.run(sync));
    });
    this.cancels.set(key, cancel);
  }

  private async run(asked: Kustomization): Promise<void> {
    this.beginning.delete(keyOf(asked));
    const sync = this.read(asked);
    if (!sync || sync.spec.suspend) return;
    const failure = await this.reconcile(sync, this.revisionFor(sync));
    // What came meanwhile has its own, earlier turn.
    if (this.beginning.has(keyOf(sync))) return;
    const { interval, retryInterval } = sync.spec;
    const again =
      failure?.reason === 'DependencyNotReady'
        ? DEPENDENCY_AGAIN_MS
        : parseDuration((failure && retryInterval) || interval);
    this.later(sync, again ?? intervalOf(sync));
  }

  private read({ metadata }: Kustomization): Kustomization | undefined {
    return this.options.client.get(
      KUSTOMIZATIONS,
      metadata.namespace,
      metadata.name,
    ) as Kustomization | undefined;
  }

  private revisionFor(sync: Kustomization): string | undefined {
    const { name, namespace } = sourceOf(sync);
    const source = this.options.client.get(GIT_REPOSITORIES, namespace, name);
    return (source as GitRepository | undefined)?.status?.artifact?.revision;
  }

  private async reconcile(
    sync: Kustomization,
    revision: string | undefined,
  ): Promise<Failure | undefined> {
    const startedAt = this.options.clock.now();
    try {
      if (!revision) {
        throw new Failure(
          'ArtifactFailed',
          'Source artifact not found, retrying',
        );
      }
      this.checkDependencies(sync, revision);
      const objects = await this.build(sync, revision);
      const reader = this.options.client;
      const client = this.options.kube.as(syncUser(sync));
      const owner = {
        name: sync.metadata.name,
        namespace: sync.metadata.namespace!,
      };
      const before = sync.status?.inventory?.entries ?? [];
      const { inventory } = applyManifests({
        client,
        reader,
        owner,
        objects,
      });
      if (sync.spec.prune) {
        pruneManifests({ client, reader, owner, before, after: inventory });
      }
      this.reporter.report(sync, {
        revision,
        startedAt,
        failed: false,
        reason: 'ReconciliationSucceeded',
        message: `Applied revision: ${revision}`,
        inventory,
      });
      return undefined;
    } catch (error) {
      const failure = toFailure('ReconciliationFailed', error);
      this.reporter.report(sync, {
        revision,
        startedAt,
        failed: true,
        reason: failure.reason,
        message: failure.message,
      });
      return failure;
    }
  }

  private async build(sync: Kustomization, revision: string) {
    const { git, repositoryName } = this.options;
    const directory = toDirectory(sync.spec.path);
    const files = await git.files(repositoryName, shaOf(revision), directory);
    if (Object.keys(files).length === 0) {
      throw new Failure(
        'ArtifactFailed',
        `kustomization path not found: stat /tmp/kustomization/${directory}: no such file or directory`,
      );
    }
    try {
      return buildManifests(files, directory);
    } catch (error) {
      if (!(error instanceof BuildError)) throw error;
      throw new Failure(
        'BuildFailed',
        `kustomize build failed: ${error.message}`,
      );
    }
  }

  private checkDependencies(sync: Kustomization, revision: string): void {
    for (const dependency of sync.spec.dependsOn ?? []) {
      const namespace = dependency.namespace ?? sync.metadata.namespace;
      const other = this.options.client.get(
        KUSTOMIZATIONS,
        namespace,
        dependency.name,
      ) as Kustomization | undefined;
      const ready =
        other &&
        readyCondition(other)?.status === 'True' &&
        other.status?.observedGeneration === other.metadata.generation &&
        other.status?.lastAppliedRevision === revision;
      if (!ready) {
        throw new Failure(
          'DependencyNotReady',
          `dependency '${namespace}/${dependency.name}' is not ready`,
        );
      }
    }
  }
}

function keyOf({ metadata }: Kustomization): string {
  return `${metadata.namespace}/${metadata.name}`;
}

function intervalOf({ spec }: Kustomization): number {
  return parseDuration(spec.interval) ?? 600_000;
}

function sourceOf(sync: Kustomization): { name: string; namespace?: string } {
  const { sourceRef } = sync.spec;
  return {
    name: sourceRef.name,
    namespace: sourceRef.namespace ?? sync.metadata.namespace,
  };
}

function isSourceOf({ metadata }: KubeObject, sync: Kustomization): boolean {
  const { name, namespace } = sourceOf(sync);
  return metadata.name === name && metadata.namespace === namespace;
}

/** Whether a new spec or a request waits to be handled. */
function isDue(sync: Kustomization): boolean {
  const { status, metadata } = sync;
  return (
    status?.observedGeneration !== metadata.generation ||
    status?.lastHandledReconcileAt !== requestedAt(sync)
  );
}

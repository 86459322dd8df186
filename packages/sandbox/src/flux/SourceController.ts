import { createHash } from 'node:crypto';
import { kubeTime } from '../kubeTime';
import { GIT_REPOSITORIES } from '../knownResources';
import { Timers } from '../Timers';
import type { Clock, GitServer, KubeClient, Logger } from '../types';
import { setCondition } from './conditions';
import { parseDuration } from '../gitops/duration';
import {
  readyCondition,
  requestedAt,
  toRevision,
  type GitRepository,
} from './fluxObjects';
import { Work } from '../gitops/Work';

const DEFAULT_INTERVAL_MS = 60_000;
/** From a push to the new revision, as with a webhook receiver. */
const AFTER_PUSH_MS = 700;

/** Keeps `status.artifact` of every GitRepository at the head of its branch. */
export class SourceController {
  private readonly timers: Timers;
  private readonly cancels = new Map<string, () => void>();
  private readonly stops: Array<() => void> = [];

  constructor(
    private readonly options: {
      client: KubeClient;
      git: GitServer;
      repositoryName: string;
      clock: Clock;
      work: Work;
      logger?: Logger;
    },
  ) {
    this.timers = new Timers(options.clock);
  }

  start(): void {
    const { client, git, repositoryName } = this.options;
    this.stops.push(
      client.watch(GIT_REPOSITORIES, ({ type, object }) => {
        const source = object as GitRepository;
        if (type === 'DELETED') this.cancels.get(keyOf(source))?.();
        else if (isNew(source)) this.enqueue(source);
        else if (type === 'ADDED') this.later(source, intervalOf(source));
      }),
      git.onPush(({ repository, branch }) => {
        if (repository !== repositoryName) return;
        for (const object of client.list(GIT_REPOSITORIES)) {
          const source = object as GitRepository;
          if (branchOf(source) === branch) this.later(source, AFTER_PUSH_MS);
        }
      }),
    );
  }

  stop(): void {
    for (const stop of this.stops) stop();
    this.timers.stop();
  }

  private later(source: GitRepository, milliseconds: number): void {
    const key = keyOf(source);
    this.cancels.get(key)?.();
    this.cancels.set(
      key,
      this.timers.after(milliseconds, () => this.enqueue(source)),
    );
  }

  private enqueue({ metadata }: GitRepository): void {
    const { name, namespace } = metadata;
    this.options.work.add(`source ${namespace}/${name}`, async () => {
      const source = this.options.client.get(
        GIT_REPOSITORIES,
        namespace,
        name,
      ) as GitRepository | undefined;
      if (!source || source.spec.suspend) return;
      await this.reconcile(source);
      this.later(source, intervalOf(source));
    });
  }

  private async reconcile(source: GitRepository): Promise<void> {
    const { git, clock, repositoryName } = this.options;
    const branch = branchOf(source);
    const known = repositoryOf(source.spec.url) === repositoryName;
    const head = known ? await git.head(repositoryName, branch) : undefined;
    if (!head) {
      const why = known
        ? `couldn't find remote ref "refs/heads/${branch}"`
        : 'repository not found';
      this.setStatus(source, {
        ready: false,
        reason: 'GitOperationFailed',
        message: `failed to checkout and determine revision: unable to clone '${source.spec.url}': ${why}`,
      });
      return;
    }
    const revision = toRevision(branch, head.sha);
    const { name, namespace } = source.metadata;
    const path = `gitrepository/${namespace}/${name}/${head.sha}.tar.gz`;
    const moved = source.status?.artifact?.revision !== revision;
    this.setStatus(source, {
      ready: true,
      reason: 'Succeeded',
      message: `stored artifact for revision '${revision}'`,
      ...(moved && {
        artifact: {
          revision,
          digest: `sha256:${createHash('sha256').update(path).digest('hex')}`,
          path,
          url: `http://source-controller.flux-system.svc.cluster.local./${path}`,
          lastUpdateTime: kubeTime(clock.now()),
        },
      }),
    });
  }

  private setStatus(
    source: GitRepository,
    result: {
      ready: boolean;
      reason: string;
      message: string;
      artifact?: object;
    },
  ): void {
    const { ready, reason, message, artifact } = result;
    const { generation, name, namespace } = source.metadata;
    const before = readyCondition(source);
    const handled = requestedAt(source);
    const same =
      !artifact &&
      before?.message === message &&
      source.status?.observedGeneration === generation &&
      source.status?.lastHandledReconcileAt === handled;
    if (same) return;
    const condition = (type: string) => ({
      type,
      status: ready ? ('True' as const) : ('False' as const),
      reason,
      message,
      observedGeneration: generation,
      lastTransitionTime: kubeTime(this.options.clock.now()),
    });
    let conditions = setCondition(
      source.status?.conditions ?? [],
      condition('Ready'),
    );
    if (ready) {
      conditions = setCondition(conditions, condition('ArtifactInStorage'));
    }
    this.options.client.patch(
      GIT_REPOSITORIES,
      namespace,
      name,
      {
        status: {
          conditions,
          observedGeneration: generation,
          ...(artifact && { artifact }),
          ...(handled && { lastHandledReconcileAt: handled }),
        },
      },
      { type: 'merge', subresource: 'status' },
    );
  }
}

function keyOf({ metadata }: GitRepository): string {
  return `${metadata.namespace}/${metadata.name}`;
}

function branchOf({ spec }: GitRepository): string {
  return spec.ref?.branch ?? 'master';
}

function intervalOf({ spec }: GitRepository): number {
  return parseDuration(spec.interval) ?? DEFAULT_INTERVAL_MS;
}

/** `owner/name` of a clone URL. */
function repositoryOf(url: string): string {
  return url
    .replace(/\.git$/, '')
    .split('/')
    .slice(-2)
    .join('/');
}

/** Whether there is something to do before the interval is over. */
function isNew(source: GitRepository): boolean {
  return (
    source.status?.observedGeneration !== source.metadata.generation ||
    source.status?.lastHandledReconcileAt !== requestedAt(source)
  );
}

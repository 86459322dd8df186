import { buildManifests } from '../flux/buildManifests';
import { toStages } from '../flux/applyOrder';
import { withOwner } from '../flux/applyManifests';
import {
  shaOf,
  toDirectory,
  toRevision,
  type Kustomization,
} from '../flux/fluxObjects';
import { toInventoryEntry } from '../flux/inventory';
import { buildDigest } from '../flux/KustomizationReporter';
import { FLUX_USER, syncUser } from '../flux/syncUser';
import { kubeTime } from '../kubeTime';
import {
  GIT_REPOSITORIES,
  KUSTOMIZATIONS,
  SPARK_APPLICATIONS,
  SPARK_CONNECTS,
} from '../knownResources';
import { toSparkConnect } from '../connect/SparkConnect';
import { randomUuid } from '../random';
import { mainContainer } from '../spark/containerStatus';
import { buildEvent } from '../spark/EventRecorder';
import { hex } from '../spark/ids';
import { toSparkApplication } from '../spark/SparkApplication';
import type {
  Clock,
  GitServer,
  KubeClient,
  KubeObject,
  KubeServer,
  Random,
} from '../types';
import { bootstrapObjects, seedSecrets } from './bootstrapObjects';
import { buildHistory } from './buildHistory';
import { gitopsFiles } from './gitopsFiles';
import { computeHistory } from './compute/computeHistory';
import { SEED_COMPUTE } from './compute/SeedCompute';
import type { SeedEvent, SeedPod } from './JobHistory';
import { namespaceOf } from './SeedDomain';
import { SEED_JOBS } from './jobs';

export const GITOPS_REPOSITORY = 'lakehouse/gitops';

const DAY = 24 * 3600 * 1000;
/** How long the platform has been there. */
const PLATFORM_AGE = 40 * DAY;
const APPLIED_AGO = 8 * 60_000;

interface SeedOptions {
  kube: KubeServer;
  git: GitServer;
  gitUrl: string;
  cluster: string;
  clock: Clock;
  random: Random;
}

class Seed {
  private readonly admin: KubeClient;

  constructor(
    private readonly options: SeedOptions,
    private readonly files: Record<string, string>,
    private readonly revision: string,
  ) {
    this.admin = options.kube.as(FLUX_USER);
  }

  run(): void {
    const { cluster, gitUrl } = this.options;
    const bootstrap = bootstrapObjects({ cluster, gitUrl });
    for (const object of bootstrap) this.put(object);
    this.markSource();
    this.applySync('lakefront-platform');
    for (const object of seedSecrets()) this.put(object);
    for (const { metadata } of this.admin.list(KUSTOMIZATIONS)) {
      if (metadata.name !== 'lakefront-platform') this.applySync(metadata.name);
    }
    this.seedHistories();
    this.seedCompute();
  }

  /** Puts in what one sync applies, as it would itself, and says so in its status. */
  private applySync(name: string): void {
    const { kube } = this.options;
    const sync = this.admin.get(
      KUSTOMIZATIONS,
      'flux-system',
      name,
    ) as Kustomization;
    const owner = { name, namespace: 'flux-system' };
    const objects = toStages(
      buildManifests(this.files, toDirectory(sync.spec.path)),
    ).flat();
    const client = kube.as(syncUser(sync));
    for (const object of objects) {
      const { name: objectName, namespace } = object.metadata;
      const resource = client.resourceFor(object.apiVersion, object.kind)!;
      // Tried, not applied: the result holds what admission and the record of
      // managers add, and the object still gets its own age.
      const admitted = client.patch(
        resource,
        namespace,
        objectName,
        withOwner(object, owner),
        { type: 'apply', dryRun: true },
      );
      this.put(admitted);
    }
    this.markSync(sync, objects);
  }

  private markSync(sync: Kustomization, objects: KubeObject[]): void {
    const { clock } = this.options;
    const at = kubeTime(clock.now() - APPLIED_AGO);
    const { revision } = this;
    this.options.kube.seed({
      ...sync,
      status: {
        conditions: [
          {
            type: 'Ready',
            status: 'True',
            reason: 'ReconciliationSucceeded',
            message: `Applied revision: ${revision}`,
            observedGeneration: sync.metadata.generation,
            lastTransitionTime: at,
          },
        ],
        inventory: { entries: objects.map(toInventoryEntry) },
        lastAppliedRevision: revision,
        lastAttemptedRevision: revision,
        observedGeneration: sync.metadata.generation,
        history: [
          {
            digest: buildDigest(sync, revision),
            firstReconciled: at,
            lastReconciled: at,
            lastReconciledDuration: '412ms',
            lastReconciledStatus: 'ReconciliationSucceeded',
            totalReconciliations: 1,
            metadata: { revision },
          },
        ],
      },
    });
  }

  private markSource(): void {
    const { clock, kube } = this.options;
    const source = this.admin.get(
      GIT_REPOSITORIES,
      'flux-system',
      'lakehouse-gitops',
    )!;
    const at = kubeTime(clock.now() - APPLIED_AGO);
    const path = `gitrepository/flux-system/lakehouse-gitops/${shaOf(
      this.revision,
    )}.tar.gz`;
    const condition = (type: string) => ({
      type,
      status: 'True',
      reason: 'Succeeded',
      message: `stored artifact for revision '${this.revision}'`,
      observedGeneration: source.metadata.generation,
      lastTransitionTime: at,
    });
    kube.seed({
      ...source,
      status: {
        artifact: {
          revision: this.revision,
          digest: `sha256:${shaOf(this.revision)}`,
          path,
          url: `http://source-controller.flux-system.svc.cluster.local./${path}`,
          lastUpdateTime: at,
        },
        conditions: [condition('ArtifactInStorage'), condition('Ready')],
        observedGeneration: source.metadata.generation,
      },
    });
  }

  private seedHistories(): void {
    const { clock, kube, random } = this.options;
    for (const job of SEED_JOBS) {
      const app = toSparkApplication(
        this.admin.get(SPARK_APPLICATIONS, namespaceOf(job.domain), job.name)!,
      );
      const history = buildHistory(job, app, { now: clock.now(), random });
      const seeded = kube.seed({
        ...app,
        metadata: {
          ...app.metadata,
          creationTimestamp: kubeTime(history.createdAt),
        },
        status: history.status,
      });
      this.seedPods(history.pods);
      this.seedEvents(seeded, history.events);
    }
  }

  private seedCompute(): void {
    const { clock, kube, random } = this.options;
    for (const compute of SEED_COMPUTE) {
      const connect = toSparkConnect(
        this.admin.get(
          SPARK_CONNECTS,
          namespaceOf(compute.domain),
          compute.name,
        )!,
      );
      const now = clock.now();
      const history = computeHistory(compute, connect, { now, random });
      const { managedFields } = connect.metadata;
      kube.seed({
        ...connect,
        metadata: {
          ...connect.metadata,
          creationTimestamp: kubeTime(history.createdAt),
          // Tells a server that is older than the last edit.
          managedFields: (managedFields as object[]).map(entry => ({
            ...entry,
            time: kubeTime(history.changedAt),
          })),
        },
        ...(history.status && { status: history.status }),
      });
      for (const object of history.others) {
        this.put(object);
      }
      this.seedPods(history.pods);
    }
  }

  private seedPods(pods: SeedPod[]): void {
    const { kube } = this.options;
    for (const { pod, lines, events } of pods) {
      kube.seed(pod);
      const { name, namespace = '' } = pod.metadata;
      const container = mainContainer(pod).name;
      for (const line of lines) {
        kube.appendLog(namespace, name, container, line);
      }
      this.seedEvents(pod, events);
    }
  }

  private seedEvents(about: KubeObject, events: SeedEvent[]): void {
    const { kube, random } = this.options;
    for (const { first, last, count, ...event } of events) {
      const object = buildEvent(about, event, {
        suffix: hex(random, 16),
        first: kubeTime(first),
        last: kubeTime(last),
        count,
      });
      object.metadata.creationTimestamp = kubeTime(first);
      kube.seed(object);
    }
  }

  /** An object with an age and an id of its own. */
  private put(object: KubeObject): KubeObject {
    const { clock, kube, random } = this.options;
    return kube.seed({
      ...object,
      metadata: {
        ...object.metadata,
        uid: randomUuid(random),
        creationTimestamp: kubeTime(clock.now() - PLATFORM_AGE),
      },
    });
  }
}

/** Fills an empty API server and an empty Git host, so that each says what the other says. */
export async function seedSandbox(options: SeedOptions): Promise<void> {
  const { git, cluster } = options;
  const files = gitopsFiles(cluster);
  await git.createRepository(GITOPS_REPOSITORY, files);
  const head = await git.head(GITOPS_REPOSITORY, 'main');
  new Seed(options, files, toRevision('main', head!.sha)).run();
}

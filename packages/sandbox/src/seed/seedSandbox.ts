import { buildManifests } from '../gitops/buildManifests';
import { toSparkConnect } from '../connect/SparkConnect';
import { SPARK_APPLICATIONS, SPARK_CONNECTS } from '../knownResources';
import { kubeTime } from '../kubeTime';
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
import { argoEngine } from './argoEngine';
import { bootstrapObjects, seedSecrets } from './bootstrapObjects';
import { buildHistory } from './buildHistory';
import { fluxEngine } from './fluxEngine';
import { gitopsFiles } from './gitopsFiles';
import { computeHistory } from './compute/computeHistory';
import type { SeedEvent, SeedPod } from './JobHistory';
import { fixedUid } from './pipelines/fixedUid';
import type { SeedCluster } from './SeedCluster';
import { namespaceOf } from './SeedDomain';
import { PLATFORM_SYNC, type SeedEngine, type SeedSync } from './SeedSync';

export const GITOPS_REPOSITORY = 'lakehouse/gitops';

const DAY = 24 * 3600 * 1000;
/** How long the platform has been there. */
const PLATFORM_AGE = 40 * DAY;

/** A schedule in Git names them by their ids. */
const PIPELINE_KINDS = ['Pipeline', 'PipelineVersion'];

const ADMIN = { name: 'admin', groups: ['system:masters'] };

interface SeedOptions {
  kube: KubeServer;
  git: GitServer;
  gitUrl: string;
  /** Of the API of Kubeflow Pipelines, where the cluster has it. */
  kubeflowUrl?: string;
  cluster: SeedCluster;
  clock: Clock;
  random: Random;
}

class Seed {
  private readonly admin: KubeClient;
  private readonly engine: SeedEngine;

  constructor(
    private readonly options: SeedOptions,
    private readonly files: Record<string, string>,
    sha: string,
  ) {
    const { kube, clock, cluster } = options;
    this.admin = kube.as(ADMIN);
    const toEngine = cluster.engine === 'flux' ? fluxEngine : argoEngine;
    this.engine = toEngine({ kube, clock, sha });
  }

  run(): void {
    const { cluster, gitUrl } = this.options;
    const { name, engine } = cluster;
    const bootstrap = bootstrapObjects({ cluster: name, engine, gitUrl });
    for (const object of bootstrap) this.put(object);
    this.engine.markSource();
    const isRoot = (sync: SeedSync) => sync.name === PLATFORM_SYNC;
    for (const sync of this.engine.syncs().filter(isRoot)) this.applySync(sync);
    for (const object of seedSecrets(cluster)) this.put(object);
    // The root has put in the others.
    for (const sync of this.engine.syncs()) {
      if (!isRoot(sync)) this.applySync(sync);
    }
    this.seedHistories();
    this.seedCompute();
  }

  /** Puts in what one sync applies, as it would itself, and says so in its status. */
  private applySync(sync: SeedSync): void {
    const objects = sync.arrange(buildManifests(this.files, sync.directory));
    for (const object of objects) {
      const { name, namespace } = object.metadata;
      const resource = sync.client.resourceFor(object.apiVersion, object.kind)!;
      // Tried, not applied: the result holds what admission and the record of
      // managers add, and the object still gets its own age.
      const admitted = sync.client.patch(resource, namespace, name, object, {
        type: 'apply',
        dryRun: true,
      });
      this.put(admitted);
    }
    sync.mark(objects);
  }

  private seedHistories(): void {
    const { clock, cluster, kube, random } = this.options;
    for (const job of cluster.jobs) {
      const app = toSparkApplication(
        this.admin.get(SPARK_APPLICATIONS, namespaceOf(job.domain), job.name)!,
      );
      const now = clock.now();
      const history = buildHistory(job, app, { now, random, cluster });
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
    const { clock, cluster, kube, random } = this.options;
    for (const compute of cluster.compute) {
      const connect = toSparkConnect(
        this.admin.get(
          SPARK_CONNECTS,
          namespaceOf(compute.domain),
          compute.name,
        )!,
      );
      const now = clock.now();
      const history = computeHistory(compute, connect, {
        now,
        random,
        cluster: cluster.name,
      });
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
        uid: PIPELINE_KINDS.includes(object.kind)
          ? fixedUid(object.metadata.namespace!, object.metadata.name)
          : randomUuid(random),
        creationTimestamp: kubeTime(clock.now() - PLATFORM_AGE),
      },
    });
  }
}

/** Makes the repository that every Kubernetes cluster is applied from. */
export async function seedRepository(options: {
  git: GitServer;
  gitUrl: string;
  kubeflowUrl?: string;
  clusters: SeedCluster[];
}): Promise<void> {
  const { git, gitUrl, kubeflowUrl, clusters } = options;
  const files = clusters.map(cluster =>
    gitopsFiles(cluster, gitUrl, kubeflowUrl),
  );
  await git.createRepository(GITOPS_REPOSITORY, Object.assign({}, ...files), {
    labels: ['lakefront'],
  });
}

/** Fills an empty API server, so that it holds what the repository says. */
export async function seedCluster(options: SeedOptions): Promise<void> {
  const { git, gitUrl, kubeflowUrl, cluster } = options;
  const head = await git.head(GITOPS_REPOSITORY, 'main');
  const files = gitopsFiles(cluster, gitUrl, kubeflowUrl);
  new Seed(options, files, head!.sha).run();
}

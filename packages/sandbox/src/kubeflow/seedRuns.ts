import { toRunName } from '@lakefront/kfp-client';
import { asObject, type JsonObject } from '../kube/json';
import { kubeTime } from '../kubeTime';
import { randomSuffix, randomUuid, seededRandom } from '../random';
import { namespaceOf } from '../seed/SeedDomain';
import { fixedUid } from './fixedUid';
import { NIGHTLY, RECURRING } from '../seed/pipelines/SeedPipeline';
import { podConditions } from '../spark/containerStatus';
import { buildPod } from './argo/buildPod';
import { compileWorkflow } from './argo/compileWorkflow';
import { fnv32a } from './argo/hash';
import { playOut, type Past, type PlayedPod } from './argo/playOut';
import type { Workflow } from './argo/types';
import type { KubeflowHost } from './host/KubeflowHost';
import { tasksOfWorkflow, toRunState } from './host/runTasks';
import type { Run, RunState, RunTask } from './host/types';
import { componentOf, readIr, tasksOf, type Ir } from './ir';
import { isDue, parseCron } from './jobs/cron';
import type { KubeServer, Random } from '../types';

const HOUR = 3600_000;
const DAY = 24 * HOUR;
/** How long KFP keeps the workflows of runs that are over. */
const KEPT = 23.5 * HOUR;
/** Runs of before took longer than those that somebody waits for. */
const SLOWER = 12;

/** One run of the past: of what, and how it went. */
interface SeedRun {
  domain: 'sales' | 'risk';
  pipeline: string;
  version: string;
  name: string;
  at: number;
  parameters: JsonObject;
  recurringRun?: string;
  archived?: boolean;
  went: 'well' | 'badly' | 'cached' | 'cancelled';
  failAt?: string;
}

/** Some hundred runs over weeks; of those of the last hours the workflows are still there. */
export function seedRuns(options: {
  host: KubeflowHost;
  kube: KubeServer;
  random: Random;
}): void {
  const { host, kube, random } = options;
  const irs = new Map<string, Ir>();
  const irOf = (versionId: string) => {
    const known = irs.get(versionId);
    if (known) return known;
    const ir = readIr(
      asObject(host.pipelines.version(versionId).spec).pipelineSpec,
    );
    irs.set(versionId, ir);
    return ir;
  };
  const now = Math.floor(host.now() / 1000) * 1000;
  for (const seed of runsOf(now, random)) {
    const namespace = namespaceOf(seed.domain);
    const versionId = fixedUid(namespace, seed.version);
    addRun({
      ...{ host, kube, random, now, seed, namespace, versionId },
      ir: irOf(versionId),
    });
  }
  startUnpullable(host);
}

/** One that goes on for ever: the image of its version was never pushed. */
function startUnpullable(host: KubeflowHost): void {
  const namespace = namespaceOf('sales');
  host.createRun({
    displayName: 'price-check of the new version',
    experimentId: host.experiments.defaultOf(namespace).id,
    pipelineId: fixedUid(namespace, 'price-check'),
    versionId: fixedUid(namespace, 'price-check-v2'),
    parameters: { market: 'eu' },
  });
}

function runsOf(now: number, random: Random): SeedRun[] {
  const hour = Math.floor(now / HOUR) * HOUR;
  const hours = Array.from({ length: 45 * 24 }, (_, n) => hour - n * HOUR);
  const past = hours.filter(at => at < now - HOUR / 3).reverse();
  const nightly = parseCron(NIGHTLY.schedule)!;
  return past.flatMap(at => [
    ...byHand(Math.round((now - at) / HOUR), at),
    ...(isDue(nightly, at, NIGHTLY.timeZone)
      ? [nightlyRun(at, now, random)]
      : []),
    ...(new Date(at).getUTCHours() % 6 === 0 && at > now - 30 * DAY
      ? [recurringRun(at, random)]
      : []),
    ...(random() < 0.1 ? [manualRun(at, random)] : []),
  ]);
}

/** Two that somebody started today, so that there is always one of each to be seen. */
function byHand(hoursAgo: number, at: number): SeedRun[] {
  const run = {
    domain: 'sales' as const,
    pipeline: 'orders-features',
    version: 'orders-features-v2',
    at,
    parameters: { day: 'today', limit: 100 },
  };
  if (hoursAgo === 3) {
    const failAt = 'join-features:oom';
    return [{ ...run, name: 'features-try-2', went: 'badly', failAt }];
  }
  return hoursAgo === 5
    ? [{ ...run, name: 'features-try-1', went: 'well' }]
    : [];
}

function nightlyRun(at: number, now: number, random: Random): SeedRun {
  const scheduledAt = new Date(at);
  return {
    domain: 'sales',
    pipeline: NIGHTLY.pipeline,
    version: at < now - 20 * DAY ? 'orders-features-v1' : 'orders-features-v2',
    name: toRunName({ name: NIGHTLY.name, scheduledAt }),
    at,
    parameters: NIGHTLY.parameters,
    ...outcomeOf(random, [
      'extract-orders',
      'clean-orders',
      'join-features:oom',
      'for-loop-2/build-features',
    ]),
  };
}

function recurringRun(at: number, random: Random): SeedRun {
  return {
    domain: 'risk',
    pipeline: RECURRING.pipeline,
    version: RECURRING.version,
    name: `${RECURRING.name}-${at / 1000}`,
    at,
    parameters: RECURRING.parameters,
    recurringRun: RECURRING.name,
    ...outcomeOf(random, ['load-payments', 'score-payments:oom']),
  };
}

function manualRun(at: number, random: Random): SeedRun {
  const market = ['eu', 'us', 'apac'][Math.floor(random() * 3)];
  return {
    domain: 'sales',
    pipeline: 'price-check',
    version: 'price-check-v1',
    name: `price-check-${market}-${randomSuffix(random)}`,
    at: at + Math.floor(random() * 3000) * 1000,
    parameters: { market },
    archived: random() < 0.1,
    ...outcomeOf(random, ['fetch-prices', 'check-prices']),
  };
}

function outcomeOf(
  random: Random,
  failing: string[],
): Pick<SeedRun, 'went' | 'failAt'> {
  const luck = random();
  if (luck < 0.07) {
    const failAt = failing[Math.floor(random() * failing.length)];
    return { went: 'badly', failAt };
  }
  if (luck < 0.11) return { went: 'cancelled' };
  return { went: luck < 0.17 ? 'cached' : 'well' };
}

const ENDS: Record<SeedRun['went'], RunState> = {
  well: 'SUCCEEDED',
  cached: 'SUCCEEDED',
  badly: 'FAILED',
  // What KFP calls it where the end was not Argo's.
  cancelled: 'CANCELED',
};

function addRun(options: {
  host: KubeflowHost;
  kube: KubeServer;
  random: Random;
  now: number;
  seed: SeedRun;
  namespace: string;
  versionId: string;
  ir: Ir;
}): void {
  const { host, kube, random, now, seed, namespace, versionId, ir } = options;
  const { at, name: displayName, parameters, went } = seed;
  const id = randomUuid(random);
  const serviceAccount = 'default-editor';
  const steps = tasksOf(componentOf(ir, 'root')).length;
  const took = Math.round(steps * (60 + random() * 60)) * 1000;
  const end = Math.min(
    at + (went === 'well' ? took : Math.round(took / 2000) * 1000),
    now - 60_000,
  );
  const workflowName = `${ir.name}-${randomSuffix(random)}`;
  const play = () => {
    const wanted = compileWorkflow({
      ...{ runId: id, displayName, namespace, serviceAccount, ir, parameters },
    });
    const { generateName, ...metadata } = wanted.metadata;
    const past: Past = {
      startAt: at,
      stopAt: Infinity,
      slower: SLOWER,
      failAt: seed.failAt ?? '',
      cached: went === 'cached',
      ...(went === 'cancelled' && { cancelAt: at + 90_000 }),
    };
    return playOut(
      {
        ...wanted,
        metadata: {
          ...metadata,
          name: workflowName,
          uid: fixedUid(namespace, id),
          creationTimestamp: kubeTime(at),
        },
      },
      past,
      seededRandom(fnv32a(id)),
    );
  };
  const experiment = host.experiments.defaultOf(namespace);
  experiment.createdAt = Math.min(experiment.createdAt, at);
  experiment.lastRunAt = Math.max(experiment.lastRunAt, at);
  const run: Run = {
    ...{ id, namespace, displayName, serviceAccount, ir, parameters },
    experimentId: experiment.id,
    description: '',
    pipelineId: fixedUid(namespace, seed.pipeline),
    versionId,
    pipelineRoot: '',
    recurringRunId: seed.recurringRun
      ? host
          .recurringRuns(namespace)
          .find(({ metadata }) => metadata.name === seed.recurringRun)!.metadata
          .uid!
      : '',
    archived: seed.archived ?? false,
    state: ENDS[went],
    history: [
      { at, state: 'PENDING' },
      { at: at + 10_000, state: 'RUNNING' },
      ...(went === 'cancelled'
        ? [{ at: at + 90_000, state: 'CANCELING' as const }]
        : []),
      { at: end, state: ENDS[went] },
    ],
    createdAt: at,
    scheduledAt: at,
    finishedAt: end,
    workflow: workflowName,
    tasks: () => fitted(tasksOfWorkflow(play().workflow), { at, end }),
  };
  host.runs.set(id, run);
  if (went !== 'cancelled' && at > now - KEPT) {
    keepWorkflow({ kube, run, now, play: play() });
  }
}

/** Tasks within the time that the run took. */
function fitted(
  tasks: RunTask[],
  { at, end }: { at: number; end: number },
): RunTask[] {
  const last = Math.max(...tasks.map(({ finishedAt }) => finishedAt));
  const factor = last > at ? (end - at) / (last - at) : 1;
  const fit = (time: number) =>
    time && Math.round((at + (time - at) * factor) / 1000) * 1000;
  return tasks.map(task => ({
    ...task,
    startedAt: fit(task.startedAt),
    finishedAt: fit(task.finishedAt),
  }));
}

/** The workflow of a run of the last hours, with its pods and what they wrote. */
function keepWorkflow(options: {
  kube: KubeServer;
  run: Run;
  now: number;
  play: { workflow: Workflow; pods: PlayedPod[] };
}): void {
  const { kube, run, now, play } = options;
  const { workflow, pods } = play;
  const finishedAt = Date.parse(workflow.status!.finishedAt!);
  if (finishedAt > now) return;
  const { labels } = workflow.metadata;
  const phase = workflow.status!.phase as string;
  kube.seed({
    ...workflow,
    metadata: {
      ...workflow.metadata,
      labels: {
        ...labels,
        'workflows.argoproj.io/phase': phase,
        'workflows.argoproj.io/completed': 'true',
        'pipeline/persistedFinalState': 'true',
      },
    },
  });
  run.finishedAt = finishedAt;
  run.state = toRunState(phase);
  run.history = run.history.map((one, index, all) =>
    index === all.length - 1 ? { at: finishedAt, state: run.state } : one,
  );
  run.tasks = () => tasksOfWorkflow(workflow);
  for (const played of pods) seedPod(kube, workflow, played);
}

function seedPod(kube: KubeServer, workflow: Workflow, played: PlayedPod) {
  const { node, script, template } = played;
  const { namespace = '' } = workflow.metadata;
  const pod = buildPod(
    workflow,
    node,
    workflow.spec.templates.find(({ name }) => name === template)!,
  );
  const [container] = (
    pod.spec as { containers: Array<{ name: string; image: string }> }
  ).containers;
  const ended = kubeTime(played.endedAt);
  const good = script.end.exitCode === 0;
  kube.seed({
    ...pod,
    metadata: { ...pod.metadata, creationTimestamp: node.startedAt! },
    spec: { ...(pod.spec as object), nodeName: node.hostNodeName },
    status: {
      phase: good ? 'Succeeded' : 'Failed',
      startTime: node.startedAt,
      conditions: podConditions(
        false,
        ended,
        good ? 'PodCompleted' : 'PodFailed',
      ),
      containerStatuses: [
        {
          name: container.name,
          image: container.image,
          imageID: `${container.image}@sandbox`,
          ...{ ready: false, started: false, restartCount: 0 },
          state: {
            terminated: {
              ...script.end,
              startedAt: kubeTime(played.startedAt),
              finishedAt: ended,
            },
          },
        },
      ],
    },
  });
  for (const line of script.lines) {
    kube.appendLog(namespace, pod.metadata.name, container.name, line);
  }
}

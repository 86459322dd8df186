import { kubeStatusOf } from '../kubeStatusOf';
import { PODS } from '../knownResources';
import { podStatus } from '../spark/containerStatus';
import { executorBootLines, sparkLogLine } from '../spark/sparkLog';
import { Timers } from '../Timers';
import type { Clock, KubeClient, KubeObject } from '../types';
import {
  buildConnectExecutor,
  EXECUTOR_ID,
  executorSelector,
  initialExecutors,
} from './buildConnect';
import { serverName, type SparkConnect } from './SparkConnect';

const TICK_MS = 1000;
const REFUSED_MS = 5000;
const REFUSED_MAX_MS = 30_000;

/**
 * The program in a server's pod: asks for its executors and waits for people,
 * of whom none come here. It knows only what it was started with.
 */
export class ConnectServer {
  private readonly timers: Timers;
  private readonly registered = new Set<string>();
  private readonly connect: SparkConnect;
  private nextId = 1;
  private refusals = 0;
  private askAt = 0;

  constructor(
    private readonly options: {
      connect: SparkConnect;
      server: KubeObject;
      client: KubeClient;
      clock: Clock;
      log: (pod: KubeObject, line: string) => void;
    },
  ) {
    this.timers = new Timers(options.clock);
    this.connect = options.connect;
  }

  start(): void {
    const executors = this.executors();
    for (const pod of executors) {
      this.nextId = Math.max(this.nextId, idOf(pod) + 1);
      this.registered.add(pod.metadata.name);
    }
    if (executors.length === 0) {
      const { spec, metadata } = this.connect;
      for (const text of serverBootLines(spec.sparkVersion, metadata.name)) {
        this.say(text);
      }
    }
    this.timers.after(TICK_MS, () => this.tick());
  }

  stop(): void {
    this.timers.stop();
  }

  private tick(): void {
    const executors = this.executors();
    for (const pod of executors) this.greet(pod);
    const alive = executors.filter(
      pod => !/Succeeded|Failed/.test(podStatus(pod).phase ?? ''),
    );
    if (alive.length < initialExecutors(this.connect)) this.ask();
    this.timers.after(TICK_MS, () => this.tick());
  }

  private greet(pod: KubeObject): void {
    const { name } = pod.metadata;
    const { phase, podIP = '' } = podStatus(pod);
    if (phase !== 'Running' || this.registered.has(name)) return;
    this.registered.add(name);
    this.say(
      `KubernetesClusterSchedulerBackend: Registered executor NettyRpcEndpointRef(spark-client://Executor) (${podIP}:51234) with ID ${idOf(
        pod,
      )}, ResourceProfileId 0`,
    );
    const driver = serverName(this.connect);
    for (const text of executorBootLines({
      id: idOf(pod),
      podIp: podIP,
      driver,
    })) {
      this.log(pod, 'INFO', text);
    }
  }

  private ask(): void {
    const { client, clock, server } = this.options;
    if (clock.now() < this.askAt) return;
    const pod = buildConnectExecutor(this.connect, { id: this.nextId, server });
    try {
      client.create(PODS, pod);
      this.nextId += 1;
      this.refusals = 0;
    } catch (error) {
      const status = kubeStatusOf(error);
      if (!status) throw error;
      this.refusals += 1;
      this.askAt =
        clock.now() + Math.min(REFUSED_MS * this.refusals, REFUSED_MAX_MS);
      this.log(
        server,
        'WARN',
        `ExecutorPodsSnapshotsStoreImpl: Exception when notifying snapshot subscriber. Message: ${status.message}`,
      );
    }
  }

  private executors(): KubeObject[] {
    const { namespace } = this.connect.metadata;
    const { uid } = this.options.server.metadata;
    return this.options.client
      .list(PODS, { namespace, labelSelector: executorSelector(this.connect) })
      .filter(({ metadata }) =>
        metadata.ownerReferences?.some(owner => owner.uid === uid),
      );
  }

  private say(text: string): void {
    this.log(this.options.server, 'INFO', text);
  }

  private log(pod: KubeObject, level: 'INFO' | 'WARN', text: string): void {
    const { clock, log } = this.options;
    log(pod, sparkLogLine(clock.now(), level, text));
  }
}

/** What a server says while it starts. */
export function serverBootLines(version: string, name: string): string[] {
  return [
    `SparkContext: Running Spark version ${version}`,
    `SparkContext: Submitted application: Spark Connect server ${name}`,
    "Utils: Successfully started service 'sparkDriver' on port 7078.",
    "Utils: Successfully started service 'SparkUI' on port 4040.",
    'ExecutorPodsAllocator: Going to request executors from Kubernetes for ResourceProfile Id: 0',
    'SparkConnectServer: Spark Connect server started at: 0:0:0:0:0:0:0:0:15002',
  ];
}

function idOf(pod: KubeObject): number {
  return Number(pod.metadata.labels?.[EXECUTOR_ID] ?? 0);
}

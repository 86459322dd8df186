import { kubeStatusOf } from '../kubeStatusOf';
import { CONFIG_MAPS, PODS, SERVICES, SPARK_CONNECTS } from '../knownResources';
import { mainContainer, podStatus } from '../spark/containerStatus';
import { Timers } from '../Timers';
import type {
  Clock,
  KubeClient,
  KubeObject,
  Logger,
  ResourceRef,
} from '../types';
import {
  buildConfigMap,
  buildServerPod,
  buildService,
  executorSelector,
  LABEL_CONNECT,
  LABEL_VERSION,
} from './buildConnect';
import { ConnectServer } from './ConnectServer';
import { connectStatus } from './connectStatus';
import { serverName, toSparkConnect, type SparkConnect } from './SparkConnect';

const AGAIN_MS = 1000;
const AGAIN_MAX_MS = 60_000;

/** What is remembered of one compute cluster; all else is in its pods. */
interface Memory {
  failures: number;
  cancel: () => void;
  program?: { podUid: string; server: ConnectServer };
}

/**
 * Makes what a SparkConnect asks for and is not there: ConfigMap, server's pod,
 * Service. A server's pod that is there stays as it is, whatever is edited; the
 * operator (2.5.2) does no more, writes no events, and writes no status where
 * the API server refuses the pod.
 */
export class ConnectOperator {
  private readonly timers: Timers;
  private readonly memory = new Map<string, Memory>();
  private readonly stops: Array<() => void> = [];

  constructor(
    private readonly options: {
      client: KubeClient;
      clock: Clock;
      logger?: Logger;
      appendLog: (
        namespace: string,
        pod: string,
        container: string,
        line: string,
      ) => void;
    },
  ) {
    this.timers = new Timers(options.clock);
  }

  start(): void {
    const { client } = this.options;
    this.stops.push(
      client.watch(SPARK_CONNECTS, ({ type, object }) => {
        const key = keyOf(object);
        if (type === 'DELETED') this.forget(key);
        else this.reconcile(key);
      }),
      client.watch(PODS, ({ object }) => {
        const { labels, namespace } = object.metadata;
        const name = labels?.[LABEL_CONNECT];
        if (name) this.reconcile(`${namespace}/${name}`);
      }),
    );
  }

  stop(): void {
    for (const stop of this.stops) stop();
    for (const { program } of this.memory.values()) program?.server.stop();
    this.timers.stop();
  }

  private forget(key: string): void {
    const known = this.memory.get(key);
    known?.cancel();
    known?.program?.server.stop();
    this.memory.delete(key);
  }

  private reconcile(key: string): void {
    const [namespace, name] = key.split('/');
    const object = this.options.client.get(SPARK_CONNECTS, namespace, name);
    if (!object || object.metadata.deletionTimestamp) return;
    const known = this.memory.get(key) ?? { failures: 0, cancel: () => {} };
    this.memory.set(key, known);
    known.cancel();
    try {
      this.step(toSparkConnect(object), known);
      known.failures = 0;
    } catch (error) {
      const status = kubeStatusOf(error);
      if (!status) throw error;
      this.options.logger?.info(`spark operator: ${key}: ${status.message}`);
      const wait = Math.min(AGAIN_MS * 2 ** known.failures, AGAIN_MAX_MS);
      known.failures += 1;
      known.cancel = this.timers.after(wait, () => this.reconcile(key));
    }
  }

  private step(connect: SparkConnect, known: Memory): void {
    const { client, clock } = this.options;
    const { name, namespace } = connect.metadata;
    this.ensureConfigMap(connect);
    const pod = this.ensureServer(connect);
    this.ensure(SERVICES, buildService(connect));
    this.run(connect, pod, known);
    const executors = client.list(PODS, {
      namespace,
      labelSelector: executorSelector(connect),
    });
    const status = connectStatus(connect, { pod, executors, now: clock.now() });
    if (status) {
      client.patch(
        SPARK_CONNECTS,
        namespace,
        name,
        { status },
        { type: 'merge', subresource: 'status' },
      );
    }
  }

  private ensureConfigMap(connect: SparkConnect): void {
    const wanted = buildConfigMap(connect);
    const { data } = this.ensure(CONFIG_MAPS, wanted);
    if (JSON.stringify(data) !== JSON.stringify(wanted.data)) {
      const { name, namespace } = wanted.metadata;
      const patch = { data: wanted.data };
      this.options.client.patch(CONFIG_MAPS, namespace, name, patch, {
        type: 'merge',
      });
    }
  }

  /** The server's pod; of one that is there only the label of its version follows the object. */
  private ensureServer(connect: SparkConnect): KubeObject {
    const pod = this.ensure(PODS, buildServerPod(connect));
    const { sparkVersion } = connect.spec;
    if (pod.metadata.labels?.[LABEL_VERSION] === sparkVersion) return pod;
    return this.options.client.patch(
      PODS,
      connect.metadata.namespace,
      serverName(connect),
      { metadata: { labels: { [LABEL_VERSION]: sparkVersion } } },
      { type: 'merge' },
    );
  }

  private ensure(resource: ResourceRef, wanted: KubeObject): KubeObject {
    const { client } = this.options;
    const { name, namespace } = wanted.metadata;
    return (
      client.get(resource, namespace, name) ?? client.create(resource, wanted)
    );
  }

  /** Starts the program of a server that came up, once; with what it was told then. */
  private run(connect: SparkConnect, pod: KubeObject, known: Memory): void {
    const podUid = pod.metadata.uid!;
    if (known.program && known.program.podUid !== podUid) {
      known.program.server.stop();
      known.program = undefined;
    }
    if (known.program || podStatus(pod).phase !== 'Running') return;
    const { appendLog, client, clock } = this.options;
    const server = new ConnectServer({
      connect,
      server: pod,
      client,
      clock,
      log(about, line) {
        const { name, namespace = '' } = about.metadata;
        appendLog(namespace, name, mainContainer(about).name, line);
      },
    });
    known.program = { podUid, server };
    server.start();
  }
}

function keyOf({ metadata }: KubeObject): string {
  return `${metadata.namespace}/${metadata.name}`;
}

import type {
  Clock,
  JobLake,
  KubeServer,
  KubeUser,
  Logger,
  Random,
} from '../types';
import { ConnectOperator } from '../connect';
import { ApplicationWriter } from './ApplicationWriter';
import { DriverPrograms } from './DriverPrograms';
import { EventRecorder } from './EventRecorder';
import { Kubelet } from './Kubelet';
import { SparkOperator } from './SparkOperator';

/** Who the operator is to the API server; its rights come from a ClusterRole. */
export const OPERATOR_USER: KubeUser = {
  name: 'system:serviceaccount:spark-operator:spark-operator-controller',
  groups: [
    'system:serviceaccounts',
    'system:serviceaccounts:spark-operator',
    'system:authenticated',
  ],
};

const NODE_USER: KubeUser = {
  name: 'system:node:worker',
  groups: ['system:masters', 'system:authenticated'],
};

export interface SparkOperatorOptions {
  kube: KubeServer;
  clock: Clock;
  random: Random;
  /** Where jobs save that name a branch; without it none does. */
  lake?: JobLake;
  logger?: Logger;
}

/** Starts the Spark operator and the nodes that its pods run on. */
export function startSparkOperator(options: SparkOperatorOptions): {
  /** Of all nodes of the cluster, whoever made the pods. */
  kubelet: Kubelet;
  stop(): void;
} {
  const { kube, clock, random, lake, logger } = options;
  const nodes = kube.as(NODE_USER);
  const recorder = new EventRecorder({ client: nodes, clock, random });
  const kubelet = new Kubelet({ client: nodes, clock, random, recorder });
  const client = kube.as(OPERATOR_USER);
  const programs = new DriverPrograms({
    client,
    kubelet,
    appendLog: kube.appendLog.bind(kube),
    clock,
    random,
    lake,
  });
  const writer = new ApplicationWriter({ client, recorder });
  const operator = new SparkOperator({
    client,
    writer,
    programs,
    clock,
    random,
    logger,
  });
  const connect = new ConnectOperator({
    client,
    clock,
    logger,
    appendLog: kube.appendLog.bind(kube),
  });
  kubelet.start();
  operator.start();
  connect.start();
  return {
    kubelet,
    stop() {
      connect.stop();
      operator.stop();
      kubelet.stop();
    },
  };
}

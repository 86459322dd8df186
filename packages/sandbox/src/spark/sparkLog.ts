/** A line of Spark's default log4j pattern. */
export function sparkLogLine(
  at: number,
  level: 'INFO' | 'WARN' | 'ERROR',
  text: string,
): string {
  const time = new Date(at).toISOString();
  const day = time.slice(2, 10).replace(/-/g, '/');
  return `${day} ${time.slice(11, 19)} ${level} ${text}`;
}

export interface LogContext {
  name: string;
  sparkVersion: string;
  applicationId: string;
  mainFile: string;
  podIp: string;
}

/** What a driver says while it starts. */
export function driverBootLines(context: LogContext): string[] {
  return [
    `SparkContext: Running Spark version ${context.sparkVersion}`,
    'SparkContext: OS info Linux, 6.8.0-1021, amd64',
    `SparkContext: Submitted application: ${context.name}`,
    'SecurityManager: Changing view acls to: spark',
    "Utils: Successfully started service 'sparkDriver' on port 7078.",
    "Utils: Successfully started service 'SparkUI' on port 4040.",
    `SparkContext: Added file ${context.mainFile} at spark://${context.name}-driver-svc:7078/files/main`,
    'ExecutorPodsAllocator: Going to request executors from Kubernetes for ResourceProfile Id: 0',
    `KubernetesClusterSchedulerBackend: Application ${context.applicationId} is registered`,
  ];
}

/** What an executor says while it starts. */
export function executorBootLines(options: {
  id: number;
  podIp: string;
  driver: string;
}): string[] {
  return [
    `CoarseGrainedExecutorBackend: Started daemon with process name: 1@${options.podIp}`,
    `CoarseGrainedExecutorBackend: Connecting to driver: spark://CoarseGrainedScheduler@${options.driver}:7078`,
    `Executor: Starting executor ID ${options.id} on host ${options.podIp}`,
    'CoarseGrainedExecutorBackend: Successfully registered with driver',
    `BlockManager: Initialized BlockManager: BlockManagerId(${options.id}, ${options.podIp}, 7079, None)`,
  ];
}

const TASKS_PER_STAGE = 16;

/** What a driver says of the `step`th task that ended, beginning with 0. */
export function driverWorkLines(options: {
  step: number;
  executor: number;
  host: string;
  milliseconds: number;
}): string[] {
  const { step, executor, host, milliseconds } = options;
  const stage = Math.floor(step / TASKS_PER_STAGE);
  const task = step % TASKS_PER_STAGE;
  const lines: string[] = [];
  if (task === 0) {
    lines.push(
      `DAGScheduler: Submitting ${TASKS_PER_STAGE} missing tasks from ShuffleMapStage ${stage} (MapPartitionsRDD[${
        stage * 4 + 3
      }] at save at NativeMethodAccessorImpl.java:0)`,
      `TaskSchedulerImpl: Adding task set ${stage}.0 with ${TASKS_PER_STAGE} tasks resource profile 0`,
    );
  }
  lines.push(
    `TaskSetManager: Finished task ${task}.0 in stage ${stage}.0 (TID ${step}) in ${milliseconds} ms on ${host} (executor ${executor}) (${
      task + 1
    }/${TASKS_PER_STAGE})`,
  );
  if (task === TASKS_PER_STAGE - 1) {
    lines.push(
      `DAGScheduler: ShuffleMapStage ${stage} (save at NativeMethodAccessorImpl.java:0) finished in ${(
        (milliseconds * 4) /
        1000
      ).toFixed(3)} s`,
    );
  }
  return lines;
}

/** What an executor says of one task. */
export function executorWorkLines(options: {
  step: number;
  bytes: number;
}): string[] {
  const { step, bytes } = options;
  const id = `${step % TASKS_PER_STAGE}.0 in stage ${Math.floor(
    step / TASKS_PER_STAGE,
  )}.0 (TID ${step})`;
  return [
    `Executor: Running task ${id}`,
    `Executor: Finished task ${id}. ${bytes} bytes result sent to driver`,
  ];
}

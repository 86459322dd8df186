interface Pods {
  cores?: number;
  memory?: string;
  instances?: number;
}

/** The size that a form asked for. */
export function guessSize(
  leader: Pods,
  executor: Pods,
  dynamic?: { minExecutors?: number; maxExecutors?: number },
) {
  return {
    driverCores: leader.cores,
    driverMemory: leader.memory,
    executorCores: executor.cores,
    executorMemory: executor.memory,
    instances: executor.instances,
    dynamicAllocation: dynamic && {
      minExecutors: dynamic.minExecutors,
      maxExecutors: dynamic.maxExecutors,
    },
  };
}

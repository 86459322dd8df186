import {
  computeFit,
  type DomainCapacity,
  type FitProblem,
  formatBytes,
  formatCpu,
  type Workload,
} from '@lakefront/backstage-plugin-lakehouse-common';

/**
 * Says what keeps missing pods from starting, by what the domain has left.
 * Where the next one has room it is about to start: then nothing waits, and
 * what the kind supposed is taken back.
 */
export function explainMissing(
  workload: Workload,
  capacity: DomainCapacity,
): Workload {
  const { reason, ...rest } = workload;
  if (!reason?.missing) {
    return workload;
  }
  const { missing, ...other } = reason;
  const obstacle = obstacleOf(workload, missing.role, capacity);
  if (!obstacle) {
    return other.code === 'executors-missing'
      ? rest
      : { ...rest, reason: other };
  }
  const { running, wanted, role } = missing;
  const { domain, state } = workload;
  const message =
    state === 'running'
      ? `Runs with ${running} of ${wanted} ${
          wanted === 1 ? role : `${role}s`
        }: ${sentenceOf(obstacle, domain, 'the next one')}.`
      : `Waits for its ${role}: ${sentenceOf(obstacle, domain, 'it')}.`;
  return {
    ...rest,
    reason: {
      code: other.code.endsWith('-missing') ? other.code : `${role}s-missing`,
      message,
      ...(other.detail && { detail: other.detail }),
      editPath: `spec.${role}`,
      missing,
    },
  };
}

/** What the next pod of a part meets, the hardest first. */
function obstacleOf(
  { footprint, domain }: Workload,
  role: string,
  capacity: DomainCapacity,
): FitProblem | undefined {
  const part = footprint.parts.find(one => one.role === role);
  if (!part) {
    return undefined;
  }
  const next = { ...part, count: 1, minCount: 1 };
  const { problems } = computeFit({
    footprint: { ...next, pods: 1, parts: [next] },
    capacity,
    domain,
  });
  return (
    problems.find(({ code }) => code === 'limit') ??
    problems.find(({ code }) => code === 'quota-hard') ??
    problems[0]
  );
}

function sentenceOf(problem: FitProblem, domain: string, who: string): string {
  const { code, resource, asked, available, message } = problem;
  if (code !== 'quota') {
    return message;
  }
  return `${who} needs ${amountOf(resource, asked)}, ${domain} has ${amountOf(
    resource,
    available,
  )} left`;
}

function amountOf(resource: string, amount: number): string {
  if (/cpu$/.test(resource)) {
    return `${formatCpu(amount)} CPU`;
  }
  if (/memory$/.test(resource)) {
    return formatBytes(amount);
  }
  if (/gpu$/.test(resource)) {
    return `${amount} GPU`;
  }
  return amount === 1 ? '1 pod' : `${amount} pods`;
}

import { formatBytes, formatCpu } from './formatAmount';
import type {
  DomainCapacity,
  Fit,
  FitProblem,
  Footprint,
  FootprintPart,
  QuotaUsage,
} from './types';

/** What it asks for in words: `6 CPU, 14 GiB`, with GPUs where there are any. @public */
export function formatFootprint(
  footprint: Pick<Footprint, 'cpu' | 'memory' | 'gpu'>,
): string {
  return [
    `${formatCpu(footprint.cpu)} CPU`,
    formatBytes(footprint.memory),
    ...(footprint.gpu > 0 ? [`${formatCpu(footprint.gpu)} GPU`] : []),
  ].join(', ');
}

/**
 * Whether a footprint fits what a domain still has on a Kubernetes cluster
 * now, and what stands in the way. Work that waits already is named, but holds
 * nothing: a ResourceQuota admits who comes first.
 * `plural` (`sparkapplications.sparkoperator.k8s.io`) lets quotas that count
 * objects be looked at too. What it uses now, where it runs already, is given
 * back before it starts anew (`replaces`).
 * @public
 */
export function computeFit(options: {
  footprint: Footprint;
  capacity: DomainCapacity;
  domain: string;
  plural?: string;
  replaces?: Footprint;
}): Fit {
  const { footprint, domain, plural, replaces } = options;
  const capacity = replaces
    ? givenBack(options.capacity, replaces)
    : options.capacity;
  const problems = [
    ...footprint.parts.flatMap(part => limitProblems(part, capacity, domain)),
    ...capacity.quotas.flatMap(quota =>
      quotaProblems(quota, { footprint, capacity, domain, plural }),
    ),
  ].filter(
    // Requests and limits of memory are alike for Spark: said once is enough.
    ({ message }, index, all) =>
      all.findIndex(other => other.message === message) === index,
  );
  const hardest =
    problems.find(({ code }) => code === 'limit') ??
    problems.find(({ code }) => code === 'quota-hard') ??
    problems[0];
  const asks = `asks for ${formatFootprint(footprint)}`;
  return {
    fits: problems.length === 0,
    summary: hardest
      ? `${asks}; ${hardest.message}`
      : `${asks}${left(capacity, domain)}${
          replaces && capacity.quotas.length > 0
            ? ', with what it uses now'
            : ''
        }`,
    problems,
  };
}

/** Without what a footprint holds at least: what may have grown is not counted on. */
function givenBack(
  capacity: DomainCapacity,
  footprint: Footprint,
): DomainCapacity {
  const holds = (resource: string) =>
    askedOf(resource, part => part.minCount, {
      footprint,
      capacity,
      domain: '',
    });
  return {
    ...capacity,
    quotas: capacity.quotas.map(quota => ({
      ...quota,
      used: Math.max(0, quota.used - holds(quota.resource)),
    })),
  };
}

interface QuotaContext {
  footprint: Footprint;
  capacity: DomainCapacity;
  domain: string;
  plural?: string;
}

function quotaProblems(quota: QuotaUsage, context: QuotaContext): FitProblem[] {
  const { footprint, domain, plural } = context;
  const asked = askedOf(quota.resource, part => part.count, context);
  if (asked === 0) {
    return [];
  }
  const atLeast = askedOf(quota.resource, part => part.minCount, context);
  const available = availableOf(quota);
  const what = nameOf(quota.resource);
  const say = (amount: number) => withUnit(quota, amount, what);
  const base = { resource: quota.resource, asked, available };
  if (atLeast > quota.hard) {
    const message = `${domain} may never use more than ${say(
      quota.hard,
    )}, so this can never run`;
    return [{ ...base, code: 'quota-hard', message }];
  }
  if (asked <= available) {
    return [];
  }
  if (plural && quota.resource === `count/${plural}`) {
    const message = `${domain} has ${quota.used} of at most ${say(
      quota.hard,
    )}; one must be removed first`;
    return [{ ...base, code: 'quota', message }];
  }
  const grows =
    atLeast <= available && footprint.parts.some(p => p.minCount < p.count);
  const message = grows
    ? `${domain} has ${say(
        available,
      )} left, so it starts and grows no further than that`
    : `${domain} has ${say(available)} left, so it waits until ${say(
        asked - available,
      )} more ${quota.unit === 'bytes' ? 'is' : 'are'} free`;
  return [{ ...base, code: 'quota', message }];
}

/** The sum of one quota resource over the parts, each counted as said. */
function askedOf(
  resource: string,
  count: (part: FootprintPart) => number,
  { footprint, capacity, plural }: QuotaContext,
): number {
  const sum = (read: (part: FootprintPart) => number) =>
    footprint.parts.reduce(
      (total, part) => total + count(part) * read(part),
      0,
    );
  switch (resource) {
    case 'cpu':
    case 'requests.cpu':
      return sum(part => part.cpu);
    case 'limits.cpu':
      return sum(part => cpuLimitOf(part, capacity) ?? part.cpu);
    case 'memory':
    case 'requests.memory':
    case 'limits.memory':
      return sum(part => part.memory);
    case 'pods':
    case 'count/pods':
      return sum(() => 1);
    default:
      if (/^requests\..*gpu/.test(resource)) {
        return sum(part => part.gpu);
      }
      return plural && resource === `count/${plural}` ? 1 : 0;
  }
}

/** Kubernetes gives a container without a limit the LimitRange's default, else its maximum. */
function cpuLimitOf(
  part: FootprintPart,
  { limits }: DomainCapacity,
): number | undefined {
  return part.cpuLimit ?? limits.default?.cpu ?? limits.max?.cpu;
}

function limitProblems(
  part: FootprintPart,
  capacity: DomainCapacity,
  domain: string,
): FitProblem[] {
  const { max, min, default: byDefault } = capacity.limits;
  const problems: FitProblem[] = [];
  const base = { code: 'limit' as const, path: part.path };
  const compare = (
    resource: 'cpu' | 'memory',
    asked: number,
    format: (amount: number) => string,
  ) => {
    const most = max?.[resource];
    const least = min?.[resource];
    if (most !== undefined && asked > most) {
      const message = `its ${part.role} asks for ${format(
        asked,
      )}; one pod in ${domain} may have at most ${format(most)}`;
      problems.push({ ...base, resource, message, asked, available: most });
    }
    if (least !== undefined && asked < least) {
      const message = `its ${part.role} asks for ${format(
        asked,
      )}; one pod in ${domain} must have at least ${format(least)}`;
      problems.push({ ...base, resource, message, asked, available: least });
    }
  };
  const cpu = (amount: number) => `${formatCpu(amount)} CPU`;
  compare('cpu', Math.max(part.cpu, part.cpuLimit ?? 0), cpu);
  compare('memory', part.memory, formatBytes);
  if (
    part.cpuLimit === undefined &&
    byDefault?.cpu !== undefined &&
    part.cpu > byDefault.cpu
  ) {
    problems.push({
      ...base,
      resource: 'cpu',
      message: `${domain} limits a pod to ${cpu(
        byDefault.cpu,
      )} where nothing else is said: set the CPU limit (coreLimit) of its ${
        part.role
      } to at least ${cpu(part.cpu)}`,
      asked: part.cpu,
      available: byDefault.cpu,
    });
  }
  const countsLimits = capacity.quotas.some(q => q.resource === 'limits.cpu');
  if (countsLimits && cpuLimitOf(part, capacity) === undefined) {
    problems.push({
      ...base,
      resource: 'limits.cpu',
      message: `${domain} counts CPU limits: its ${part.role} needs one (coreLimit)`,
      asked: part.cpu,
      available: 0,
    });
  }
  return problems;
}

/** What is free now. A quota keeps nothing for work that waits: who comes first gets it. */
function availableOf(quota: QuotaUsage): number {
  return Math.max(0, quota.hard - quota.used);
}

const CPU = ['requests.cpu', 'cpu'];
const MEMORY = ['requests.memory', 'memory', 'limits.memory'];

/** `; sales has 22 CPU, 76 GiB left`, from the tightest quota of each, and what waits for it too. */
function left(capacity: DomainCapacity, domain: string): string {
  const amounts = (
    read: (quota: QuotaUsage) => number,
    pick: (...numbers: number[]) => number,
  ) =>
    [
      { names: CPU, format: (amount: number) => `${formatCpu(amount)} CPU` },
      { names: MEMORY, format: formatBytes },
    ].flatMap(({ names, format }) => {
      const quotas = capacity.quotas.filter(q => names.includes(q.resource));
      return quotas.length > 0
        ? [{ amount: pick(...quotas.map(read)), format }]
        : [];
    });
  const inWords = (all: ReturnType<typeof amounts>) =>
    all.map(({ amount, format }) => format(amount)).join(', ');
  const free = amounts(availableOf, Math.min);
  if (free.length === 0) {
    return `; ${domain} has no quota`;
  }
  const waiting = amounts(quota => quota.waiting, Math.max).filter(
    ({ amount }) => amount > 0,
  );
  return `; ${domain} has ${inWords(free)} left${
    waiting.length > 0 ? `, and work that waits for ${inWords(waiting)}` : ''
  }`;
}

function nameOf(resource: string): string {
  if (/gpu/.test(resource)) {
    return 'GPU';
  }
  if (resource === 'limits.cpu') {
    return 'CPU limit';
  }
  if (/cpu$/.test(resource)) {
    return 'CPU';
  }
  return resource.replace(/^count\//, '').split('.')[0];
}

function withUnit(quota: QuotaUsage, amount: number, what: string): string {
  return quota.unit === 'bytes'
    ? formatBytes(amount)
    : `${formatCpu(amount)} ${what}`;
}

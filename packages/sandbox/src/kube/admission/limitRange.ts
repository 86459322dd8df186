import { KubeObject } from '../../types';
import { asArray, asObject, isObject, JsonObject } from '../json';
import { formatQuantity, Quantity } from '../quantity';
import { ensureObject } from './defaults';
import { Amounts, amountsOf, containersOf, podAmounts } from './podResources';

function itemsOf(limitRanges: KubeObject[], type: string): JsonObject[] {
  return limitRanges
    .flatMap(limitRange => asArray(asObject(limitRange.spec).limits))
    .filter(isObject)
    .filter(item => item.type === type);
}

/** Gives containers the default limits and requests of their namespace, in place. */
export function putLimitRangeDefaults(
  limitRanges: KubeObject[],
  pod: KubeObject,
): void {
  const spec = asObject(pod.spec);
  const containers = [
    ...asArray(spec.containers),
    ...asArray(spec.initContainers),
  ].filter(isObject);
  for (const item of itemsOf(limitRanges, 'Container')) {
    for (const container of containers) {
      const resources = ensureObject(container, 'resources');
      for (const [from, to] of [
        ['default', 'limits'],
        ['defaultRequest', 'requests'],
      ]) {
        const values = { ...asObject(item[from]), ...asObject(resources[to]) };
        if (Object.keys(values).length) {
          resources[to] = values;
        }
      }
    }
  }
}

/** What the namespace's limit ranges refuse about a pod, in their words. */
export function podLimitProblems(
  limitRanges: KubeObject[],
  pod: KubeObject,
): string[] {
  const containers = [
    ...containersOf(pod),
    ...containersOf(pod, 'initContainers'),
  ];
  return [
    ...itemsOf(limitRanges, 'Container').flatMap(item =>
      containers.flatMap(({ requests, limits }) =>
        itemProblems(item, requests, limits),
      ),
    ),
    ...itemsOf(limitRanges, 'Pod').flatMap(item =>
      itemProblems(
        item,
        podAmounts(pod, 'requests'),
        podAmounts(pod, 'limits'),
      ),
    ),
  ];
}

/** What they refuse about a volume claim: it has requests only. */
export function claimLimitProblems(
  limitRanges: KubeObject[],
  claim: KubeObject,
): string[] {
  const requests = amountsOf(asObject(asObject(claim.spec).resources).requests);
  return itemsOf(limitRanges, 'PersistentVolumeClaim').flatMap(item => [
    ...eachLimit(item, 'min', (name, bound) =>
      minProblem('PersistentVolumeClaim', name, bound, requests.get(name)),
    ),
    ...eachLimit(item, 'max', (name, bound) =>
      maxProblem(
        'PersistentVolumeClaim',
        name,
        bound,
        requests.get(name),
        undefined,
        'request',
      ),
    ),
  ]);
}

function itemProblems(
  item: JsonObject,
  requests: Amounts,
  limits: Amounts,
): string[] {
  const type = String(item.type);
  return [
    ...eachLimit(item, 'min', (name, bound) =>
      minProblem(type, name, bound, requests.get(name), limits.get(name)),
    ),
    ...eachLimit(item, 'max', (name, bound) =>
      maxProblem(
        type,
        name,
        bound,
        limits.get(name),
        requests.get(name),
        'limit',
      ),
    ),
    ...eachLimit(item, 'maxLimitRequestRatio', (name, bound) =>
      ratioProblem(type, name, bound, requests.get(name), limits.get(name)),
    ),
  ];
}

function eachLimit(
  item: JsonObject,
  key: string,
  problem: (name: string, bound: Quantity) => string | undefined,
): string[] {
  return [...amountsOf(item[key])]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, bound]) => problem(name, bound) ?? []);
}

function minProblem(
  type: string,
  name: string,
  bound: Quantity,
  request?: Quantity,
  limit?: Quantity,
): string | undefined {
  const rule = `minimum ${name} usage per ${type} is ${formatQuantity(bound)}`;
  if (!request) {
    return `${rule}.  No request is specified`;
  }
  if (request.nano < bound.nano) {
    return `${rule}, but request is ${formatQuantity(request)}`;
  }
  return limit && limit.nano < bound.nano
    ? `${rule}, but limit is ${formatQuantity(limit)}`
    : undefined;
}

function maxProblem(
  type: string,
  name: string,
  bound: Quantity,
  first: Quantity | undefined,
  request: Quantity | undefined,
  word: 'limit' | 'request',
): string | undefined {
  const rule = `maximum ${name} usage per ${type} is ${formatQuantity(bound)}`;
  if (!first) {
    return `${rule}.  No ${word} is specified`;
  }
  if (first.nano > bound.nano) {
    return `${rule}, but ${word} is ${formatQuantity(first)}`;
  }
  return request && request.nano > bound.nano
    ? `${rule}, but request is ${formatQuantity(request)}`
    : undefined;
}

function ratioProblem(
  type: string,
  name: string,
  bound: Quantity,
  request?: Quantity,
  limit?: Quantity,
): string | undefined {
  const rule = `${name} max limit to request ratio per ${type} is ${formatQuantity(
    bound,
  )}`;
  if (!request || request.nano === 0n) {
    return `${rule}, but no request is specified or request is 0`;
  }
  if (!limit || limit.nano === 0n) {
    return `${rule}, but no limit is specified or limit is 0`;
  }
  const ratio = Number(limit.nano) / Number(request.nano);
  return ratio > Number(bound.nano) / 1e9
    ? `${rule}, but provided ratio is ${ratio.toFixed(6)}`
    : undefined;
}

import { KubeObject } from '../../types';
import { asObject } from '../json';
import { parseQuantity, zeroQuantity } from '../quantity';
import { ResourceDefinition } from '../resources';
import { Amounts, podAmounts } from './podResources';

const ONE = parseQuantity('1') ?? zeroQuantity();

/** Kinds that a quota counts by their bare name, beside `count/...`. */
const COUNTED = [
  'configmaps',
  'persistentvolumeclaims',
  'resourcequotas',
  'secrets',
  'services',
];

/** What one object uses of each thing that a ResourceQuota can limit. */
export function usageOf(
  resource: ResourceDefinition,
  object: KubeObject,
): Amounts {
  const { group, plural } = resource;
  const usage: Amounts = new Map([
    [`count/${group ? `${plural}.${group}` : plural}`, ONE],
  ]);
  if (group !== '') {
    return usage;
  }
  if (COUNTED.includes(plural)) {
    usage.set(plural, ONE);
  }
  if (plural === 'persistentvolumeclaims') {
    const { storage } = asObject(
      asObject(asObject(object.spec).resources).requests,
    );
    const quantity = parseQuantity(storage);
    if (quantity) {
      usage.set('requests.storage', quantity);
    }
  }
  if (plural === 'pods' && !isOver(object)) {
    addPodUsage(usage, object);
  }
  return usage;
}

/** A pod that has ended holds nothing any more. */
function isOver(pod: KubeObject): boolean {
  const { phase } = asObject(pod.status);
  return phase === 'Succeeded' || phase === 'Failed';
}

function addPodUsage(usage: Amounts, pod: KubeObject): void {
  usage.set('pods', ONE);
  for (const [name, quantity] of podAmounts(pod, 'requests')) {
    usage.set(`requests.${name}`, quantity);
    if (['cpu', 'memory', 'ephemeral-storage'].includes(name)) {
      usage.set(name, quantity);
    }
  }
  for (const [name, quantity] of podAmounts(pod, 'limits')) {
    usage.set(`limits.${name}`, quantity);
  }
}

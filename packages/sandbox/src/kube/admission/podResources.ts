import { KubeObject } from '../../types';
import { asArray, asObject, isObject } from '../json';
import {
  addQuantities,
  parseQuantity,
  Quantity,
  zeroQuantity,
} from '../quantity';

/** Resource name to amount. */
export type Amounts = Map<string, Quantity>;

export function amountsOf(value: unknown): Amounts {
  const amounts: Amounts = new Map();
  for (const [name, text] of Object.entries(asObject(value))) {
    const quantity = parseQuantity(text);
    if (quantity) {
      amounts.set(name, quantity);
    }
  }
  return amounts;
}

export function addAmounts(target: Amounts, more: Amounts): void {
  for (const [name, quantity] of more) {
    target.set(
      name,
      addQuantities(target.get(name) ?? zeroQuantity(), quantity),
    );
  }
}

/** One container with what it asks for and may use. */
export interface ContainerAmounts {
  name: string;
  requests: Amounts;
  limits: Amounts;
}

export function containersOf(
  pod: KubeObject,
  key: 'containers' | 'initContainers' = 'containers',
): ContainerAmounts[] {
  return asArray(asObject(pod.spec)[key])
    .filter(isObject)
    .map(container => {
      const resources = asObject(container.resources);
      return {
        name: String(container.name),
        requests: amountsOf(resources.requests),
        limits: amountsOf(resources.limits),
      };
    });
}

/** What a whole pod counts as: its containers together, or its biggest init container where that is more. */
export function podAmounts(
  pod: KubeObject,
  kind: 'requests' | 'limits',
): Amounts {
  const total: Amounts = new Map();
  for (const container of containersOf(pod)) {
    addAmounts(total, container[kind]);
  }
  for (const container of containersOf(pod, 'initContainers')) {
    for (const [name, quantity] of container[kind]) {
      if (quantity.nano > (total.get(name)?.nano ?? -1n)) {
        total.set(name, quantity);
      }
    }
  }
  addAmounts(total, amountsOf(asObject(pod.spec).overhead));
  return total;
}

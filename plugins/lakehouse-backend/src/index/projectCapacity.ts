import {
  type ContainerLimits,
  tryParseQuantity,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { Projection, WireObject } from '@lakefront/kube-index';
import { type LimitsRow, type QuotaRow, toNamespaceKey } from './rows';

type Amounts = Record<string, string | number> | undefined;

export function projectQuota(
  object: WireObject,
  options: { kubernetesCluster: string },
): Projection<QuotaRow> {
  const { spec, status } = object as {
    spec?: { hard?: Amounts };
    status?: { hard?: Amounts; used?: Amounts };
  };
  return {
    row: {
      name: object.metadata.name,
      hard: amountsOf(status?.hard ?? spec?.hard),
      used: amountsOf(status?.used),
    },
    keys: namespaceKeys(object, options),
  };
}

export function projectLimits(
  object: WireObject,
  options: { kubernetesCluster: string },
): Projection<LimitsRow> | undefined {
  const { spec } = object as {
    spec?: { limits?: Array<{ type?: string } & Record<string, Amounts>> };
  };
  const container = spec?.limits?.find(({ type }) => type === 'Container');
  if (!container) {
    return undefined;
  }
  const limits: ContainerLimits = {};
  for (const key of ['max', 'min', 'default', 'defaultRequest'] as const) {
    if (container[key]) {
      limits[key] = {
        cpu: tryParseQuantity(container[key].cpu),
        memory: tryParseQuantity(container[key].memory),
      };
    }
  }
  return {
    row: { name: object.metadata.name, limits },
    keys: namespaceKeys(object, options),
  };
}

function namespaceKeys(
  object: WireObject,
  { kubernetesCluster }: { kubernetesCluster: string },
) {
  return {
    namespace: [toNamespaceKey(kubernetesCluster, object.metadata.namespace)],
  };
}

function amountsOf(amounts: Amounts): Record<string, number> {
  return Object.fromEntries(
    Object.entries(amounts ?? {}).flatMap(([key, text]) => {
      const amount = tryParseQuantity(text);
      return amount === undefined ? [] : [[key, amount]];
    }),
  );
}

import { isRecord } from '../../jsonPath';
import type { KubernetesObject } from '../../types';
import {
  connectServerMemory,
  connectServerResources,
} from './connectFootprint';
import {
  type ConnectContainer,
  CONTAINERS,
  sparkContainer,
  toSparkConnect,
} from './SparkConnect';

/**
 * `next` with the resources of the server's container as its new size needs
 * them, where the size changed; else as it is. The operator does not do it.
 */
export function settleConnect(
  previous: KubernetesObject,
  next: KubernetesObject,
): KubernetesObject {
  const before = toSparkConnect(previous).spec.server;
  const { server } = toSparkConnect(next).spec;
  const isSame =
    before.cores === server.cores && before.memory === server.memory;
  if (isSame || connectServerMemory(server.memory) === undefined) {
    return next;
  }
  const container = sparkContainer(server, 'server');
  const resources = connectServerResources(
    { cores: server.cores ?? 1, memory: server.memory ?? '1g' },
    { limitCpu: container?.resources?.limits?.cpu !== undefined },
  );
  const others = server.template?.spec?.containers?.filter(
    one => one !== container,
  );
  const sized: ConnectContainer = {
    name: CONTAINERS.server,
    ...container,
    resources: {
      ...container?.resources,
      requests: { ...container?.resources?.requests, ...resources.requests },
      limits: { ...container?.resources?.limits, ...resources.limits },
    },
  };
  return {
    ...next,
    spec: {
      ...(isRecord(next.spec) ? next.spec : {}),
      server: {
        ...server,
        template: {
          ...server.template,
          spec: {
            ...server.template?.spec,
            containers: [sized, ...(others ?? [])],
          },
        },
      },
    },
  };
}

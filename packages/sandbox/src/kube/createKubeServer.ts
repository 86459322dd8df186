import {
  Clock,
  KubeObject,
  KubeServer,
  KubeUser,
  Logger,
  Random,
} from '../types';
import { BOOTSTRAP_OBJECTS } from './bootstrap';
import { customResourceDefinitions } from './customResourceDefinitions';
import type { ServerCertificate } from './http/certificate';
import { HttpServer } from './http/HttpServer';
import { makeKubeconfig } from './http/kubeconfig';
import { InProcessClient } from './InProcessClient';
import { KubeApi } from './KubeApi';
import { badRequest } from './KubeStatusError';
import { clone } from './json';
import { LogStore } from './LogStore';
import { builtinResource, findKind, RESOURCES } from './resources';

export interface KubeServerOptions {
  clock: Clock;
  random: Random;
  /** Name of the cluster in the kubeconfig; default `west`. */
  name?: string;
  logger?: Logger;
  /** Bearer token to user. */
  tokens?: Record<string, KubeUser>;
  /** How many changes per resource a watch can look back; fewer make 410 happen sooner. */
  watchLogSize?: number;
  /** One of its own where absent. */
  certificate?: ServerCertificate;
  /** Not installed: API groups, and single kinds as `<plural>.<group>`. */
  without?: string[];
}

const PODS = builtinResource('', 'pods');

/** The sandbox's Kubernetes API server. In process it works at once; `listen` opens it to the network. */
export function createKubeServer(options: KubeServerOptions): KubeServer {
  const { clock, random, logger } = options;
  const served = RESOURCES.filter(
    ({ group, plural }) =>
      ![group, `${plural}.${group}`].some(name =>
        options.without?.includes(name),
      ),
  );
  const logSize = options.watchLogSize;
  const api = new KubeApi({ clock, random, logSize, served });
  const logs = new LogStore(clock);

  const seed = (object: KubeObject): KubeObject => {
    const resource = findKind(object.apiVersion, object.kind, served);
    if (!resource) {
      throw badRequest(
        `no matches for kind "${object.kind}" in version "${object.apiVersion}"`,
      );
    }
    return clone(api.seed(resource, object));
  };
  [...BOOTSTRAP_OBJECTS, ...customResourceDefinitions(served)].forEach(seed);
  const http = new HttpServer({
    api,
    logs,
    clock,
    logger,
    tokens: options.tokens ?? {},
    certificate: options.certificate,
  });

  api.store.onChange(({ resource, object, previous }) => {
    if (resource === PODS && !object && previous) {
      logs.drop(previous.metadata.namespace ?? '', previous.metadata.name);
    }
  });

  return {
    as: user => new InProcessClient(api, user, logger),
    seed,
    allows: (user, request) => api.authorizer.allowed(user, request),
    appendLog: (namespace, pod, container, line) =>
      logs.append(namespace, pod, container, line),
    listen: port => http.listen(port),
    get caCertificate() {
      return http.caCertificate;
    },
    kubeconfig: token =>
      makeKubeconfig({
        clusters: [{ name: options.name ?? 'west', url: http.url }],
        ca: http.caCertificate,
        token,
      }),
    close: () => http.close(),
  };
}

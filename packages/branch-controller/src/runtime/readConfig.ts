import { parse } from 'yaml';
import { ConfigReader } from './ConfigReader';

/** What whoever runs the controller says about its surroundings. */
export interface ControllerConfig {
  /** Kept when the Kubernetes cluster is rebuilt: branches are found again by it. */
  clusterName: string;
  servers: ServerConfig[];
  /** Where the domains' settings are; `lakefront-system` where absent. */
  settingsNamespace: string;
  lease: { namespace: string; name: string };
  /** Port of health and metrics. */
  port: number;
}

export interface ServerConfig {
  /** As `spec.server` and the domains' settings call it. */
  name: string;
  endpoint: string;
  /** Files of a mounted Secret; read at every call, so that a new key counts at once. */
  accessKeyIdFile: string;
  secretAccessKeyFile: string;
  /** For a server inside the Kubernetes cluster. */
  allowPlainHttp: boolean;
}

/** Reads the configuration. Throws an `Error` that names every fault. */
export function readConfig(text: string): ControllerConfig {
  const faults: string[] = [];
  const root = new ConfigReader(parse(text) ?? {}, '', faults);
  const lease = root.part('lease');
  const servers = root.list('servers');
  const config: ControllerConfig = {
    clusterName: root.name('clusterName'),
    servers: servers.map(server => ({
      name: server.name('name'),
      endpoint: server.endpoint('endpoint'),
      accessKeyIdFile: server.text('accessKeyIdFile'),
      secretAccessKeyFile: server.text('secretAccessKeyFile'),
      allowPlainHttp: server.flag('allowPlainHttp'),
    })),
    settingsNamespace: root.name('settingsNamespace', 'lakefront-system'),
    lease: {
      namespace: lease.name('namespace', 'lakefront-system'),
      name: lease.name('name', 'lakefront-branch-controller'),
    },
    port: root.port('port', 8080),
  };
  const names = config.servers.map(({ name }) => name);
  if (names.length === 0) faults.push('servers names no lakeFS server');
  if (new Set(names).size < names.length) {
    faults.push('two servers have the same name');
  }
  [root, lease, ...servers].forEach(part => part.end());
  if (faults.length > 0) {
    throw new Error(`The configuration is wrong: ${faults.join('; ')}`);
  }
  return config;
}

import { KubeObject } from '../../types';
import {
  asArray,
  asObject,
  asString,
  isObject,
  JsonObject,
  valueAt,
} from '../json';
import {
  AGE_COLUMN,
  PRINTER_COLUMNS,
  PrinterColumn,
  readJsonPath,
} from '../printerColumns';
import { ResourceDefinition } from '../resources';
import { ageOf, humanDuration } from './humanDuration';
import { podStatus } from './podStatus';

export interface Column {
  name: string;
  type: 'string' | 'integer' | 'boolean' | 'date';
  format?: string;
  /** Shown with `-o wide` only. */
  wide?: boolean;
  value(object: KubeObject, now: number): unknown;
}

function text(
  name: string,
  value: Column['value'],
  more: Partial<Column> = {},
): Column {
  return { name, type: 'string', value, ...more };
}

function at(name: string, ...path: string[]): Column {
  return text(name, object => {
    const value = valueAt(object, ...path);
    return value === undefined ? '<none>' : String(value);
  });
}

function count(name: string, key: string): Column {
  return {
    name,
    type: 'integer',
    value: object => {
      const value = object[key];
      return Array.isArray(value)
        ? value.length
        : Object.keys(asObject(value)).length;
    },
  };
}

const name: Column = {
  name: 'Name',
  type: 'string',
  format: 'name',
  value: object => object.metadata.name,
};
const age = text('Age', (object, now) =>
  ageOf(object.metadata.creationTimestamp, now),
);
const createdAt = text(
  'Created At',
  object => object.metadata.creationTimestamp,
);
const wide = { wide: true };

function listed(value: unknown): string {
  const entries = Object.entries(asObject(value));
  return entries.length
    ? entries.map(([key, item]) => `${key}=${item}`).join(',')
    : '<none>';
}

function quotaUse(prefix: string): Column['value'] {
  return object => {
    const { hard, used } = asObject(object.status ?? object.spec);
    return Object.keys(asObject(hard))
      .filter(key => key.startsWith('limits.') === (prefix === 'limits.'))
      .sort()
      .map(
        key => `${key}: ${asObject(used)[key] ?? '0'}/${asObject(hard)[key]}`,
      )
      .join(', ');
  };
}

function involved(object: KubeObject): string {
  const about = asObject(object.involvedObject);
  return `${String(about.kind).toLowerCase()}/${about.name}`;
}

function lastSeen(object: KubeObject, now: number): string {
  const series = asObject(object.series);
  return ageOf(
    series.lastObservedTime ??
      object.lastTimestamp ??
      object.eventTime ??
      object.firstTimestamp ??
      object.metadata.creationTimestamp,
    now,
  );
}

function replicas(object: KubeObject): string {
  const ready = valueAt(object, 'status', 'readyReplicas') ?? 0;
  return `${ready}/${valueAt(object, 'spec', 'replicas') ?? 1}`;
}

function jobDuration(object: KubeObject, now: number): string | undefined {
  const start = asString(valueAt(object, 'status', 'startTime'));
  const end = asString(valueAt(object, 'status', 'completionTime'));
  return start
    ? humanDuration((end ? Date.parse(end) : now) - Date.parse(start))
    : undefined;
}

function nodeStatus(object: KubeObject): string {
  const ready = asArray(valueAt(object, 'status', 'conditions'))
    .filter(isObject)
    .find(condition => condition.type === 'Ready');
  return ready?.status === 'True' ? 'Ready' : 'NotReady';
}

function servicePorts(object: KubeObject): string {
  return (
    asArray(valueAt(object, 'spec', 'ports'))
      .filter(isObject)
      .map(port => `${port.port}/${port.protocol ?? 'TCP'}`)
      .join(',') || '<none>'
  );
}

function roleRef(object: KubeObject): string {
  const ref: JsonObject = asObject(object.roleRef);
  return `${ref.kind}/${ref.name}`;
}

/** By plural, between name and what follows. */
const BUILT_IN: Record<string, Column[]> = {
  namespaces: [name, at('Status', 'status', 'phase'), age],
  nodes: [
    name,
    text('Status', nodeStatus),
    text('Roles', () => '<none>'),
    age,
    at('Version', 'status', 'nodeInfo', 'kubeletVersion'),
  ],
  pods: [
    name,
    text('Ready', object => podStatus(object).ready),
    text('Status', object => podStatus(object).status),
    text('Restarts', object => String(podStatus(object).restarts)),
    age,
    { ...at('IP', 'status', 'podIP'), ...wide },
    { ...at('Node', 'spec', 'nodeName'), ...wide },
    text('Nominated Node', () => '<none>', wide),
    text('Readiness Gates', () => '<none>', wide),
  ],
  services: [
    name,
    at('Type', 'spec', 'type'),
    at('Cluster-IP', 'spec', 'clusterIP'),
    text('External-IP', () => '<none>'),
    text('Port(s)', servicePorts),
    age,
    text(
      'Selector',
      object => listed(valueAt(object, 'spec', 'selector')),
      wide,
    ),
  ],
  configmaps: [name, count('Data', 'data'), age],
  secrets: [name, at('Type', 'type'), count('Data', 'data'), age],
  serviceaccounts: [name, count('Secrets', 'secrets'), age],
  events: [
    text('Last Seen', lastSeen),
    at('Type', 'type'),
    at('Reason', 'reason'),
    text('Object', involved),
    { ...at('Source', 'source', 'component'), ...wide },
    text('Message', object => String(object.message ?? '').trim()),
    { ...at('Count', 'count'), ...wide },
    { ...name, ...wide },
  ],
  resourcequotas: [
    name,
    text('Request', quotaUse('')),
    text('Limit', quotaUse('limits.')),
    age,
  ],
  limitranges: [name, createdAt],
  persistentvolumeclaims: [
    name,
    at('Status', 'status', 'phase'),
    text('Volume', object => valueAt(object, 'spec', 'volumeName') ?? ''),
    text(
      'Capacity',
      object => valueAt(object, 'status', 'capacity', 'storage') ?? '',
    ),
    text('Access Modes', object =>
      asArray(valueAt(object, 'spec', 'accessModes')).join(','),
    ),
    text(
      'StorageClass',
      object => valueAt(object, 'spec', 'storageClassName') ?? '',
    ),
    age,
  ],
  deployments: [
    name,
    text('Ready', replicas),
    at('Up-to-date', 'status', 'updatedReplicas'),
    at('Available', 'status', 'availableReplicas'),
    age,
  ],
  statefulsets: [name, text('Ready', replicas), age],
  jobs: [
    name,
    text('Completions', object => {
      const done = valueAt(object, 'status', 'succeeded') ?? 0;
      return `${done}/${valueAt(object, 'spec', 'completions') ?? 1}`;
    }),
    text('Duration', jobDuration),
    age,
  ],
  cronjobs: [
    name,
    at('Schedule', 'spec', 'schedule'),
    at('Suspend', 'spec', 'suspend'),
    text(
      'Active',
      object => asArray(valueAt(object, 'status', 'active')).length,
    ),
    text('Last Schedule', (object, now) => {
      const last = valueAt(object, 'status', 'lastScheduleTime');
      return last ? ageOf(last, now) : '<none>';
    }),
    age,
  ],
  networkpolicies: [
    name,
    text('Pod-Selector', object =>
      listed(valueAt(object, 'spec', 'podSelector', 'matchLabels')),
    ),
    age,
  ],
  roles: [name, createdAt],
  clusterroles: [name, createdAt],
  rolebindings: [name, text('Role', roleRef), age],
  clusterrolebindings: [name, text('Role', roleRef), age],
  customresourcedefinitions: [name, createdAt],
};

function fromPrinterColumn({
  name: title,
  type,
  jsonPath,
  priority,
}: PrinterColumn): Column {
  return {
    name: title,
    type,
    wide: Boolean(priority),
    value: (object, now) => {
      const value = readJsonPath(object, jsonPath);
      if (type === 'date') {
        return value === undefined ? undefined : ageOf(value, now);
      }
      return typeof value === 'number' ? String(value) : value;
    },
  };
}

/** The columns of `kubectl get` for a resource. */
export function columnsOf(resource: ResourceDefinition): Column[] {
  if (resource.custom) {
    const columns = PRINTER_COLUMNS[resource.plural] ?? [AGE_COLUMN];
    return [name, ...columns.map(fromPrinterColumn)];
  }
  return BUILT_IN[resource.plural] ?? [name, age];
}

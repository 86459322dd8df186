import { asArray, isObject, valueAt } from './json';
import { LAKEFS_BRANCH_COLUMNS } from './schemas/lakefront';

/** A column that a CustomResourceDefinition declares. */
export interface PrinterColumn {
  name: string;
  type: 'string' | 'boolean' | 'integer' | 'date';
  jsonPath: string;
  /** Above 0: only `kubectl get -o wide` shows it. */
  priority?: number;
}

/** The one column of a definition that declares none. */
export const AGE_COLUMN: PrinterColumn = {
  name: 'Age',
  type: 'date',
  jsonPath: '.metadata.creationTimestamp',
};
const ready: PrinterColumn[] = [
  {
    name: 'Ready',
    type: 'string',
    jsonPath: '.status.conditions[?(@.type=="Ready")].status',
  },
  {
    name: 'Status',
    type: 'string',
    jsonPath: '.status.conditions[?(@.type=="Ready")].message',
  },
];

/** By plural. */
export const PRINTER_COLUMNS: Record<string, PrinterColumn[]> = {
  sparkapplications: [
    { name: 'Suspend', type: 'boolean', jsonPath: '.spec.suspend' },
    {
      name: 'Status',
      type: 'string',
      jsonPath: '.status.applicationState.state',
    },
    { name: 'Attempts', type: 'string', jsonPath: '.status.executionAttempts' },
    {
      name: 'Start',
      type: 'string',
      jsonPath: '.status.lastSubmissionAttemptTime',
    },
    { name: 'Finish', type: 'string', jsonPath: '.status.terminationTime' },
    AGE_COLUMN,
  ],
  scheduledsparkapplications: [
    { name: 'Schedule', type: 'string', jsonPath: '.spec.schedule' },
    { name: 'TimeZone', type: 'string', jsonPath: '.spec.timeZone' },
    { name: 'Suspend', type: 'string', jsonPath: '.spec.suspend' },
    { name: 'Last Run', type: 'date', jsonPath: '.status.lastRun' },
    { name: 'Last Run Name', type: 'string', jsonPath: '.status.lastRunName' },
    AGE_COLUMN,
  ],
  sparkconnects: [
    AGE_COLUMN,
    { name: 'Status', type: 'string', jsonPath: '.status.state' },
    { name: 'PodName', type: 'string', jsonPath: '.status.server.podName' },
  ],
  kustomizations: [AGE_COLUMN, ...ready],
  gitrepositories: [
    { name: 'URL', type: 'string', jsonPath: '.spec.url' },
    AGE_COLUMN,
    ...ready,
  ],
  lakefsbranches: LAKEFS_BRANCH_COLUMNS,
  workflows: [
    { name: 'Status', type: 'string', jsonPath: '.status.phase' },
    AGE_COLUMN,
    { name: 'Message', type: 'string', jsonPath: '.status.message' },
  ],
  applications: [
    { name: 'Sync Status', type: 'string', jsonPath: '.status.sync.status' },
    {
      name: 'Health Status',
      type: 'string',
      jsonPath: '.status.health.status',
    },
    {
      name: 'Revision',
      type: 'string',
      jsonPath: '.status.sync.revision',
      priority: 10,
    },
    {
      name: 'Project',
      type: 'string',
      jsonPath: '.spec.project',
      priority: 10,
    },
  ],
};

/** Reads the two forms that the columns use: `.a.b` and `.a[?(@.type=="X")].b`. */
export function readJsonPath(object: unknown, path: string): unknown {
  const filtered = /^(.*)\[\?\(@\.(\w+)=="([^"]*)"\)\]\.(\w+)$/.exec(path);
  if (!filtered) {
    return valueAt(object, ...path.split('.').slice(1));
  }
  const [, list, key, wanted, field] = filtered;
  return asArray(readJsonPath(object, list))
    .filter(isObject)
    .find(item => item[key] === wanted)?.[field];
}

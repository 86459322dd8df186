import type { EditableField } from '../../types';

/** What the pod that leads may be asked for, at `path`; `label` is what it is called. */
export function leaderSizes(path: string, label: string): EditableField[] {
  return [
    {
      path: `${path}.cores`,
      label: `${label} CPU`,
      type: 'integer',
      min: 1,
      max: 128,
    },
    { path: `${path}.memory`, label: `${label} memory`, type: 'string' },
  ];
}

/** Number and size of executors; `fewest` is the least number without dynamic allocation. */
export function executorSizes(fewest: number): EditableField[] {
  return [
    {
      path: 'spec.executor.instances',
      label: 'Executors',
      type: 'integer',
      min: fewest,
      max: 1000,
    },
    ...['minExecutors', 'maxExecutors'].map<EditableField>(key => ({
      path: `spec.dynamicAllocation.${key}`,
      label: `Executors at ${key === 'minExecutors' ? 'least' : 'most'}`,
      type: 'integer',
      min: key === 'minExecutors' ? 0 : 1,
      max: 1000,
      onlyWith: 'spec.dynamicAllocation.enabled',
    })),
    {
      path: 'spec.executor.cores',
      label: 'Executor CPU',
      type: 'integer',
      min: 1,
      max: 128,
    },
    { path: 'spec.executor.memory', label: 'Executor memory', type: 'string' },
  ];
}

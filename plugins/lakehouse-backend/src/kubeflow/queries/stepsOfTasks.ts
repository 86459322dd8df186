import {
  type PipelineGraph,
  type PipelineStepRun,
  readRunState,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { KfpTask } from '@lakefront/kfp-client';
import { maskText } from '../../maskText';

/** Nodes by which KFP gets to steps. */
const INNER =
  /(^|-)driver$|^executor(\(\d+\))?$|^iteration-|^root$|^exit-|^onExit/;

/**
 * Steps as KFP keeps them once the Workflow is gone: by their last names, and
 * not in which round. Where a graph has several steps of one name, which of
 * them a task was can't be told: those are left out.
 */
export function stepsOfTasks(
  tasks: readonly KfpTask[],
  graph: PipelineGraph | null,
): { steps: PipelineStepRun[]; left: number } {
  const byName = new Map<string, KfpTask[]>();
  for (const task of tasks) {
    if (!INNER.test(task.name)) {
      byName.set(task.name, [...(byName.get(task.name) ?? []), task]);
    }
  }
  const ids = graph
    ? graph.nodes.map(({ id }) => id)
    : [...byName.keys()].sort();
  const counts = new Map<string, number>();
  for (const id of ids) {
    counts.set(lastOf(id), (counts.get(lastOf(id)) ?? 0) + 1);
  }
  const told = ids.filter(id => counts.get(lastOf(id)) === 1);
  return {
    steps: told.map(id => toStep(id, byName.get(lastOf(id)) ?? [])),
    left: ids.length - told.length,
  };
}

function toStep(id: string, tasks: readonly KfpTask[]): PipelineStepRun {
  const states = tasks.map(({ state }) => ({
    word: state,
    ...readRunState(state),
  }));
  const worst =
    states.find(({ state }) => state === 'failed') ??
    states.find(({ state }) => state === 'running') ??
    states[0];
  if (!worst) {
    return { id, state: 'skipped', stateDetail: '', retries: 0 };
  }
  const error = tasks.find(task => task.error)?.error;
  const startedAt = times(tasks, 'startedAt')[0];
  const endedAt = times(tasks, 'finishedAt').at(-1);
  const isOver = worst.state === 'failed' || worst.state === 'succeeded';
  return {
    ...{ id, state: worst.state, stateDetail: worst.word },
    ...(worst.state === 'failed' && {
      reason: worst.reason ?? {
        code: 'step-failed',
        message: 'It failed; its Workflow, which said why, is gone.',
        ...(error && { detail: maskText(error.message) }),
      },
    }),
    ...(startedAt && { startedAt }),
    ...(isOver && endedAt && { endedAt }),
    retries: 0,
  };
}

function times(tasks: readonly KfpTask[], key: 'startedAt' | 'finishedAt') {
  return tasks.flatMap(task => task[key] ?? []).sort();
}

function lastOf(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}

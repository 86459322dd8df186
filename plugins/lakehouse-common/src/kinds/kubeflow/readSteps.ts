import type {
  KubernetesObject,
  PipelineGraph,
  PipelineStepRun,
  Reason,
} from '../../types';
import { readNodes } from './workflowNodes';
import { rootProblem, toStepRuns } from './stepRuns';

/**
 * What became of each step of a run, from the `Workflow` that KFP made of it.
 * With the graph of its version, steps that did not begin are told too.
 * Throws `InputError` where the Workflow's nodes are not in it as such
 * (compressed, or kept in Argo's database): decompress them before.
 * @public
 */
export function readSteps(
  workflow: KubernetesObject,
  graph?: PipelineGraph,
): PipelineStepRun[] {
  return toStepRuns(readNodes(workflow), graph);
}

/** The step that made a run fail, and why. @public */
export interface FailedStep {
  /** Empty where the pipeline itself could not be prepared. */
  id: string;
  iteration?: number[];
  reason: Reason;
}

/**
 * The first step of a run that failed, with its reason; nothing where none did.
 * Throws as `readSteps` does.
 * @public
 */
export function failedStep(workflow: KubernetesObject): FailedStep | undefined {
  const nodes = readNodes(workflow);
  const problem = rootProblem(nodes);
  if (problem) {
    return { id: '', reason: problem };
  }
  const failed = toStepRuns(nodes).filter(
    ({ state, reason }) => state === 'failed' && reason,
  );
  // What was stopped was stopped because of another, if there is another.
  const first =
    failed.find(({ reason }) => reason?.code !== 'cancelled') ?? failed[0];
  return first?.reason
    ? {
        id: first.id,
        ...(first.iteration && { iteration: first.iteration }),
        reason: first.reason,
      }
    : undefined;
}

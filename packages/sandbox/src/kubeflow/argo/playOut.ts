import { kubeTime } from '../../kubeTime';
import { between } from '../../spark/ids';
import type { Random } from '../../types';
import { driverOutputs } from './driverOutputs';
import { Operation } from './Operation';
import type { PodReport } from './podReport';
import { stepScript, type StepScript } from './script';
import { isOver, type ArgoNode, type Workflow } from './types';

/** A pod of a workflow that was played out: when it began and how it ends. */
export interface PlayedPod {
  node: ArgoNode;
  template: string;
  script: StepScript;
  startedAt: number;
  endedAt: number;
}

/** How a run went that nobody watched. */
export interface Past {
  startAt: number;
  /** What has not ended by then goes on. */
  stopAt: number;
  /** Instead of what the run's parameters say. */
  failAt?: string;
  /** Every step was taken from an earlier run. */
  cached?: boolean;
  /** Somebody ended it then. */
  cancelAt?: number;
  /** How much longer than played live everything took. */
  slower?: number;
}

const STARTS_AFTER_MS = 2000;

/** A workflow as it is after its past, without clusters or waiting. */
export function playOut(
  wanted: Workflow,
  past: Past,
  random: Random,
): { workflow: Workflow; pods: PlayedPod[] } {
  const { cached, failAt, slower = 1 } = past;
  const pods = new Map<string, PlayedPod>();
  const state = { workflow: wanted, now: past.startAt };
  const report = ({ startedAt, endedAt, script }: PlayedPod): PodReport => {
    const { now } = state;
    if (now < startedAt) return { phase: 'Pending' };
    const hostNodeName = 'west-worker-1';
    if (now < endedAt) return { phase: 'Running', hostNodeName };
    const { exitCode, reason } = script.end;
    const message = `${reason} (exit code ${exitCode})`;
    return exitCode === 0
      ? { phase: 'Succeeded', exitCode, hostNodeName }
      : { phase: 'Failed', exitCode, message, hostNodeName };
  };
  for (;;) {
    if (past.cancelAt !== undefined && state.now >= past.cancelAt) {
      const spec = { ...state.workflow.spec, activeDeadlineSeconds: 0 };
      state.workflow = { ...state.workflow, spec };
    }
    const { now, workflow } = state;
    const status = new Operation(workflow, {
      now: kubeTime(now),
      pod(node, { name }) {
        let played = pods.get(node.id);
        if (!played) {
          const script = stepScript(workflow, node, failAt);
          const startedAt = now + STARTS_AFTER_MS;
          const takes = between(random, ...script.takes) * slower;
          played = {
            ...{ node, template: name, script, startedAt },
            endedAt: Math.round((startedAt + takes) / 1000) * 1000,
          };
          pods.set(node.id, played);
        }
        return report(played);
      },
      stopPod(node) {
        const played = pods.get(node.id);
        if (played && played.endedAt > now) {
          played.endedAt = now;
          played.script = {
            ...played.script,
            end: { exitCode: 143, reason: 'Error' },
          };
        }
      },
      outputs: node => driverOutputs(workflow, node, cached),
    }).run();
    state.workflow = { ...workflow, status };
    if (isOver(status.phase || undefined)) break;
    const times = [...pods.values()].flatMap(one => [
      one.startedAt,
      one.endedAt,
    ]);
    if (past.cancelAt !== undefined) times.push(past.cancelAt);
    const next = Math.min(...times.filter(time => time > now));
    if (next > past.stopAt || !Number.isFinite(next)) break;
    state.now = next;
  }
  const { workflow } = state;
  const nodes = workflow.status!.nodes!;
  return {
    workflow,
    pods: [...pods.values()].map(one => ({ ...one, node: nodes[one.node.id] })),
  };
}

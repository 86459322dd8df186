import { maskText } from '../../credentialText';
import type { Reason } from '../../types';
import type { WorkflowNode } from './workflowNodes';

const CANCELLED: Rule = [
  /shutdown with strategy|Stopped with strategy/,
  'cancelled',
  'The run was stopped while it was at work.',
];
const DEADLINE =
  /exceeded its deadline|longer than the specified deadline|DeadlineExceeded/;

/** What a container says that was asked to end and did. */
const TERMINATED = /exit code 143/;

type Rule = [said: RegExp, code: string, message: string];

const RULES: Rule[] = [
  CANCELLED,
  [
    /\b(OOMKilled|exit code 137)\b/,
    'out-of-memory',
    'It ran out of memory (exit 137).',
  ],
  [
    /ImagePullBackOff|ErrImagePull|InvalidImageName|ErrImageNeverPull/,
    'image-pull',
    'Its image cannot be pulled.',
  ],
  [DEADLINE, 'deadline', 'It took longer than it may.'],
  [/exceeded quota/, 'quota', 'The quota of its domain has no room for it.'],
  [/Unschedulable/, 'unschedulable', 'No node has room for it.'],
  [
    /CreateContainer\w*Error/,
    'container-config',
    'Its container cannot be made; the detail says what is missing.',
  ],
  [
    /\bEvicted\b|node was low on resource/,
    'evicted',
    'Its node ran short and put it out.',
  ],
  [/pod deleted/, 'pod-lost', 'Its pod was deleted while it was at work.'],
];

/**
 * Why a container's node failed, or waits for what will not come. A run that
 * was stopped has no time any more: what it was at says so of itself.
 */
export function containerReason(
  node: WorkflowNode,
  isStopped = false,
): Reason | undefined {
  const said = node.message ?? '';
  const detail = said ? { detail: maskText(said) } : undefined;
  const rule =
    isStopped && (DEADLINE.test(said) || TERMINATED.test(said))
      ? CANCELLED
      : RULES.find(([pattern]) => pattern.test(said));
  if (rule) {
    return { code: rule[1], message: rule[2], ...detail };
  }
  if (node.phase !== 'Failed' && node.phase !== 'Error') {
    return undefined;
  }
  const exit = node.exitCode ?? exitCodeIn(said);
  return exit === undefined
    ? { code: 'step-failed', message: 'It failed.', ...detail }
    : {
        code: 'application-error',
        message: `Its program ended with exit code ${exit}; its log says more.`,
        ...detail,
      };
}

/** Why a task never got as far as its container. */
export function driverReason(node: WorkflowNode, isStopped: boolean): Reason {
  const trouble = containerReason(node, isStopped);
  if (
    trouble &&
    trouble.code !== 'application-error' &&
    trouble.code !== 'step-failed'
  ) {
    return trouble;
  }
  return {
    code: 'driver-failed',
    message:
      'Kubeflow Pipelines could not prepare it: its inputs could not be read or its pod not be made.',
    ...(node.message && { detail: maskText(node.message) }),
  };
}

function exitCodeIn(message: string): number | undefined {
  const match = /\(exit code (\d{1,3})\)/.exec(message);
  return match ? Number(match[1]) : undefined;
}

import {
  containerState,
  nodeNameOf,
  podStatus,
} from '../../spark/containerStatus';
import type { KubeObject } from '../../types';

/** What has become of the pod of a node. */
export interface PodReport {
  phase: 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Error';
  message?: string;
  exitCode?: number;
  hostNodeName?: string;
}

/** What the workflow controller makes of a pod. */
export function podReport(pod: KubeObject): PodReport {
  const state = containerState(pod);
  const host = nodeNameOf(pod);
  const place = host ? { hostNodeName: host } : {};
  switch (podStatus(pod).phase) {
    case 'Succeeded':
      return { phase: 'Succeeded', exitCode: 0, ...place };
    case 'Failed': {
      const { exitCode = 1, reason, message } = state.terminated ?? {};
      return {
        phase: 'Failed',
        exitCode,
        message:
          reason === 'OOMKilled'
            ? `OOMKilled (exit code ${exitCode})`
            : `Error (exit code ${exitCode})${message ? `: ${message}` : ''}`,
        ...place,
      };
    }
    case 'Running':
      return { phase: 'Running', ...place };
    default: {
      const { reason, message } = state.waiting ?? {};
      const problem = reason && reason !== 'ContainerCreating';
      return {
        phase: 'Pending',
        ...(problem && { message: `${reason}: ${message ?? ''}` }),
        ...place,
      };
    }
  }
}

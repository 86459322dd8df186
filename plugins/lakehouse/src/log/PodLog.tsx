import type { ReactNode } from 'react';
import type { WorkloadAddress } from '@lakefront/backstage-plugin-lakehouse-common';
import { LogViewer } from './LogViewer';
import { useFollowLog } from './useFollowLog';

/** The log of one pod of a workload, as it is written. */
export function PodLog(props: {
  address: WorkloadAddress;
  pod: string;
  /** Whether the pod may still write. */
  mayWrite: boolean;
  /** What stands first in the toolbar: which log this is. */
  choose?: ReactNode;
}) {
  const { address, pod, mayWrite, choose } = props;
  const { retry, ...state } = useFollowLog({ address, pod, mayWrite });
  return <LogViewer state={state} name={pod} start={choose} retry={retry} />;
}

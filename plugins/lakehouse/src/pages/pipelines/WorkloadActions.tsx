import { useApi } from '@backstage/frontend-plugin-api';
import type { WorkloadAddress } from '@lakefront/backstage-plugin-lakehouse-common';
import { lakehouseApiRef } from '../../api';
import { useLive } from '../../live';
import { workloadKey } from '../../paths';
import { JobActions } from '../job/actions/JobActions';

/** What can be asked for on an object; nothing until it is known, and where it is gone. */
export function WorkloadActions(props: {
  address: WorkloadAddress;
  /** What goes with it, before somebody asks for its removal. */
  deleteNote?: string;
  /** What of its domain is removed by the same change. */
  goesToo?: Array<{ kind: string; name: string }>;
}) {
  const { address, deleteNote, goesToo } = props;
  const { kubernetesCluster, namespace, kind, name } = address;
  const api = useApi(lakehouseApiRef);
  const { value } = useLive(`workload ${workloadKey(address)}`, signal =>
    api.getWorkload({ kubernetesCluster, namespace, kind, name }, { signal }),
  );
  return value ? (
    <JobActions detail={value} deleteNote={deleteNote} goesToo={goesToo} />
  ) : null;
}

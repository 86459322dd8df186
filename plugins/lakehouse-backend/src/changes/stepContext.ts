import type { GitOpsConfig } from '../gitopsConfig';
import type { LakehouseReader } from '../types';
import type { ChangeRow } from './ChangeRow';
import type { StepContext } from './deriveSteps';
import { needsFourEyes } from './FourEyesGuard';

/** What is known about a change beside its row, now. */
export function stepContextOf(
  row: ChangeRow,
  options: { reader: LakehouseReader; gitops: GitOpsConfig },
): StepContext {
  const { reader, gitops } = options;
  return {
    owner: reader.place(row.kubernetesCluster, row.domain)?.owner,
    needsFourEyes: needsFourEyes(gitops, row),
  };
}

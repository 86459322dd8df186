import { Alert, Link } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  type ChangeOperation,
  type ChangeRequestDetail,
  type WorkloadAddress,
  builtInKinds,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { lakehouseApiRef } from '../../api';
import { useLive } from '../../live';
import { useLakehousePaths } from '../../useLakehousePaths';
import { promotionSentence } from '../lakefs/standing';

/** What became of the merges in lakeFS that a change asked for: live is only that they are asked for. */
export function PromotionOutcome(props: {
  change: Pick<ChangeRequestDetail, 'id' | 'phase' | 'operations'>;
}) {
  const { id, phase, operations } = props.change;
  return (
    <>
      {phase === 'live' &&
        operations
          .filter(isPromotion)
          .map(operation => (
            <Outcome key={operation.path} address={operation} changeId={id} />
          ))}
    </>
  );
}

/** Operations tell the title of a verb, not its id. */
function isPromotion({ kind, verb }: ChangeOperation): boolean {
  return Boolean(
    builtInKinds
      .find(({ id }) => id === kind)
      ?.verbs.some(({ id, title }) => id === 'promote' && title === verb),
  );
}

function Outcome(props: { address: WorkloadAddress; changeId: string }) {
  const { address, changeId } = props;
  const { kubernetesCluster, namespace, kind, name } = address;
  const api = useApi(lakehouseApiRef);
  const paths = useLakehousePaths();
  const { value } = useLive(
    JSON.stringify(['promoted', kubernetesCluster, namespace, kind, name]),
    signal =>
      api.getWorkload({ kubernetesCluster, namespace, kind, name }, { signal }),
  );
  const promotion = value?.workload.standing?.promotion;
  // A later change asked for something else.
  if (!promotion || value?.workload.changeId !== changeId) {
    return null;
  }
  const { done, refused } = promotion;
  const isRefused = refused !== undefined && !done;
  return (
    <Alert
      status={isRefused ? 'danger' : 'info'}
      icon
      title={promotionSentence(promotion)}
      description={isRefused && refused.message}
      customActions={<Link href={paths.workload(address)}>{name}</Link>}
    />
  );
}

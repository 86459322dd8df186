import { Skeleton } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import type { LakehouseHealth } from '@lakefront/backstage-plugin-lakehouse-common';
import { lakehouseApiRef } from '../../api';
import { readError } from '../../components/readError';
import { LiveValue, Region } from '../../components/Region';
import { NotAllowed, SkeletonRows } from '../../components/States';
import { useLive } from '../../live';
import { PageHead } from '../Page';
import { ClusterGrid } from './ClusterGrid';
import { healthSentence } from './healthSentence';
import { toTroubles } from './healthTroubles';
import { KubeflowTable } from './KubeflowTable';
import { LakeFSTable } from './LakeFSTable';
import { PastFailures } from './PastFailures';
import { PlatformTroubles } from './PlatformTroubles';
import { RepositoryTable } from './RepositoryTable';
import { StuckTable } from './StuckTable';
import { TroubleList } from './TroubleList';

/** How well does the portal know each system, and what is to be done? For operators. */
export function HealthPage() {
  const api = useApi(lakehouseApiRef);
  const live = useLive('health', signal => api.getHealth({ signal }));
  const kind =
    live.error === undefined ? undefined : readError(live.error).kind;
  // For whom the page is not, the backend says that there is none.
  const hidden =
    live.value === undefined &&
    (kind === 'not-found' || kind === 'not-allowed');
  return (
    <>
      <PageHead
        title="Lakehouse health"
        sentence={
          live.value
            ? healthSentence(live.value)
            : live.loading && <Skeleton width={360} height={20} />
        }
      />
      {hidden ? (
        <NotAllowed
          what="the health of the lakehouse"
          who="It is for platform engineers. Who looks after the portal's configuration can add you, or a group of yours, to lakehouse.permissions.platform."
        />
      ) : (
        <LiveValue
          live={live}
          what="the health of the lakehouse"
          skeleton={<SkeletonRows rows={10} />}
        >
          {health => <HealthRegions health={health} />}
        </LiveValue>
      )}
    </>
  );
}

function HealthRegions(props: { health: LakehouseHealth }) {
  const { resources, repositories, platformRoots, lakefs, kubeflow, stuck } =
    props.health;
  const troubles = toTroubles(resources);
  const blocked = platformRoots.filter(({ state }) => state === 'blocked');
  return (
    <>
      {(blocked.length > 0 || troubles.length > 0) && (
        <Region title="What to do">
          <PlatformTroubles roots={blocked} />
          {troubles.length > 0 && <TroubleList troubles={troubles} />}
        </Region>
      )}
      <Region title="Kubernetes clusters">
        <ClusterGrid resources={resources} />
      </Region>
      <Region title="Git hosts">
        <RepositoryTable repositories={repositories} />
      </Region>
      <Region title="lakeFS servers">
        <LakeFSTable servers={lakefs} />
      </Region>
      <Region title="Kubeflow Pipelines">
        <KubeflowTable servers={kubeflow} />
      </Region>
      <Region title="Requests that are stuck">
        <StuckTable changes={stuck} />
      </Region>
      <PastFailures resources={resources} />
    </>
  );
}

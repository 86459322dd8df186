import { identityApiRef, useApi } from '@backstage/frontend-plugin-api';
import type {
  ChangeRequest,
  LakehouseDomain,
  Workload,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { lakehouseApiRef } from '../../api';
import { useLive, useLiveList } from '../../live';
import { workloadKey } from '../../paths';
import { over, underWay } from '../changes/changePhases';
import { compareWorkloads } from '../workloads/compareWorkloads';
import { DEFAULT_SORT } from '../workloads/workloadsQuery';

const FEW = 8;

/** Everything that the front page shows; each part loads and fails on its own. */
export function useHome() {
  const api = useApi(lakehouseApiRef);
  const identity = useApi(identityApiRef);
  const domains = useLiveList<LakehouseDomain>({
    key: 'domains',
    load: ({ since }, signal) => api.listDomains({ since }, { signal }),
    keyOf: domain => domain.name,
    compare: (a, b) => a.name.localeCompare(b.name),
  });
  const attention = useLiveList<Workload>({
    key: 'attention',
    load: ({ since, cursor }, signal) =>
      api.listWorkloads(
        {
          attention: true,
          sort: DEFAULT_SORT,
          limit: FEW,
          since,
          cursor,
        },
        { signal },
      ),
    keyOf: workloadKey,
    compare: compareWorkloads(DEFAULT_SORT),
  });
  const changes = useLive<ChangeRequest[]>('my changes', async signal => {
    const { userEntityRef } = await identity.getBackstageIdentity();
    const [first, rest] = await Promise.all(
      [underWay, over].map(phase =>
        api.listChanges(
          { requestedBy: userEntityRef, phase, limit: FEW },
          { signal },
        ),
      ),
    );
    return [...first.items, ...rest.items].slice(0, FEW);
  });
  return { domains, attention, changes };
}

import { Link } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import {
  ANNOTATION_LAKEFS,
  type LakeFSAddress,
  type LakeFSBranchList,
  type LakeFSBranchView,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { lakehouseApiRef } from '../api';
import { LakeFSBanner, LakeFSMark } from '../components/LakeFSFreshness';
import { LiveValue } from '../components/Region';
import { EmptyState } from '../components/States';
import { useLive, type Live } from '../live';
import { repositorySentence } from '../pages/lakefs/repositorySentences';
import { useLakehousePaths } from '../useLakehousePaths';
import { CardFrame, CardPart } from './CardFrame';
import { FewBranches } from './FewBranches';
import { FEW } from './few';
import { readLakeFSAnnotation } from './readLakeFSAnnotation';
import styles from './EntityCard.module.css';

/** How the repository is that the entity names: its branches, mine, and those about to go. */
export function LakeFSCard() {
  const { entity } = useEntity();
  const value = entity.metadata.annotations?.[ANNOTATION_LAKEFS]?.trim() ?? '';
  const address = readLakeFSAnnotation(value);
  return address ? (
    <NamedRepository address={address} />
  ) : (
    <CardFrame title="lakeFS repository">
      <EmptyState title="The entity names no repository">
        Its annotation <code>{ANNOTATION_LAKEFS}</code> is{' '}
        {value ? <code>{value}</code> : 'empty'}. It takes a server and a
        repository, as <code>lake/sales-lake</code>: servers are called as in
        the portal's configuration.
      </EmptyState>
    </CardFrame>
  );
}

function NamedRepository({ address }: { address: LakeFSAddress }) {
  const { server, repository } = address;
  const paths = useLakehousePaths();
  const mine = useView(address, 'mine');
  return (
    <CardFrame
      title={`lakeFS repository ${repository}`}
      actions={mine.value && <LakeFSMark freshness={mine.value.freshness} />}
      footer={
        mine.value && (
          <Link href={paths.lakefsRepository(address)}>All its branches</Link>
        )
      }
    >
      <LiveValue live={mine} what={`the repository ${server}/${repository}`}>
        {list => (
          <>
            <div className={styles.sentence} role="status">
              {repositorySentence(list.counts, list.freshness)}
            </div>
            <LakeFSBanner freshness={list.freshness} />
            <div className={styles.parts}>
              <CardPart title="Yours">
                <FewBranches
                  list={list}
                  none="No branch of yours."
                  href={paths.lakefsRepository(address, { show: 'mine' })}
                />
              </CardPart>
              <CardPart title="About to expire">
                <Expiring address={address} />
              </CardPart>
            </div>
          </>
        )}
      </LiveValue>
    </CardFrame>
  );
}

function Expiring({ address }: { address: LakeFSAddress }) {
  const paths = useLakehousePaths();
  const live = useView(address, 'expiring', 'expiresAt');
  return (
    <LiveValue live={live} what="what expires">
      {list => (
        <FewBranches
          list={list}
          none="None expires within a week."
          href={paths.lakefsRepository(address, { show: 'expiring' })}
        />
      )}
    </LiveValue>
  );
}

/** The first branches of a view. */
function useView(
  { server, repository }: LakeFSAddress,
  view: LakeFSBranchView,
  sort?: string,
): Live<LakeFSBranchList> {
  const api = useApi(lakehouseApiRef);
  return useLive(
    JSON.stringify(['branches', server, repository, view]),
    signal =>
      api.listLakeFSBranches(
        { server, repository },
        { view, sort, limit: FEW },
        { signal },
      ),
  );
}

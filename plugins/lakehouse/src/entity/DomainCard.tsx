import { Alert, Link } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import {
  ANNOTATION_DOMAIN,
  isDomainName,
  type LakehouseDomainDetail,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { lakehouseApiRef } from '../api';
import { FreshnessBanner, FreshnessMark } from '../components/FreshnessMark';
import { QuotaBars } from '../components/QuotaBars';
import { LiveValue } from '../components/Region';
import { EmptyState } from '../components/States';
import { useLive } from '../live';
import { domainSentence } from '../pages/domain/domainSentence';
import { SyncList } from '../pages/domain/SyncList';
import { useLakehousePaths } from '../useLakehousePaths';
import { CardFrame, CardPart } from './CardFrame';
import { OpenChanges } from './OpenChanges';
import { RunningNow } from './RunningNow';
import styles from './EntityCard.module.css';

/** What a quota counts that everybody asks for; the domain's page has the rest. */
const SHOWN = ['requests.cpu', 'requests.memory'];

/** How the domain is that the entity names: what is wrong, what is left, what runs, what waits. */
export function DomainCard() {
  const { entity } = useEntity();
  const name = entity.metadata.annotations?.[ANNOTATION_DOMAIN]?.trim() ?? '';
  return isDomainName(name) ? (
    <NamedDomain name={name} />
  ) : (
    <CardFrame title="Lakehouse domain">
      <EmptyState title="The entity names no domain">
        Its annotation <code>{ANNOTATION_DOMAIN}</code> is{' '}
        {name ? <code>{name}</code> : 'empty'}. It takes the name of a domain
        alone, as <code>sales</code>: the card shows every Kubernetes cluster
        that the domain lives on.
      </EmptyState>
    </CardFrame>
  );
}

function NamedDomain({ name }: { name: string }) {
  const api = useApi(lakehouseApiRef);
  const paths = useLakehousePaths();
  const live = useLive(`domain ${name}`, signal =>
    api.getDomain(name, { signal }),
  );
  return (
    <CardFrame
      title={`Lakehouse domain ${name}`}
      actions={live.value && <FreshnessMark freshness={live.value.freshness} />}
      footer={
        live.value && <Link href={paths.domain(name)}>Open the domain</Link>
      }
    >
      <LiveValue live={live} what={`the domain ${name}`}>
        {domain => <Parts domain={domain} />}
      </LiveValue>
    </CardFrame>
  );
}

function Parts({ domain }: { domain: LakehouseDomainDetail }) {
  const blocked = domain.syncs.filter(({ state }) => state === 'blocked');
  return (
    <>
      <div className={styles.sentence} role="status">
        {domainSentence(domain)}
      </div>
      <FreshnessBanner freshness={domain.freshness} />
      {blocked.length > 0 && (
        <Alert
          status="danger"
          icon
          description={<SyncList syncs={blocked} />}
        />
      )}
      <div className={styles.parts}>
        {domain.capacity.map(capacity => (
          <CardPart
            key={capacity.kubernetesCluster}
            title={`Quota on ${capacity.kubernetesCluster}`}
          >
            <QuotaBars
              capacity={{
                ...capacity,
                quotas: capacity.quotas.filter(({ resource }) =>
                  SHOWN.includes(resource),
                ),
              }}
            />
          </CardPart>
        ))}
        <CardPart title="Runs now">
          <RunningNow domain={domain.name} />
        </CardPart>
        <CardPart title="On its way by pull request">
          <OpenChanges domain={domain.name} />
        </CardPart>
      </div>
    </>
  );
}

import type { ReactNode } from 'react';
import { Alert, Link } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { EntityInfoCard, useEntity } from '@backstage/plugin-catalog-react';
import {
  ANNOTATION_DOMAIN,
  isDomainName,
  type LakehouseDomainDetail,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { lakehouseApiRef } from '../api';
import { FreshnessBanner, FreshnessMark } from '../components/FreshnessMark';
import quiet from '../components/quiet.module.css';
import { QuotaBars } from '../components/QuotaBars';
import { LiveValue } from '../components/Region';
import { EmptyState } from '../components/States';
import { useLive } from '../live';
import { domainSentence } from '../pages/domain/domainSentence';
import { SyncList } from '../pages/domain/SyncList';
import { useLakehousePaths } from '../useLakehousePaths';
import { OpenChanges } from './OpenChanges';
import { RunningNow } from './RunningNow';
import styles from './DomainCard.module.css';

/** What a quota counts that everybody asks for; the domain's page has the rest. */
const SHOWN = ['requests.cpu', 'requests.memory'];

/** How the domain is that the entity names: what is wrong, what is left, what runs, what waits. */
export function DomainCard() {
  const { entity } = useEntity();
  const name = entity.metadata.annotations?.[ANNOTATION_DOMAIN]?.trim() ?? '';
  return isDomainName(name) ? (
    <NamedDomain name={name} />
  ) : (
    <Frame title="Lakehouse domain">
      <EmptyState title="The entity names no domain">
        Its annotation <code>{ANNOTATION_DOMAIN}</code> is{' '}
        {name ? <code>{name}</code> : 'empty'}. It takes the name of a domain
        alone, as <code>sales</code>: the card shows every Kubernetes cluster
        that the domain lives on.
      </EmptyState>
    </Frame>
  );
}

function NamedDomain({ name }: { name: string }) {
  const api = useApi(lakehouseApiRef);
  const paths = useLakehousePaths();
  const live = useLive(`domain ${name}`, signal =>
    api.getDomain(name, { signal }),
  );
  return (
    <Frame
      title={`Lakehouse domain ${name}`}
      actions={live.value && <FreshnessMark freshness={live.value.freshness} />}
      footer={
        live.value && <Link href={paths.domain(name)}>Open the domain</Link>
      }
    >
      <LiveValue live={live} what={`the domain ${name}`}>
        {domain => <Parts domain={domain} />}
      </LiveValue>
    </Frame>
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
          <Part
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
          </Part>
        ))}
        <Part title="Runs now">
          <RunningNow domain={domain.name} />
        </Part>
        <Part title="On its way by pull request">
          <OpenChanges domain={domain.name} />
        </Part>
      </div>
    </>
  );
}

function Part(props: { title: string; children: ReactNode }) {
  return (
    <section className={styles.part} aria-label={props.title}>
      <h4 className={styles.title}>{props.title}</h4>
      {props.children}
    </section>
  );
}

function Frame(props: {
  title: string;
  actions?: ReactNode;
  footer?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section
      aria-label={props.title}
      className={`${styles.card} ${quiet.words}`}
    >
      <EntityInfoCard
        title={props.title}
        headerActions={props.actions}
        footerActions={props.footer}
      >
        <div className={styles.body}>{props.children}</div>
      </EntityInfoCard>
    </section>
  );
}

import { Fragment } from 'react';
import type {
  DomainCapacity,
  QuotaHistory,
  QuotaUsage,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { quotaAmount, quotaLabel } from './quotaLabel';
import { UsageCurve } from './UsageCurve';
import styles from './QuotaBars.module.css';

const share = (amount: number, hard: number) =>
  hard > 0 ? Math.min(100, Math.max(0, (amount / hard) * 100)) : 0;

/** `place` where there is another one of the same for another Kubernetes cluster. */
function Meter(props: { usage: QuotaUsage; place?: string }) {
  const { usage, place } = props;
  const used = share(usage.used, usage.hard);
  const waiting = Math.min(100 - used, share(usage.waiting, usage.hard));
  return (
    <div
      className={styles.bar}
      role="meter"
      aria-label={`${quotaLabel(usage.resource)}${place ? ` on ${place}` : ''}`}
      aria-valuemin={0}
      aria-valuemax={usage.hard}
      aria-valuenow={Math.min(usage.used, usage.hard)}
      aria-valuetext={describe(usage)}
      title={`${usage.resource} of ${usage.quota}: ${describe(usage)}`}
    >
      <div
        className={styles.used}
        data-full={used >= 90 ? '' : undefined}
        style={{ width: `${used}%` }}
      />
      <div className={styles.waiting} style={{ width: `${waiting}%` }} />
    </div>
  );
}

function describe({ unit, used, hard, waiting }: QuotaUsage): string {
  const text = `${quotaAmount(unit, used)} of ${quotaAmount(unit, hard)} used`;
  return waiting > 0 ? `${text}, ${quotaAmount(unit, waiting)} waiting` : text;
}

/** What was used, and of which time that is. */
export interface UsageHistory {
  histories: QuotaHistory[];
  from: string;
  to: string;
}

/** What a domain uses of its quota on one Kubernetes cluster, a bar a resource. */
export function QuotaBars(props: {
  capacity: DomainCapacity;
  usage?: UsageHistory;
}) {
  const { kubernetesCluster, quotas } = props.capacity;
  if (quotas.length === 0) {
    return (
      <div className={styles.note}>
        No quota on {kubernetesCluster}: only the cluster itself is a limit.
      </div>
    );
  }
  return (
    <div className={styles.bars}>
      {quotas.map(usage => (
        <div key={`${usage.quota}/${usage.resource}`}>
          <div className={styles.line}>
            <span>{quotaLabel(usage.resource)}</span>
            <span className={styles.numbers}>
              {quotaAmount(usage.unit, usage.used)} /{' '}
              {quotaAmount(usage.unit, usage.hard)}
              {usage.waiting > 0 &&
                ` · ${quotaAmount(usage.unit, usage.waiting)} waiting`}
            </span>
          </div>
          <Curve {...{ kubernetesCluster, usage, past: props.usage }} />
          <Meter usage={usage} />
        </div>
      ))}
    </div>
  );
}

function Curve(props: {
  kubernetesCluster: string;
  usage: QuotaUsage;
  past?: UsageHistory;
}) {
  const { kubernetesCluster, usage, past } = props;
  const history = past?.histories.find(
    one =>
      one.kubernetesCluster === kubernetesCluster &&
      one.quota === usage.quota &&
      one.resource === usage.resource,
  );
  return past && history ? (
    <UsageCurve history={history} from={past.from} to={past.to} />
  ) : null;
}

/**
 * One resource on each Kubernetes cluster of a domain, for a table's cell:
 * nothing runs on two of them, so no sum says anything.
 */
export function QuotaCell(props: {
  capacity: DomainCapacity[];
  resource: string;
}) {
  const usages = props.capacity.flatMap(({ kubernetesCluster, quotas }) =>
    quotas
      .filter(quota => quota.resource === props.resource)
      // Where several quotas count the same, the tightest decides.
      .sort((a, b) => a.hard - a.used - (b.hard - b.used))
      .slice(0, 1)
      .map(usage => ({ kubernetesCluster, usage })),
  );
  if (usages.length === 0) {
    return <>–</>;
  }
  const several = props.capacity.length > 1;
  return (
    <span className={styles.cell}>
      {usages.map(({ kubernetesCluster, usage }) => (
        <Fragment key={kubernetesCluster}>
          {several && <span className={styles.place}>{kubernetesCluster}</span>}
          <span className={several ? undefined : styles.alone}>
            {quotaAmount(usage.unit, usage.used)} /{' '}
            {quotaAmount(usage.unit, usage.hard)}
          </span>
          <Meter
            usage={usage}
            place={several ? kubernetesCluster : undefined}
          />
        </Fragment>
      ))}
    </span>
  );
}

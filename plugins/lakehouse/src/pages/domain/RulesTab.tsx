import type {
  DomainSettings,
  LakehouseDomainDetail,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { Region } from '../../components/Region';
import { EmptyState } from '../../components/States';
import { humanName } from '../../format/humanName';
import { limitSentences } from './limitSentences';
import styles from './Domain.module.css';

/** Who may do what, and what may run: limits, members, network, settings. */
export function RulesTab(props: { domain: LakehouseDomainDetail }) {
  const { domain } = props;
  return (
    <div className={styles.grid}>
      <Region title="Members">
        {domain.members.length === 0 ? (
          <EmptyState title="No members">
            They stand in the annotations of the namespace; the platform team
            writes them.
          </EmptyState>
        ) : (
          <ul className={styles.list}>
            {domain.members.map(member => (
              <li key={member.entityRef} title={member.entityRef}>
                <span>{humanName(member.entityRef)}</span>
                <span className={styles.quiet}>{member.role}</span>
              </li>
            ))}
          </ul>
        )}
      </Region>
      {domain.capacity.map(capacity => (
        <Region
          key={capacity.kubernetesCluster}
          title={`Limits on ${capacity.kubernetesCluster}`}
        >
          <SentenceList
            sentences={limitSentences(capacity.limits)}
            empty="One pod may be as big as the quota."
          />
        </Region>
      ))}
      <Region title="Network">
        <SentenceList
          sentences={domain.networkPolicies.map(
            ({ kubernetesCluster, sentence }) =>
              `${sentence} (${kubernetesCluster})`,
          )}
          empty="No network rules: pods may speak to everything."
        />
      </Region>
      {Object.entries(domain.settings).map(([cluster, settings]) => (
        <Region key={cluster} title={`What may run on ${cluster}`}>
          <SentenceList
            sentences={settingSentences(settings)}
            empty="Nothing is allowed yet: the settings of the domain are empty."
          />
        </Region>
      ))}
    </div>
  );
}

function SentenceList(props: { sentences: string[]; empty: string }) {
  if (props.sentences.length === 0) {
    return <div className={styles.quiet}>{props.empty}</div>;
  }
  return (
    <ul className={styles.list}>
      {props.sentences.map(sentence => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}

function settingSentences(settings: DomainSettings): string[] {
  const named = (what: string, names: string[]) =>
    names.length ? [`${what}: ${names.join(', ')}`] : [];
  return [
    ...named(
      'Images',
      settings.images.map(({ image, title }) => title ?? image),
    ),
    ...named('Service accounts', settings.serviceAccounts),
    ...named(
      'Catalogs',
      settings.catalogs.map(({ name, title }) => title ?? name),
    ),
    ...named(
      'Storage',
      settings.storage.map(({ name, title }) => title ?? name),
    ),
    ...named(
      'Volumes',
      settings.volumes.map(({ name, title }) => title ?? name),
    ),
    ...named(
      'Secrets that may be referred to',
      settings.secrets.map(({ name }) => name),
    ),
  ];
}

import { useApi } from '@backstage/core-plugin-api';
import type { DomainSettings } from '@lakefront/backstage-plugin-lakehouse-common';
import { lakehouseApiRef } from '../api';
import type { DomainChoice } from './place';
import { notRead } from './unanswered';
import { useAsked } from './useAsked';

/** What the chosen domain's forms may choose from. */
export function useSettings(choice: DomainChoice | undefined): {
  settings?: DomainSettings;
  loading: boolean;
  /** Why there is nothing to choose from, in words. */
  problem?: string;
} {
  const api = useApi(lakehouseApiRef);
  const { domain, kubernetesCluster } = choice ?? {};
  const { value, loading, error } = useAsked(
    async () => (domain ? api.getDomain(domain) : undefined),
    [api, domain],
  );
  if (!domain || !kubernetesCluster) {
    return { loading: false, problem: 'Choose a domain first.' };
  }
  if (error) {
    return {
      loading: false,
      problem: notRead(`The settings of ${domain}`, error),
    };
  }
  return { settings: value?.settings[kubernetesCluster], loading };
}

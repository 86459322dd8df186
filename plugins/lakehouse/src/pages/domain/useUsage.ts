import { useEffect, useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import type { QuotaHistory } from '@lakefront/backstage-plugin-lakehouse-common';
import { lakehouseApiRef } from '../../api';
import { useTicking } from '../../live';

const WEEK_MS = 7 * 24 * 60 * 60_000;
/** How often there is something new to draw. */
const REFRESH_MS = 5 * 60_000;

export interface Usage {
  from: string;
  to: string;
  histories: QuotaHistory[];
}

/** How a domain's quotas were used in the last seven days; a failed ask leaves the last answer. */
export function useUsage(domain: string): { usage?: Usage; error?: unknown } {
  const api = useApi(lakehouseApiRef);
  const slot = useTicking(now => Math.floor(now / REFRESH_MS));
  const [state, setState] = useState<{
    domain: string;
    usage?: Usage;
    error?: unknown;
  }>({ domain });
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const to = new Date((slot + 1) * REFRESH_MS).toISOString();
    const from = new Date(Date.parse(to) - WEEK_MS).toISOString();
    api.listUsage(domain, { from, to }, { signal }).then(
      histories => {
        if (!signal.aborted) {
          setState({ domain, usage: { from, to, histories } });
        }
      },
      error => {
        if (!signal.aborted) {
          setState(last => ({
            ...(last.domain === domain ? last : { domain }),
            error,
          }));
        }
      },
    );
    return () => controller.abort();
  }, [api, domain, slot]);
  return state.domain === domain ? state : {};
}

import type { LakehouseApi } from '../LakehouseApi';
import { toSearch } from '../toSearch';
import type { Http } from './http';
import { pathOf } from './pathOf';

/** What is about domains. */
export function domainCalls(
  http: Http,
): Pick<LakehouseApi, 'listDomains' | 'getDomain' | 'listUsage' | 'checkFit'> {
  return {
    listDomains: (query, options) =>
      http.get(`/domains${toSearch({ ...query })}`, options),

    getDomain: (domain, options) =>
      http.get(pathOf('/domains', domain), options),

    listUsage: (domain, query, options) =>
      http.items(
        `${pathOf('/domains', domain)}/usage${toSearch({ ...query })}`,
        options,
      ),

    checkFit: (input, options) => http.post('/fit', input, options),
  };
}

import type { LakehouseApi } from '../LakehouseApi';
import type { Http } from './http';

/** How well the portal knows what it tells. */
export function healthCalls(
  http: Http,
): Pick<LakehouseApi, 'getFreshness' | 'getHealth'> {
  return {
    getFreshness: options => http.items('/freshness', options),

    getHealth: options => http.get('/health', options),
  };
}

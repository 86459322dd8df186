import type { LakehouseApi } from '../LakehouseApi';
import { toSearch } from '../toSearch';
import type { Http } from './http';
import { pathOf } from './pathOf';

/** What is about change requests. */
export function changeCalls(
  http: Http,
): Pick<
  LakehouseApi,
  'listChanges' | 'getChange' | 'checkChange' | 'proposeChange'
> {
  return {
    listChanges: (query, options) =>
      http.get(`/changes${toSearch({ ...query })}`, options),

    getChange: (id, options) => http.get(pathOf('/changes', id), options),

    checkChange: (input, options) =>
      http.post('/changes/check', input, options),

    proposeChange: (input, options) => http.post('/changes', input, options),
  };
}

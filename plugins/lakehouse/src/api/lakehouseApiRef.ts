import { createApiRef } from '@backstage/frontend-plugin-api';
import type { LakehouseApi } from './LakehouseApi';

/** The lakehouse backend, as pages, cards and form fields see it. @public */
export const lakehouseApiRef = createApiRef<LakehouseApi>({
  id: 'plugin.lakehouse.api',
});

import { useApi } from '@backstage/frontend-plugin-api';
import type { KindInfo } from '@lakefront/backstage-plugin-lakehouse-common';
import useAsync from 'react-use/esm/useAsync';
import { lakehouseApiRef } from './lakehouseApiRef';

/** A kind by its id; nothing until kinds are known, and where it is not one. */
export function useKinds(): (id: string) => KindInfo | undefined {
  const api = useApi(lakehouseApiRef);
  // Kinds come with the backend's code: once is enough.
  const { value = [] } = useAsync(() => api.listKinds(), [api]);
  return id => value.find(kind => kind.id === id);
}

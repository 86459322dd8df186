import { useApi } from '@backstage/frontend-plugin-api';
import type { KindInfo } from '@lakefront/backstage-plugin-lakehouse-common';
import useAsync from 'react-use/esm/useAsync';
import { lakehouseApiRef } from './lakehouseApiRef';

/** All kinds; none until they are known. */
export function useKindList(): KindInfo[] {
  const api = useApi(lakehouseApiRef);
  // Kinds come with the backend's code: once is enough.
  return useAsync(() => api.listKinds(), [api]).value ?? [];
}

/** A kind by its id; nothing until kinds are known, and where it is not one. */
export function useKinds(): (id: string) => KindInfo | undefined {
  const kinds = useKindList();
  return id => kinds.find(kind => kind.id === id);
}

import { useApi } from '@backstage/frontend-plugin-api';
import useAsync from 'react-use/esm/useAsync';
import { lakehouseApiRef } from './lakehouseApiRef';

/** What kinds are called by people, by id. Until it is known, and where it is not, the id has to do. */
export function useKindTitles(): (kind: string) => string {
  const api = useApi(lakehouseApiRef);
  // Kinds come with the backend's code: once is enough.
  const { value = [] } = useAsync(() => api.listKinds(), [api]);
  const titles = new Map(value.map(({ id, titlePlural }) => [id, titlePlural]));
  return kind => titles.get(kind) ?? kind;
}

import { useMemo } from 'react';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { lakehousePaths, type LakehousePaths } from './paths';
import { rootRouteRef } from './routes';

/** Addresses of our pages, wherever the app has mounted them. */
export function useLakehousePaths(): LakehousePaths {
  const root = useRouteRef(rootRouteRef)?.() ?? '/lakehouse';
  return useMemo(() => lakehousePaths(root), [root]);
}

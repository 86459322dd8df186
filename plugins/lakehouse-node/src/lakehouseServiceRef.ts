import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { DefaultLakehouseService } from './DefaultLakehouseService';
import type { LakehouseService } from './LakehouseService';

/** The lakehouse for other backend plugins and modules; nothing to install. @public */
export const lakehouseServiceRef = createServiceRef<LakehouseService>({
  id: 'lakehouse.client',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: { auth: coreServices.auth, discovery: coreServices.discovery },
      factory: ({ auth, discovery }) =>
        new DefaultLakehouseService({ auth, discovery }),
    }),
});

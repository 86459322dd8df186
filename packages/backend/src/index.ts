import { createBackend } from '@backstage/backend-defaults';

const backend = createBackend();

backend.add(import('@backstage/plugin-app-backend'));

// Who is who: the guest, and the sample users of the sample catalog.
backend.add(import('@backstage/plugin-auth-backend'));
backend.add(import('@backstage/plugin-auth-backend-module-guest-provider'));
backend.add(import('./sampleAuth'));

backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(
  import('@backstage/plugin-catalog-backend-module-scaffolder-entity-model'),
);
backend.add(import('@backstage/plugin-catalog-backend-module-logs'));

backend.add(import('@backstage/plugin-permission-backend'));
backend.add(
  import('@lakefront/backstage-plugin-permission-backend-module-lakehouse'),
);

backend.add(import('@backstage/plugin-events-backend'));
backend.add(
  import('@lakefront/backstage-plugin-events-backend-module-lakehouse'),
);
backend.add(import('@backstage/plugin-signals-backend'));
backend.add(import('@backstage/plugin-notifications-backend'));

backend.add(import('@backstage/plugin-search-backend'));
backend.add(import('@backstage/plugin-search-backend-module-catalog'));
backend.add(import('@backstage/plugin-user-settings-backend'));

backend.add(import('@backstage/plugin-scaffolder-backend'));
backend.add(
  import('@lakefront/backstage-plugin-scaffolder-backend-module-lakehouse'),
);

// The Kubernetes backend is left out on purpose: its proxy acts with the
// portal's own account for whoever asks (see docs/security.md).
backend.add(import('@lakefront/backstage-plugin-lakehouse-backend'));

backend.start();

/** What a portal has without us: Backstage's own Kubernetes backend, asked by its entity pages. */
import { createBackend } from '@backstage/backend-defaults';

const backend = createBackend();
// It answers only for entities that the catalog has.
backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(import('@backstage/plugin-kubernetes-backend'));
backend.start();

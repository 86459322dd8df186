import { operation } from './parts';

/** How well the portal knows what it tells. */
export const health = {
  '/health': {
    get: operation(
      'getHealth',
      'How well the portal knows each system, and what to do where it does not; for platform engineers.',
      [],
      'Health',
    ),
  },
  '/freshness': {
    get: operation(
      'listFreshness',
      'How much the answers can be believed, per Kubernetes cluster.',
      [],
      'FreshnessList',
    ),
  },
};

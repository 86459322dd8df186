import type { KubeUser } from '../types';
import type { Kustomization } from './fluxObjects';

function serviceAccount(namespace: string, name: string): KubeUser {
  return {
    name: `system:serviceaccount:${namespace}:${name}`,
    groups: [
      'system:serviceaccounts',
      `system:serviceaccounts:${namespace}`,
      'system:authenticated',
    ],
  };
}

/** The controllers' own account, bound to cluster-admin as Flux' installer does it. */
export const FLUX_USER = serviceAccount('flux-system', 'kustomize-controller');

/** Who applies a Kustomization: the account that it names, else the controller itself. */
export function syncUser({ spec, metadata }: Kustomization): KubeUser {
  return spec.serviceAccountName
    ? serviceAccount(metadata.namespace!, spec.serviceAccountName)
    : FLUX_USER;
}

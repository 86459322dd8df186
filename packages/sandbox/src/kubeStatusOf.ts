import type { KubeStatus } from './types';

/** The API server's `Status` of a failed call; undefined for any other error. */
export function kubeStatusOf(error: unknown): KubeStatus | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const status = (error as { status?: Partial<KubeStatus> }).status;
  return status?.kind === 'Status' && typeof status.message === 'string'
    ? (status as KubeStatus)
    : undefined;
}

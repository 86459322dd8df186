/**
 * What operators are woken up by when the freshness of something changes;
 * shaped as the keys of domains are, and the name of none.
 */
export const HEALTH = { kubernetesCluster: '*', domain: 'health' } as const;

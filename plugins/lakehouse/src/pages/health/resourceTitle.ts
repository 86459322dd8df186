/** The sync objects of each engine, by a name that people know. */
const TITLES: Record<string, string> = {
  syncs: 'kustomizations (Flux)',
  applications: 'applications (Argo CD)',
};

/** `workload:spark-application` is `spark-application`; most are called as they are. */
export function resourceTitle(resource: string): string {
  return TITLES[resource] ?? resource.replace(/^workload:/, '');
}

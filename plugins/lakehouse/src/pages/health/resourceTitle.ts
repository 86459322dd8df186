/** `workload:spark-application` is `spark-application`; the rest is called as it is. */
export function resourceTitle(resource: string): string {
  return resource.replace(/^workload:/, '');
}

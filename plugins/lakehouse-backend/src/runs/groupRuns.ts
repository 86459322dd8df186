import type {
  DomainRuns,
  WorkloadRun,
} from '@lakefront/backstage-plugin-lakehouse-common';

/** Runs by the domain they ran in, each domain said once, in the order they came. */
export function groupRuns(runs: readonly WorkloadRun[]): DomainRuns[] {
  const groups = new Map<string, DomainRuns>();
  for (const run of runs) {
    const { kubernetesCluster, domain, namespace } = run;
    const place = `${kubernetesCluster}/${namespace}/${domain}`;
    let group = groups.get(place);
    if (!group) {
      group = { kubernetesCluster, domain, namespace, runs: [] };
      groups.set(place, group);
    }
    const { kind, name, startedAt, state } = run;
    group.runs.push({ kind, name, startedAt, state });
  }
  return [...groups.values()];
}

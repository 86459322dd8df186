import type { EventSummary } from '@lakefront/backstage-plugin-lakehouse-common';
import type { LakehouseIndex } from './LakehouseIndex';
import { podsOf } from './podsOf';
import { toNamespaceKey, type WorkloadRow } from './rows';

/** Warnings about a workload and its pods, those that are gone included; newest first. */
export function eventsOf(
  index: LakehouseIndex,
  row: WorkloadRow,
): EventSummary[] {
  const { kubernetesCluster, namespace, kind, name } = row.workload;
  const where = { namespace: [toNamespaceKey(kubernetesCluster, namespace)] };
  const objectKind = index.kind(kind)?.kind;
  const pods = new Set(podsOf(index, row).map(pod => pod.name));
  const names = index
    .workloadViews()
    .flatMap(view => view.list({ where }).entries.map(entry => entry.name));
  const isOurs = (eventKind: string, eventName: string) =>
    eventKind === 'Pod'
      ? pods.has(eventName) || longestPrefix(eventName, names) === name
      : eventKind === objectKind && eventName === name;
  return index.events
    .list({ where })
    .entries.filter(entry => isOurs(entry.row.objectKind, entry.row.objectName))
    .map(entry => entry.row.event)
    .sort((a, b) => b.lastAt.localeCompare(a.lastAt));
}

/**
 * A pod that is gone tells by its name whose it was: `a-b-driver` is of `a-b`
 * where there is such a workload, else of `a`.
 */
export function longestPrefix(
  pod: string,
  workloads: readonly string[],
): string | undefined {
  return workloads
    .filter(name => pod.startsWith(`${name}-`))
    .sort((a, b) => b.length - a.length)[0];
}

import {
  builtInKinds,
  type LakeFSAddress,
  validateName,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { LakehouseApi } from '../api';
import { underWay } from '../pages/changes/changePhases';
import { findRef } from './findInLakeFS';
import type { DomainChoice } from './place';

/** Why a name cannot be given, as far as its letters go. */
export function nameProblem(kind: string, name: string): string | undefined {
  const known = builtInKinds.find(({ id }) => id === kind);
  return known && validateName(known, name);
}

/** Why a name is not free: something has it, or an open request gives it. */
export async function takenBy(
  api: LakehouseApi,
  asked: {
    kind: string;
    name: string;
    place: DomainChoice;
    /** Where it will be the name of a branch too. */
    repository?: LakeFSAddress;
  },
  signal?: AbortSignal,
): Promise<string | undefined> {
  const { kind, name, place, repository } = asked;
  const [ref, workloads, changes] = await Promise.all([
    repository && findRef(api, repository, name, signal),
    api.listWorkloads(
      {
        domain: [place.domain],
        kubernetesCluster: [place.kubernetesCluster],
        kind: [kind],
        q: name,
        sort: 'name',
        limit: 100,
      },
      { signal },
    ),
    api.listChanges(
      {
        domain: [place.domain],
        kubernetesCluster: [place.kubernetesCluster],
        phase: underWay,
        limit: 100,
      },
      { signal },
    ),
  ]);
  if (workloads.items.some(row => row.name === name)) {
    return `${name} is taken: ${place.domain} has one on ${place.kubernetesCluster} already.`;
  }
  const change = changes.items.find(row =>
    row.operations.some(
      operation =>
        operation.action !== 'delete' &&
        operation.kind === kind &&
        operation.name === name,
    ),
  );
  if (change) {
    return `${name} is taken by an open request: "${change.title}".`;
  }
  return (
    ref &&
    `${name} is taken: ${repository?.repository} has a ${ref} of that name in lakeFS.`
  );
}

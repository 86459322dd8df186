import type {
  ChangeProblem,
  KubernetesObject,
  ProposedObject,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { GitHost } from '@lakefront/backstage-plugin-lakehouse-node';
import type { GitOpsRepository } from '../gitopsConfig';
import type { DomainPlace, LakehouseReader } from '../types';
import { wantedAdoption } from './adopt/wantedAdoption';
import type { ChangeStore } from './ChangeStore';
import type { LocatedObject } from './prepareObject';
import { readUndone } from './undo/readUndone';
import { wantedUndo } from './undo/wantedUndo';
import { type WantedObject, wantedObject } from './wantedObject';

export interface FindWantedOptions {
  located: LocatedObject;
  place: DomainPlace;
  repository: GitOpsRepository;
  host: GitHost;
  changes: ChangeStore;
  reader: LakehouseReader;
  /** Its file in Git now, and the object that it holds. */
  inGit: string | undefined;
  previous: KubernetesObject | undefined;
  /** Now, ISO 8601. */
  at: string;
}

/** What one object of a proposal is to be; asks the cluster and Git where it is about them. */
export async function findWanted(
  input: ProposedObject,
  options: FindWantedOptions,
): Promise<{ wanted?: WantedObject; problems: ChangeProblem[] }> {
  const { located, place, reader, inGit, previous, at } = options;
  const { kind, name } = located;
  const { kubernetesCluster, namespace } = place;
  switch (input.action) {
    case 'adopt':
      return wantedAdoption({
        ...located,
        inGit,
        live: await reader.readLive(
          kubernetesCluster,
          namespace,
          kind.id,
          name,
        ),
        schema: await reader.schema(kubernetesCluster, kind.id),
      });
    case 'undo': {
      const { undone, problems } = await readUndone(input.change, options);
      return undone
        ? wantedUndo(undone, { ...located, inGit, previous })
        : { problems };
    }
    default:
      return wantedObject(input, { ...located, previous, at });
  }
}

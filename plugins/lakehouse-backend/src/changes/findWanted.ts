import type {
  ChangeProblem,
  KubernetesObject,
  ProposedObject,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { GitHost } from '@lakefront/backstage-plugin-lakehouse-node';
import type { GitOpsRepository } from '../gitopsConfig';
import type { DomainPlace, LakehouseReader } from '../types';
import { wantedAdoption } from './adopt/wantedAdoption';
import { askSteps } from './askSteps';
import type { ChangeStore } from './ChangeStore';
import type { Clock } from './Clock';
import type { StepsByKind } from './KindSteps';
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
  clock: Pick<Clock, 'now'>;
  /** Of kinds that stand for something outside of Git and Kubernetes. */
  steps?: StepsByKind;
  /** Its file in Git now, and the object that it holds. */
  inGit: string | undefined;
  previous: KubernetesObject | undefined;
}

interface Found {
  wanted?: WantedObject;
  problems: ChangeProblem[];
  /** Of a removal that is undone: when it was seen to be gone. */
  goneBy?: number;
}

/** What one object of a proposal is to be; asks the cluster, Git and what its kind stands for. */
export async function findWanted(
  input: ProposedObject,
  options: FindWantedOptions,
): Promise<{ wanted?: WantedObject; problems: ChangeProblem[] }> {
  const { located, place, reader, previous, clock } = options;
  const { wanted, problems, goneBy } = await wantedInGit(input, options);
  const steps = options.steps?.get(located.kind.id);
  if (!wanted || !steps) {
    return { wanted, problems };
  }
  const { kubernetesCluster, domain, namespace } = place;
  const { kind, name } = located;
  const context = {
    place,
    settings: reader.settings(kubernetesCluster, domain),
    seen: reader.workload(kubernetesCluster, namespace, kind.id, name),
    now: clock.now(),
    readLive: () => readLive(options),
  };
  const asked = { input, wanted, previous, goneBy, context };
  const outside = await askSteps(steps, asked);
  return {
    wanted: outside.wanted,
    problems: [...problems, ...outside.problems],
  };
}

async function wantedInGit(
  input: ProposedObject,
  options: FindWantedOptions,
): Promise<Found> {
  const { located, place, reader, inGit, previous, clock } = options;
  switch (input.action) {
    case 'adopt':
      return wantedAdoption({
        ...located,
        inGit,
        live: await readLive(options),
        schema: await reader.schema(place.kubernetesCluster, located.kind.id),
      });
    case 'undo': {
      const { undone, problems } = await readUndone(input.change, options);
      return undone
        ? {
            ...wantedUndo(undone, { ...located, inGit, previous }),
            goneBy: undone.liveBy,
          }
        : { problems };
    }
    default: {
      const at = new Date(clock.now()).toISOString();
      const found = wantedObject(input, { ...located, previous, at });
      return input.action === 'edit' || input.action === 'verb'
        ? renewed(found, options)
        : found;
    }
  }
}

/** What is the platform's in an object that is edited is as its settings are now: older ones would be refused. */
function renewed(
  { wanted, problems }: Found,
  { located, place, reader }: FindWantedOptions,
): Found {
  const { renew } = located.kind;
  if (!wanted?.object || !renew) {
    return { wanted, problems };
  }
  const { kubernetesCluster, domain } = place;
  const settings = reader.settings(kubernetesCluster, domain);
  const object = renew(wanted.object as KubernetesObject, settings);
  return { wanted: { ...wanted, object }, problems };
}

function readLive({ located, place, reader }: FindWantedOptions) {
  const { kubernetesCluster, namespace } = place;
  const { kind, name } = located;
  return reader.readLive(kubernetesCluster, namespace, kind.id, name);
}

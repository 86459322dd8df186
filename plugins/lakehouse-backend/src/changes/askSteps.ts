import type {
  ChangeProblem,
  KubernetesObject,
  ProposedObject,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { KindSteps, OutsideContext } from './KindSteps';
import { isWhole, type WantedObject } from './wantedObject';

/**
 * Asks the steps of a kind what a proposal means outside of Git and
 * Kubernetes: what has to differ so that an undo brings back what was there,
 * what goes with a removal, and what is wrong with something new.
 */
export async function askSteps(
  steps: KindSteps,
  asked: {
    input: ProposedObject;
    wanted: WantedObject;
    /** The object as it is in Git now. */
    previous: KubernetesObject | undefined;
    /** Of a removal that is undone: when it was seen to be gone. */
    goneBy: number | undefined;
    context: OutsideContext;
  },
): Promise<{ wanted?: WantedObject; problems: ChangeProblem[] }> {
  const { input, wanted, previous, goneBy, context } = asked;
  if (wanted.action === 'delete' && previous) {
    const notes = await steps.removal(previous, context);
    return { wanted: withNotes(wanted, notes), problems: [] };
  }
  if (wanted.action !== 'create' || !wanted.object) {
    return { wanted, problems: [] };
  }
  // What it says of itself may be wrong yet: it is checked by itself later.
  const object = wanted.object as KubernetesObject;
  if (input.action === 'undo') {
    const restored = await steps.restore(object, { ...context, goneBy });
    return restored.object
      ? {
          wanted: {
            ...withNotes(wanted, restored.notes),
            object: restored.object,
          },
          problems: restored.problems,
        }
      : { problems: restored.problems };
  }
  return {
    wanted,
    problems: isWhole(input) ? await steps.checkNew(object, context) : [],
  };
}

function withNotes(wanted: WantedObject, notes: string[]): WantedObject {
  return { ...wanted, notes: [...(wanted.notes ?? []), ...notes] };
}

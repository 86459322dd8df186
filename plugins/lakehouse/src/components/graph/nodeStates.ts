import type {
  PipelineStepRun,
  PipelineStepState,
} from '@lakefront/backstage-plugin-lakehouse-common';

/** How a node is, over all of its rounds. */
export interface NodeState {
  state: PipelineStepState;
  stateDetail: string;
  cached: boolean;
  /** Of a step in a loop: how many rounds there are and have ended. */
  rounds?: { all: number; ended: number };
}

const ENDED = new Set<PipelineStepState>(['succeeded', 'failed', 'skipped']);

/** What became of each node by its id: the rounds of a step are told as one. */
export function nodeStates(steps: PipelineStepRun[]): Map<string, NodeState> {
  const byId = new Map<string, PipelineStepRun[]>();
  for (const step of steps) {
    const rounds = byId.get(step.id) ?? [];
    byId.set(step.id, rounds);
    rounds.push(step);
  }
  return new Map([...byId].map(([id, rounds]) => [id, stateOfRounds(rounds)]));
}

function stateOfRounds(steps: PipelineStepRun[]): NodeState {
  // A step that is a loop itself is told as a whole beside its rounds.
  const whole = steps.find(({ iteration }) => !iteration);
  const rounds = steps.filter(({ iteration }) => iteration);
  const state = whole?.state ?? together(rounds.map(step => step.state));
  const one = whole ?? rounds.find(step => step.state === state) ?? steps[0];
  return {
    state,
    stateDetail: one.stateDetail,
    cached: (rounds.length > 0 ? rounds : steps).every(
      ({ cached }) => cached === true,
    ),
    ...(rounds.length > 0 && {
      rounds: {
        all: rounds.length,
        ended: rounds.filter(step => ENDED.has(step.state)).length,
      },
    }),
  };
}

/** The worst there is; what has ended in part is running. */
function together(states: PipelineStepState[]): PipelineStepState {
  const some = (state: PipelineStepState) => states.includes(state);
  const all = (state: PipelineStepState) =>
    states.every(other => other === state);
  if (some('failed')) {
    return 'failed';
  }
  if (some('running')) {
    return 'running';
  }
  if (some('pending')) {
    return all('pending') ? 'pending' : 'running';
  }
  if (some('unknown') || some('suspended')) {
    return 'unknown';
  }
  return all('skipped') ? 'skipped' : 'succeeded';
}

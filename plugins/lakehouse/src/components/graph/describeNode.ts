import type {
  PipelineEdge,
  PipelineNode,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { plural } from '../../format/plural';
import type { NodeState } from './nodeStates';

const TYPE_WORDS: Record<PipelineNode['type'], string> = {
  step: 'step',
  importer: 'importer',
  group: 'group',
  condition: 'condition',
  loop: 'loop',
  'exit-handler': 'steps with an end that always runs',
};

/** What a node is, in a few words: `loop over regions, 2 at once`. */
export function nodeWords(node: PipelineNode): string {
  const { type, when, loop } = node;
  return [
    TYPE_WORDS[type],
    loop && ` over ${loop.over}`,
    loop?.parallel && `, ${loop.parallel} at once`,
    when && `${type === 'condition' ? '' : ','} when ${when}`,
  ]
    .filter(Boolean)
    .join('');
}

/** `2 of 3 rounds`, where there are rounds. */
export function roundsWords(state: NodeState | undefined): string | undefined {
  return state?.rounds
    ? `${state.rounds.ended} of ${plural(state.rounds.all, 'round')}`
    : undefined;
}

/** The words of a node that are seen: its rounds, what it holds while it is folded, or what it is. */
export function shownWords(
  node: PipelineNode,
  told: { state?: NodeState; holds: number; open?: boolean },
): string {
  const { state, holds, open } = told;
  return (
    roundsWords(state) ??
    (holds > 0 && !open ? plural(holds, 'step') : nodeWords(node))
  );
}

/**
 * What those who see a node know from the picture, for those who hear it: what
 * it is where that is not shown, what it waits for and what it holds.
 */
export function heardWords(
  node: PipelineNode,
  told: {
    state?: NodeState;
    holds: number;
    open?: boolean;
    /** Arrows to it, with the titles of what they come from. */
    after: Array<Pick<PipelineEdge, 'always'> & { title: string }>;
  },
): string {
  const list = new Intl.ListFormat('en');
  const shown = shownWords(node, told);
  const titles = (always: boolean) => {
    const those = told.after.filter(edge => (edge.always ?? false) === always);
    return those.length > 0
      ? `after ${list.format(those.map(({ title }) => title))}${
          always ? ', whatever came of it' : ''
        }`
      : undefined;
  };
  const holds = plural(told.holds, 'step');
  return [
    shown !== nodeWords(node) && nodeWords(node),
    told.holds > 0 && shown !== holds && `holds ${holds}`,
    titles(false),
    titles(true),
  ]
    .filter(Boolean)
    .join('; ');
}

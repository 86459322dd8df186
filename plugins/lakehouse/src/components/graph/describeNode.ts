import type {
  PipelineComparison,
  PipelineEdge,
  PipelineNode,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { plural } from '../../format/plural';
import type { NodeState } from './nodeStates';

type Change = PipelineComparison['nodes'][number]['change'];

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

/**
 * A node for those who hear it: title, what it is, how it is, what it waits
 * for and what it holds.
 */
export function describeNode(
  node: PipelineNode,
  told: {
    state?: NodeState;
    /** Arrows to it, with the titles of what they come from. */
    after: Array<Pick<PipelineEdge, 'always'> & { title: string }>;
    holds: number;
    change?: Change;
  },
): string {
  const { state, after, holds, change } = told;
  const list = new Intl.ListFormat('en');
  const waits = after.filter(({ always }) => !always);
  const whatever = after.filter(({ always }) => always);
  const titles = (edges: typeof after) =>
    list.format(edges.map(({ title }) => title));
  return [
    `${node.title}, ${nodeWords(node)}`,
    holds > 0 && `holds ${plural(holds, 'step')}`,
    change && `${change} in this version`,
    state && (state.cached ? 'cached' : state.state),
    roundsWords(state),
    waits.length > 0 && `after ${titles(waits)}`,
    whatever.length > 0 && `after ${titles(whatever)}, whatever came of it`,
  ]
    .filter(Boolean)
    .join('; ');
}

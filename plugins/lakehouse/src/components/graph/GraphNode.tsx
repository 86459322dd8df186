import { memo, type KeyboardEvent } from 'react';
import { VisuallyHidden } from '@backstage/ui';
import { Handle, type Node, type NodeProps, Position } from '@xyflow/react';
import {
  RiAddLine,
  RiArrowRightSLine,
  RiDownloadLine,
  RiFlowChart,
  RiLogoutBoxLine,
  RiLoopLeftLine,
  RiBox3Line,
  RiQuestionMark,
  RiSubtractLine,
} from '@remixicon/react';
import type {
  PipelineComparison,
  PipelineNode,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { StepChip } from '../../pages/pipelines/StepChip';
import { Chip } from '../StateChip';
import { nodeWords, shownWords } from './describeNode';
import type { NodeState } from './nodeStates';
import styles from './PipelineGraph.module.css';

export interface GraphNodeData extends Record<string, unknown> {
  node: PipelineNode;
  /** What is not to be seen in the node itself. */
  heard: string;
  holds: number;
  open?: boolean;
  state?: NodeState;
  change?: PipelineComparison['nodes'][number]['change'];
  /** The one node of the graph that the tab key reaches. */
  isStop: boolean;
  isChosen: boolean;
  onChoose: (id: string) => void;
  onFold: (id: string) => void;
  onFocus: (id: string) => void;
  /** Whether it did something with a key. */
  onKey: (id: string, key: string) => boolean;
}

export type GraphNodeType = Node<GraphNodeData, 'pipeline'>;

const ICONS: Record<PipelineNode['type'], typeof RiBox3Line> = {
  step: RiBox3Line,
  importer: RiDownloadLine,
  group: RiFlowChart,
  condition: RiQuestionMark,
  loop: RiLoopLeftLine,
  'exit-handler': RiLogoutBoxLine,
};

/** A node of the graph: a step, or what holds steps, open or folded. */
export const GraphNode = memo(({ data }: NodeProps<GraphNodeType>) => {
  const { node, holds, open, state, isChosen, isStop } = data;
  const Icon = ICONS[node.type];
  const words = shownWords(node, data);
  const classes = [
    styles.node,
    open && styles.open,
    holds > 0 && !open && styles.folded,
    isChosen && styles.chosen,
    data.change && styles[data.change],
  ];
  const onKeyDown = (event: KeyboardEvent) => {
    const folds = holds > 0 && event.key === ' ';
    if (folds) {
      data.onFold(node.id);
    }
    if (folds || data.onKey(node.id, event.key)) {
      event.preventDefault();
    }
  };
  return (
    <div className={classes.filter(Boolean).join(' ')}>
      <Handle
        type="target"
        position={Position.Top}
        isConnectable={false}
        className={styles.handle}
      />
      {/* The library lets the pointer through nodes that are not its own to move. */}
      <div className={styles.head} style={{ pointerEvents: 'all' }}>
        <button
          type="button"
          className={styles.choose}
          data-node={node.id}
          aria-pressed={isChosen}
          tabIndex={isStop ? 0 : -1}
          onClick={() => data.onChoose(node.id)}
          onFocus={() => data.onFocus(node.id)}
          onKeyDown={onKeyDown}
        >
          <span className={styles.title}>
            <Icon aria-hidden />
            <span title={node.title}>{node.title}</span>
          </span>
          <span className={styles.line}>
            {state && (
              <StepChip
                state={state.state}
                detail={state.stateDetail}
                cached={state.cached}
              />
            )}
            {data.change && <ChangeChip change={data.change} />}
            <span className={styles.words} title={nodeWords(node)}>
              {words}
            </span>
            {data.heard && <VisuallyHidden>{`; ${data.heard}`}</VisuallyHidden>}
          </span>
        </button>
        {holds > 0 && (
          <button
            type="button"
            className={`${styles.fold} nodrag`}
            aria-label={`${open ? 'Fold' : 'Unfold'} ${node.title}`}
            aria-expanded={open}
            tabIndex={isStop ? 0 : -1}
            onClick={() => data.onFold(node.id)}
          >
            {open ? <RiSubtractLine aria-hidden /> : <RiAddLine aria-hidden />}
          </button>
        )}
      </div>
      <Handle
        type="source"
        position={Position.Bottom}
        isConnectable={false}
        className={styles.handle}
      />
    </div>
  );
});

function ChangeChip(props: { change: NonNullable<GraphNodeData['change']> }) {
  switch (props.change) {
    case 'added':
      return <Chip word="Added" icon={<RiAddLine aria-hidden />} tone="good" />;
    case 'removed':
      return (
        <Chip word="Removed" icon={<RiSubtractLine aria-hidden />} tone="bad" />
      );
    default:
      return (
        <Chip
          word="Changed"
          icon={<RiArrowRightSLine aria-hidden />}
          tone="waiting"
        />
      );
  }
}

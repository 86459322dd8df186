import { useMemo, useState } from 'react';
import { ReactFlow, type Edge, type Node } from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { layoutGraph } from './layoutGraph';
import type { PipelineGraphViewProps } from './PipelineGraphViewProps';

/** Draws a graph; loaded when it is shown. */
export default function PipelineGraphCanvas(props: PipelineGraphViewProps) {
  const { graph, selected, onSelect } = props;
  const [open] = useState<ReadonlySet<string>>(
    () => new Set(graph.nodes.map(({ id }) => id)),
  );
  const { nodes, edges } = useMemo(() => {
    const placed = layoutGraph(graph, open);
    return {
      nodes: placed.nodes.map(
        ({ node, x, y, width, height }): Node => ({
          id: node.id,
          parentId: node.parent,
          position: { x, y },
          width,
          height,
          data: { label: node.title },
          selected: node.id === selected,
        }),
      ),
      edges: placed.edges.map(
        ({ from, to }): Edge => ({
          id: `${from} ${to}`,
          source: from,
          target: to,
        }),
      ),
    };
  }, [graph, open, selected]);
  return (
    <div style={{ height: 480 }}>
      <ReactFlow
        nodes={nodes}
        edges={edges}
        fitView
        nodesDraggable={false}
        nodesConnectable={false}
        onNodeClick={(_event, node) => onSelect?.(node.id)}
      />
    </div>
  );
}

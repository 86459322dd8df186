import {
  useCallback,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react';
import {
  Controls,
  type Edge,
  Position,
  ReactFlow,
  type ReactFlowInstance,
} from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { plural } from '../../format/plural';
import { heardWords } from './describeNode';
import { GraphNode, type GraphNodeType } from './GraphNode';
import { GraphRoom } from './GraphRoom';
import { layoutGraph, type PlacedGraph } from './layoutGraph';
import { type FocusKey, moveFocus } from './moveFocus';
import { nodeStates } from './nodeStates';
import { firstToSee, groupsAround, openAtFirst } from './openAtFirst';
import type { PipelineGraphViewProps } from './PipelineGraphViewProps';
import styles from './PipelineGraph.module.css';

const NODE_TYPES = { pipeline: GraphNode };
const FOCUS_KEYS = new Set<string>([
  'ArrowUp',
  'ArrowDown',
  'ArrowLeft',
  'ArrowRight',
  'Home',
  'End',
]);
/** What can still be read; a graph that does not fit so is shown in part. */
const READABLE_ZOOM = 0.5;
const WHOLE = { maxZoom: 1, padding: 0.1 };

/** Draws a graph; loaded when it is shown. */
export default function PipelineGraphCanvas(props: PipelineGraphViewProps) {
  const { graph, steps, comparison, selected, onSelect } = props;
  const states = useMemo(() => nodeStates(steps ?? []), [steps]);
  const [open, setOpen] = useState<ReadonlySet<string>>(() =>
    openAtFirst(graph, [selected, firstToSee(graph, states)]),
  );
  // What is shown elsewhere is to be found here.
  useEffect(() => {
    setOpen(before => {
      const around = groupsAround(graph, selected);
      return around.every(id => before.has(id))
        ? before
        : new Set([...before, ...around]);
    });
  }, [graph, selected]);

  const placed = useMemo(() => layoutGraph(graph, open), [graph, open]);
  const [stop, setStop] = useState<string>();
  const stopId = placed.nodes.some(({ node }) => node.id === stop)
    ? stop
    : (placed.nodes.find(({ node }) => node.id === selected) ?? placed.nodes[0])
        ?.node.id;

  const flow = useRef<ReactFlowInstance<GraphNodeType>>();
  // What people look at is theirs: it fits itself into other room only before that.
  const byHand = useRef(false);
  const box = useRef<HTMLDivElement>(null);
  const latest = useRef(placed);
  latest.current = placed;

  const fold = useCallback((id: string) => {
    setOpen(before => {
      const after = new Set(before);
      if (!after.delete(id)) {
        after.add(id);
      }
      return after;
    });
  }, []);
  useSteadyView(flow, placed);

  const show = useCallback((id: string) => {
    setStop(id);
    if (bringIntoView(flow.current, box.current, latest.current, id)) {
      byHand.current = true;
    }
  }, []);
  const choose = useCallback((id: string) => onSelect?.(id), [onSelect]);

  const move = useCallback((id: string, key: string) => {
    if (!FOCUS_KEYS.has(key)) {
      return false;
    }
    const to = moveFocus(latest.current, id, key as FocusKey);
    if (to !== undefined) {
      box.current
        ?.querySelector<HTMLElement>(`[data-node="${CSS.escape(to)}"]`)
        ?.focus({ preventScroll: true });
    }
    return true;
  }, []);

  const titles = useMemo(
    () => new Map(graph.nodes.map(({ id, title }) => [id, title])),
    [graph],
  );
  const nodes = useMemo(() => {
    const changes = new Map(
      comparison?.nodes.map(({ id, change }) => [id, change]),
    );
    return placed.nodes.map(
      ({ node, x, y, width, height, open: isOpen, holds }): GraphNodeType => {
        const state = states.get(node.id);
        const change = changes.get(node.id);
        const after = graph.edges
          .filter(({ to }) => to === node.id)
          .map(({ from, always }) => ({
            title: titles.get(from) ?? from,
            always,
          }));
        return {
          id: node.id,
          type: 'pipeline',
          parentId: node.parent,
          position: { x, y },
          ...{ width, height },
          // Said, not found out: nodes that are made anew would have none to be fitted by.
          measured: { width, height },
          // Where arrows begin and end is known before anything is measured.
          handles: [
            { type: 'target', position: Position.Top, x: width / 2, y: 0 },
            {
              ...{ type: 'source', position: Position.Bottom },
              ...{ x: width / 2, y: height },
            },
          ],
          data: {
            ...{ node, holds, open: isOpen, state, change },
            heard: heardWords(node, { state, holds, open: isOpen, after }),
            isStop: node.id === stopId,
            isChosen: node.id === selected,
            ...{ onChoose: choose, onFold: fold, onFocus: show, onKey: move },
          },
        };
      },
    );
  }, [
    placed,
    states,
    comparison,
    graph,
    titles,
    stopId,
    selected,
    choose,
    fold,
    show,
    move,
  ]);

  const edges = useMemo(() => {
    const added = new Set(
      comparison?.edges
        .filter(({ change }) => change === 'added')
        .map(({ from, to }) => `${from} ${to}`),
    );
    return placed.edges.map(({ from, to, always }): Edge => {
      const id = `${from} ${to}`;
      const classes = [always && styles.always, added.has(id) && styles.added];
      return {
        ...{ id, source: from, target: to },
        className: classes.filter(Boolean).join(' '),
        // Each node says what it comes after: hundreds of arrows would be heard before the first.
        domAttributes: { 'aria-hidden': true },
      };
    });
  }, [placed, comparison]);

  const fit = (instance: ReactFlowInstance<GraphNodeType>) => {
    void instance.fitView(WHOLE).then(() => {
      const first = selected ?? firstToSee(graph, states);
      if (first !== undefined && instance.getZoom() < READABLE_ZOOM) {
        const { x, y } = centerOf(latest.current, first);
        void instance.setCenter(x, y, { zoom: 1 });
      }
    });
  };
  const onInit = (instance: ReactFlowInstance<GraphNodeType>) => {
    flow.current = instance;
    fit(instance);
  };
  const onRoom = () => {
    if (flow.current && !byHand.current) {
      fit(flow.current);
    }
  };
  const setByHand = (is: boolean) => {
    byHand.current = is;
  };

  const helpId = useId();
  return (
    <div>
      <div
        ref={box}
        className={styles.graph}
        role="group"
        aria-label={`Graph of ${plural(graph.nodes.length, 'node')}`}
        aria-describedby={helpId}
      >
        <ReactFlow
          nodes={nodes}
          edges={edges}
          nodeTypes={NODE_TYPES}
          onInit={onInit}
          // Only what a person does has an event.
          onMove={event => event && setByHand(true)}
          onPaneClick={() => onSelect?.(undefined)}
          minZoom={0.05}
          maxZoom={2}
          nodesDraggable={false}
          nodesConnectable={false}
          nodesFocusable={false}
          edgesFocusable={false}
          elementsSelectable={false}
          // A page is scrolled past a graph; with Ctrl or two fingers it zooms.
          zoomOnScroll={false}
          preventScrolling={false}
          zoomOnDoubleClick={false}
          disableKeyboardA11y
        >
          <GraphRoom onChange={onRoom} />
          <Controls
            showInteractive={false}
            fitViewOptions={WHOLE}
            onZoomIn={() => setByHand(true)}
            onZoomOut={() => setByHand(true)}
            onFitView={() => setByHand(false)}
          />
        </ReactFlow>
      </div>
      <p id={helpId} className={styles.help}>
        Arrow keys go along the arrows, Enter chooses, Space folds a group.
      </p>
    </div>
  );
}

/** Where the middle of a node is in the whole graph. */
function centerOf(placed: PlacedGraph, id: string): { x: number; y: number } {
  const byId = new Map(placed.nodes.map(one => [one.node.id, one]));
  const one = byId.get(id);
  const at = { x: (one?.width ?? 0) / 2, y: (one?.height ?? 0) / 2 };
  for (
    let part = one;
    part;
    part =
      part.node.parent === undefined ? undefined : byId.get(part.node.parent)
  ) {
    at.x += part.x;
    at.y += part.y;
  }
  return at;
}

/** Where its upper left corner is, which stays where it is when it is folded. */
function cornerOf(placed: PlacedGraph, id: string): { x: number; y: number } {
  const one = placed.nodes.find(({ node }) => node.id === id);
  const { x, y } = centerOf(placed, id);
  return { x: x - (one?.width ?? 0) / 2, y: y - (one?.height ?? 0) / 2 };
}

/** A group that is folded or unfolded stays under the pointer; the rest gives way. */
function useSteadyView(
  flow: { current: ReactFlowInstance<GraphNodeType> | undefined },
  placed: PlacedGraph,
) {
  const before = useRef(placed);
  useEffect(() => {
    const was = before.current;
    before.current = placed;
    const turned = placed.nodes.find(one =>
      was.nodes.some(
        old => old.node.id === one.node.id && old.open !== one.open,
      ),
    );
    if (!turned || !flow.current) {
      return;
    }
    const from = cornerOf(was, turned.node.id);
    const to = cornerOf(placed, turned.node.id);
    const { x, y, zoom } = flow.current.getViewport();
    void flow.current.setViewport({
      x: x + (from.x - to.x) * zoom,
      y: y + (from.y - to.y) * zoom,
      zoom,
    });
  }, [flow, placed]);
}

/** Moves the graph so that a node can be seen, if it can't; whether it was moved. */
function bringIntoView(
  flow: ReactFlowInstance<GraphNodeType> | undefined,
  box: HTMLElement | null,
  placed: PlacedGraph,
  id: string,
): boolean {
  if (!flow || !box) {
    return false;
  }
  const { x, y } = centerOf(placed, id);
  const { x: left, y: top, zoom } = flow.getViewport();
  const seen = { x: x * zoom + left, y: y * zoom + top };
  const isIn = (value: number, size: number) => value > 0 && value < size;
  if (isIn(seen.x, box.clientWidth) && isIn(seen.y, box.clientHeight)) {
    return false;
  }
  const calm = window.matchMedia?.('(prefers-reduced-motion: reduce)').matches;
  void flow.setCenter(x, y, { zoom, duration: calm ? 0 : 200 });
  return true;
}

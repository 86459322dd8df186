import { isRecord } from '../jsonPath';
import type {
  CompiledPipeline,
  JsonValue,
  PipelineComparison,
  PipelineEdge,
  PipelineNode,
  PipelineValueInfo,
} from '../types';

type Difference = PipelineComparison['nodes'][number]['values'][number];

/**
 * What a pipeline has that the one before had not, node by node. A step with
 * another name is another step: one is removed and one is added.
 * @public
 */
export function comparePipelines(
  before: CompiledPipeline,
  after: CompiledPipeline,
): PipelineComparison {
  return {
    nodes: compareNodes(before.graph.nodes, after.graph.nodes),
    edges: compareEdges(before.graph.edges, after.graph.edges),
    inputs: compareInputs(before.inputs, after.inputs),
  };
}

function compareNodes(
  before: PipelineNode[],
  after: PipelineNode[],
): PipelineComparison['nodes'] {
  const old = new Map(before.map(node => [node.id, node]));
  const now = new Set(after.map(({ id }) => id));
  return [
    ...after.flatMap((node): PipelineComparison['nodes'] => {
      const { id, title } = node;
      const was = old.get(id);
      if (!was) {
        return [{ id, title, change: 'added', values: [] }];
      }
      const values = differences(comparable(was), comparable(node));
      return values.length > 0
        ? [{ id, title, change: 'changed', values }]
        : [];
    }),
    ...before
      .filter(({ id }) => !now.has(id))
      .map(({ id, title }) => ({
        id,
        title,
        change: 'removed' as const,
        values: [],
      })),
  ];
}

/** Lists of what has a name as maps by it, so that one that moved is no change. */
function comparable(node: PipelineNode): Record<string, unknown> {
  const { id: _id, parent: _parent, inputs, outputs, env, ...rest } = node;
  return {
    ...rest,
    inputs: byName(inputs),
    outputs: byName(outputs),
    env: Object.fromEntries(
      (env ?? []).map(({ name, value }) => [name, value]),
    ),
  };
}

function byName(values: PipelineValueInfo[]): Record<string, unknown> {
  return Object.fromEntries(values.map(({ name, ...rest }) => [name, rest]));
}

/** Where two maps differ: down to what is no map, lists as a whole. */
function differences(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
  path: string[] = [],
): Difference[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key): Difference[] => {
    const was = Object.hasOwn(before, key) ? before[key] : undefined;
    const is = Object.hasOwn(after, key) ? after[key] : undefined;
    const here = [...path, key];
    if (isRecord(was) && isRecord(is)) {
      return differences(was, is, here);
    }
    return isSame(was, is)
      ? []
      : [
          {
            path: here.join('.'),
            ...(was !== undefined && { before: was as JsonValue }),
            ...(is !== undefined && { after: is as JsonValue }),
          },
        ];
  });
}

function compareEdges(
  before: PipelineEdge[],
  after: PipelineEdge[],
): PipelineComparison['edges'] {
  const key = ({ from, to }: PipelineEdge) => `${from} ${to}`;
  const old = new Set(before.map(key));
  const now = new Set(after.map(key));
  return [
    ...after
      .filter(edge => !old.has(key(edge)))
      .map(({ from, to }) => ({ from, to, change: 'added' as const })),
    ...before
      .filter(edge => !now.has(key(edge)))
      .map(({ from, to }) => ({ from, to, change: 'removed' as const })),
  ];
}

function compareInputs(
  before: PipelineValueInfo[],
  after: PipelineValueInfo[],
): PipelineComparison['inputs'] {
  const was = byName(before);
  const is = byName(after);
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].flatMap(name =>
    isSame(was[name], is[name])
      ? []
      : [
          {
            name,
            ...(was[name] !== undefined && { before: was[name] as JsonValue }),
            ...(is[name] !== undefined && { after: is[name] as JsonValue }),
          },
        ],
  );
}

/** As JSON says it, whatever the order of keys. */
function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  return isRecord(value)
    ? Object.fromEntries(
        Object.keys(value)
          .sort()
          .map(key => [key, sorted(value[key])]),
      )
    : value;
}

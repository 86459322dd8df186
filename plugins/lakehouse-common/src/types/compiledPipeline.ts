import type { JsonValue } from './kubernetes';
import type { Footprint } from './workload';

// What a pipeline of Kubeflow is compiled to. cpu in cores, memory in bytes. A
// step is a task of a pipeline; its id is the names of the tasks that lead to
// it, joined by `/`: `train/for-loop-1/fit`.

/** What a step is. @public */
export type PipelineNodeType =
  /** Runs a container. */
  | 'step'
  /** Reads what is there already into the run. */
  | 'importer'
  /** Holds steps: a nested pipeline. */
  | 'group'
  /** Holds steps that run only when something is true. */
  | 'condition'
  /** Holds steps that run once for each item. */
  | 'loop'
  /** Holds steps after which another step runs, whatever came of them. */
  | 'exit-handler';

/** @public */
export type PipelineValueType =
  | 'string'
  | 'integer'
  | 'number'
  | 'boolean'
  | 'list'
  | 'struct'
  | 'task-status'
  | 'artifact';

/** A parameter or artifact that a pipeline or step takes or gives. @public */
export interface PipelineValueInfo {
  name: string;
  type: PipelineValueType;
  /** Of an artifact, e.g. `system.Dataset`. */
  artifactType?: string;
  description?: string;
  /** It may be left out. */
  optional?: boolean;
  default?: JsonValue;
  /** What it may be, where it is one of few. */
  options?: JsonValue[];
  /** Of a step's input: where it comes from, e.g. `day`, `extract.rows`, or the value itself. */
  from?: string;
}

/** One step of a compiled pipeline, or what holds steps. @public */
export interface PipelineNode {
  id: string;
  /** Id of the node that holds it; absent at the top. */
  parent?: string;
  type: PipelineNodeType;
  /** Its name as people see it. */
  title: string;
  /** Of a condition: when its steps run, e.g. `check.ok == true`. */
  when?: string;
  /** Of a loop: over what, and how many at once. */
  loop?: { over: string; parallel?: number };
  image?: string;
  command?: string[];
  args?: string[];
  env?: Array<{ name: string; value: string }>;
  /** What its container asks for; limits where no requests are said. */
  resources?: {
    cpu?: number;
    memory?: number;
    gpu?: number;
    gpuType?: string;
  };
  caching: boolean;
  /** How often it is tried again at most. */
  retries?: number;
  inputs: PipelineValueInfo[];
  outputs: PipelineValueInfo[];
}

/** `to` waits for `from`; both are held by the same node, or by none. @public */
export interface PipelineEdge {
  from: string;
  to: string;
  /** What goes along it; nothing where only the order is said. */
  values: string[];
  /** `to` runs whatever comes of `from`. */
  always?: boolean;
}

/** The graph of a compiled pipeline. @public */
export interface PipelineGraph {
  nodes: PipelineNode[];
  edges: PipelineEdge[];
}

/** A compiled pipeline, as its IR says it. @public */
export interface CompiledPipeline {
  name: string;
  title?: string;
  description?: string;
  sdkVersion?: string;
  graph: PipelineGraph;
  inputs: PipelineValueInfo[];
  outputs: PipelineValueInfo[];
  /** Of all executors, each once. */
  images: string[];
  /** The largest that can run at once as far as the IR tells: of every step one pod. */
  footprint: Footprint;
}

/** What differs between two versions. @public */
export interface PipelineComparison {
  nodes: Array<{
    id: string;
    title: string;
    change: 'added' | 'removed' | 'changed';
    /** Of a changed one: what, e.g. `image`, `resources.memory`. */
    values: Array<{ path: string; before?: JsonValue; after?: JsonValue }>;
  }>;
  edges: Array<{ from: string; to: string; change: 'added' | 'removed' }>;
  inputs: Array<{ name: string; before?: JsonValue; after?: JsonValue }>;
}

import type { JsonValue } from '../types';

// The IR after decodeMessage: only what is known, in the types that are known.

export type IrMap<T> = { [name: string]: T };

export interface IrPipeline {
  pipelineInfo?: { name?: string; displayName?: string; description?: string };
  deploymentSpec?: { executors?: IrMap<IrExecutor> };
  sdkVersion?: string;
  schemaVersion?: string;
  components?: IrMap<IrComponent>;
  root?: IrComponent;
}

export interface IrComponent {
  inputDefinitions?: {
    artifacts?: IrMap<IrArtifactDefinition>;
    parameters?: IrMap<IrParameterDefinition>;
  };
  outputDefinitions?: {
    artifacts?: IrMap<IrArtifactDefinition>;
    parameters?: IrMap<IrParameterDefinition>;
  };
  dag?: { tasks?: IrMap<IrTask>; outputs?: IrDagOutputs };
  executorLabel?: string;
}

export interface IrArtifactType {
  schemaTitle?: string;
  schemaUri?: string;
  instanceSchema?: string;
}

export interface IrArtifactDefinition {
  artifactType?: IrArtifactType;
  isOptional?: boolean;
  description?: string;
}

export interface IrParameterDefinition {
  type?: string;
  parameterType?: string;
  defaultValue?: JsonValue;
  isOptional?: boolean;
  description?: string;
  literals?: JsonValue[];
}

export interface IrOutputSelector {
  producerSubtask?: string;
  outputParameterKey?: string;
  outputArtifactKey?: string;
}

export interface IrDagOutputs {
  artifacts?: IrMap<{ artifactSelectors?: IrOutputSelector[] }>;
  parameters?: IrMap<{
    valueFromParameter?: IrOutputSelector;
    valueFromOneof?: { parameterSelectors?: IrOutputSelector[] };
  }>;
}

export interface IrValue {
  constantValue?: {
    intValue?: number;
    doubleValue?: number;
    stringValue?: string;
  };
  runtimeParameter?: string;
  constant?: JsonValue;
}

export interface IrTaskParameter {
  taskOutputParameter?: { producerTask?: string; outputParameterKey?: string };
  runtimeValue?: IrValue;
  componentInputParameter?: string;
  taskFinalStatus?: { producerTask?: string };
  parameterExpressionSelector?: string;
}

export interface IrTaskArtifact {
  taskOutputArtifact?: { producerTask?: string; outputArtifactKey?: string };
  componentInputArtifact?: string;
}

export interface IrTask {
  taskInfo?: { name?: string };
  inputs?: {
    parameters?: IrMap<IrTaskParameter>;
    artifacts?: IrMap<IrTaskArtifact>;
  };
  dependentTasks?: string[];
  cachingOptions?: { enableCache?: boolean };
  componentRef?: { name?: string };
  triggerPolicy?: { condition?: string; strategy?: string };
  artifactIterator?: {
    items?: { inputArtifact?: string };
    itemInput?: string;
  };
  parameterIterator?: {
    items?: { raw?: string; inputParameter?: string };
    itemInput?: string;
  };
  retryPolicy?: { maxRetryCount?: number };
  iteratorPolicy?: { parallelismLimit?: number };
}

export interface IrContainer {
  image?: string;
  command?: string[];
  args?: string[];
  env?: Array<{ name?: string; value?: string }>;
  resources?: {
    cpuLimit?: number;
    memoryLimit?: number;
    cpuRequest?: number;
    memoryRequest?: number;
    resourceCpuLimit?: string;
    resourceMemoryLimit?: string;
    resourceCpuRequest?: string;
    resourceMemoryRequest?: string;
    accelerator?: {
      type?: string;
      count?: number;
      resourceType?: string;
      resourceCount?: string;
    };
  };
}

export interface IrExecutor {
  container?: IrContainer;
  importer?: { artifactUri?: IrValue; typeSchema?: IrArtifactType };
  resolver?: object;
  customJob?: object;
}

/** What a map has under a name of its own: `__proto__` and `toString` are names like others. */
export function entryOf<T>(
  map: IrMap<T> | undefined,
  name: string | undefined,
): T | undefined {
  return map && name !== undefined && Object.hasOwn(map, name)
    ? map[name]
    : undefined;
}

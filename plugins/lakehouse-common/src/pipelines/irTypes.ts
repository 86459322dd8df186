/** The messages of the IR (`pipeline_spec.proto`). */
export type IrMessage =
  | 'PipelineSpec'
  | 'PipelineInfo'
  | 'ComponentSpec'
  | 'TaskConfigPassthrough'
  | 'DagSpec'
  | 'DagOutputs'
  | 'DagOutputArtifact'
  | 'ArtifactSelector'
  | 'DagOutputParameter'
  | 'ParameterSelector'
  | 'ParameterSelectors'
  | 'InputDefinitions'
  | 'InputArtifact'
  | 'InputParameter'
  | 'OutputDefinitions'
  | 'OutputArtifact'
  | 'OutputParameter'
  | 'ArtifactType'
  | 'TaskSpec'
  | 'TaskInfo'
  | 'ComponentRef'
  | 'CachingOptions'
  | 'TriggerPolicy'
  | 'TaskInputs'
  | 'TaskInputParameter'
  | 'TaskOutputParameter'
  | 'TaskFinalStatus'
  | 'TaskInputArtifact'
  | 'TaskOutputArtifact'
  | 'ArtifactIterator'
  | 'ArtifactItems'
  | 'ParameterIterator'
  | 'ParameterItems'
  | 'RetryPolicy'
  | 'IteratorPolicy'
  | 'ValueOrRuntimeParameter'
  | 'OldValue'
  | 'DeploymentConfig'
  | 'Executor'
  | 'Container'
  | 'EnvVar'
  | 'Resources'
  | 'Accelerator'
  | 'Importer'
  | 'PlatformSpec'
  | 'SinglePlatformSpec'
  | 'PlatformDeploymentConfig'
  | 'PipelineConfig'
  | 'WorkspaceConfig'
  | 'KubernetesWorkspace';

/**
 * A field's type: a scalar, an enum by its words, a message by its name, or a
 * list or map of one of those. `struct` and `value` are any JSON.
 */
export type FieldType =
  | 'string'
  | 'bool'
  | 'int'
  | 'double'
  | 'duration'
  | 'struct'
  | 'value'
  | { message: IrMessage }
  | { list: FieldType }
  | { map: FieldType }
  | { words: readonly string[] };

export interface MessageRule {
  fields: Record<string, FieldType>;
  /** Groups of fields of which at most one is there. */
  oneOf?: string[][];
  /** What it knows no field of is left out, not refused. */
  open?: true;
}

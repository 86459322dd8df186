import type { FieldType, IrMessage, MessageRule } from './irTypes';

const message = (name: IrMessage): FieldType => ({ message: name });
const list = (of: FieldType): FieldType => ({ list: of });
const map = (of: FieldType): FieldType => ({ map: of });

const PRIMITIVE: FieldType = {
  words: ['PRIMITIVE_TYPE_UNSPECIFIED', 'INT', 'DOUBLE', 'STRING'],
};
const PARAMETER: FieldType = {
  words: [
    'PARAMETER_TYPE_ENUM_UNSPECIFIED',
    'NUMBER_DOUBLE',
    'NUMBER_INTEGER',
    'STRING',
    'BOOLEAN',
    'LIST',
    'STRUCT',
    'TASK_FINAL_STATUS',
    'TASK_CONFIG',
  ],
};

/** What each message of the IR may hold, by the names that JSON has for them. */
export const IR_MESSAGES: Readonly<Record<IrMessage, MessageRule>> = {
  PipelineSpec: {
    fields: {
      pipelineInfo: message('PipelineInfo'),
      deploymentSpec: message('DeploymentConfig'),
      sdkVersion: 'string',
      schemaVersion: 'string',
      components: map(message('ComponentSpec')),
      root: message('ComponentSpec'),
      defaultPipelineRoot: 'string',
    },
  },
  PipelineInfo: {
    fields: { name: 'string', displayName: 'string', description: 'string' },
  },
  ComponentSpec: {
    fields: {
      inputDefinitions: message('InputDefinitions'),
      outputDefinitions: message('OutputDefinitions'),
      dag: message('DagSpec'),
      executorLabel: 'string',
      singlePlatformSpecs: list(message('SinglePlatformSpec')),
      taskConfigPassthroughs: list(message('TaskConfigPassthrough')),
    },
    oneOf: [['dag', 'executorLabel']],
  },
  TaskConfigPassthrough: {
    fields: {
      field: {
        words: [
          'NONE',
          'RESOURCES',
          'ENV',
          'KUBERNETES_AFFINITY',
          'KUBERNETES_TOLERATIONS',
          'KUBERNETES_NODE_SELECTOR',
          'KUBERNETES_VOLUMES',
        ],
      },
      applyToTask: 'bool',
    },
  },
  DagSpec: {
    fields: {
      tasks: map(message('TaskSpec')),
      outputs: message('DagOutputs'),
    },
  },
  DagOutputs: {
    fields: {
      artifacts: map(message('DagOutputArtifact')),
      parameters: map(message('DagOutputParameter')),
    },
  },
  DagOutputArtifact: {
    fields: { artifactSelectors: list(message('ArtifactSelector')) },
  },
  ArtifactSelector: {
    fields: { producerSubtask: 'string', outputArtifactKey: 'string' },
  },
  DagOutputParameter: {
    fields: {
      valueFromParameter: message('ParameterSelector'),
      valueFromOneof: message('ParameterSelectors'),
    },
    oneOf: [['valueFromParameter', 'valueFromOneof']],
  },
  ParameterSelector: {
    fields: { producerSubtask: 'string', outputParameterKey: 'string' },
  },
  ParameterSelectors: {
    fields: { parameterSelectors: list(message('ParameterSelector')) },
  },
  InputDefinitions: {
    fields: {
      artifacts: map(message('InputArtifact')),
      parameters: map(message('InputParameter')),
    },
  },
  InputArtifact: {
    fields: {
      artifactType: message('ArtifactType'),
      isArtifactList: 'bool',
      isOptional: 'bool',
      description: 'string',
    },
  },
  InputParameter: {
    fields: {
      type: PRIMITIVE,
      parameterType: PARAMETER,
      defaultValue: 'value',
      isOptional: 'bool',
      description: 'string',
      literals: list('value'),
    },
  },
  OutputDefinitions: {
    fields: {
      artifacts: map(message('OutputArtifact')),
      parameters: map(message('OutputParameter')),
    },
  },
  OutputArtifact: {
    fields: {
      artifactType: message('ArtifactType'),
      properties: map(message('ValueOrRuntimeParameter')),
      customProperties: map(message('ValueOrRuntimeParameter')),
      metadata: 'struct',
      isArtifactList: 'bool',
      description: 'string',
    },
  },
  OutputParameter: {
    fields: {
      type: PRIMITIVE,
      parameterType: PARAMETER,
      description: 'string',
    },
  },
  ArtifactType: {
    fields: {
      schemaTitle: 'string',
      schemaUri: 'string',
      instanceSchema: 'string',
      schemaVersion: 'string',
    },
    oneOf: [['schemaTitle', 'schemaUri', 'instanceSchema']],
  },
  TaskSpec: {
    fields: {
      taskInfo: message('TaskInfo'),
      inputs: message('TaskInputs'),
      dependentTasks: list('string'),
      cachingOptions: message('CachingOptions'),
      componentRef: message('ComponentRef'),
      triggerPolicy: message('TriggerPolicy'),
      artifactIterator: message('ArtifactIterator'),
      parameterIterator: message('ParameterIterator'),
      retryPolicy: message('RetryPolicy'),
      iteratorPolicy: message('IteratorPolicy'),
    },
    oneOf: [['artifactIterator', 'parameterIterator']],
  },
  TaskInfo: { fields: { name: 'string' } },
  ComponentRef: { fields: { name: 'string' } },
  CachingOptions: { fields: { enableCache: 'bool', cacheKey: 'string' } },
  TriggerPolicy: {
    fields: {
      condition: 'string',
      strategy: {
        words: [
          'TRIGGER_STRATEGY_UNSPECIFIED',
          'ALL_UPSTREAM_TASKS_SUCCEEDED',
          'ALL_UPSTREAM_TASKS_COMPLETED',
        ],
      },
    },
  },
  TaskInputs: {
    fields: {
      parameters: map(message('TaskInputParameter')),
      artifacts: map(message('TaskInputArtifact')),
    },
  },
  TaskInputParameter: {
    fields: {
      taskOutputParameter: message('TaskOutputParameter'),
      runtimeValue: message('ValueOrRuntimeParameter'),
      componentInputParameter: 'string',
      taskFinalStatus: message('TaskFinalStatus'),
      parameterExpressionSelector: 'string',
    },
    oneOf: [
      [
        'taskOutputParameter',
        'runtimeValue',
        'componentInputParameter',
        'taskFinalStatus',
      ],
    ],
  },
  TaskOutputParameter: {
    fields: { producerTask: 'string', outputParameterKey: 'string' },
  },
  TaskFinalStatus: { fields: { producerTask: 'string' } },
  TaskInputArtifact: {
    fields: {
      taskOutputArtifact: message('TaskOutputArtifact'),
      componentInputArtifact: 'string',
    },
    oneOf: [['taskOutputArtifact', 'componentInputArtifact']],
  },
  TaskOutputArtifact: {
    fields: { producerTask: 'string', outputArtifactKey: 'string' },
  },
  ArtifactIterator: {
    fields: { items: message('ArtifactItems'), itemInput: 'string' },
  },
  ArtifactItems: { fields: { inputArtifact: 'string' } },
  ParameterIterator: {
    fields: { items: message('ParameterItems'), itemInput: 'string' },
  },
  ParameterItems: {
    fields: { raw: 'string', inputParameter: 'string' },
    oneOf: [['raw', 'inputParameter']],
  },
  RetryPolicy: {
    fields: {
      maxRetryCount: 'int',
      backoffDuration: 'duration',
      backoffFactor: 'double',
      backoffMaxDuration: 'duration',
    },
  },
  IteratorPolicy: { fields: { parallelismLimit: 'int' } },
  ValueOrRuntimeParameter: {
    fields: {
      constantValue: message('OldValue'),
      runtimeParameter: 'string',
      constant: 'value',
    },
    oneOf: [['constantValue', 'runtimeParameter', 'constant']],
  },
  OldValue: {
    fields: { intValue: 'int', doubleValue: 'double', stringValue: 'string' },
    oneOf: [['intValue', 'doubleValue', 'stringValue']],
  },
  // To the server deploymentSpec is any JSON at first, read later with what it does not know left out.
  DeploymentConfig: {
    open: true,
    fields: { executors: map(message('Executor')) },
  },
  Executor: {
    open: true,
    fields: {
      container: message('Container'),
      importer: message('Importer'),
      resolver: 'struct',
      customJob: 'struct',
    },
    oneOf: [['container', 'importer', 'resolver', 'customJob']],
  },
  Container: {
    open: true,
    fields: {
      image: 'string',
      command: list('string'),
      args: list('string'),
      lifecycle: 'struct',
      resources: message('Resources'),
      env: list(message('EnvVar')),
    },
  },
  EnvVar: { open: true, fields: { name: 'string', value: 'string' } },
  Resources: {
    open: true,
    fields: {
      cpuLimit: 'double',
      memoryLimit: 'double',
      cpuRequest: 'double',
      memoryRequest: 'double',
      resourceCpuLimit: 'string',
      resourceMemoryLimit: 'string',
      resourceCpuRequest: 'string',
      resourceMemoryRequest: 'string',
      accelerator: message('Accelerator'),
    },
  },
  Accelerator: {
    open: true,
    fields: {
      type: 'string',
      count: 'int',
      resourceType: 'string',
      resourceCount: 'string',
    },
  },
  Importer: {
    open: true,
    fields: {
      artifactUri: message('ValueOrRuntimeParameter'),
      typeSchema: message('ArtifactType'),
      properties: map(message('ValueOrRuntimeParameter')),
      customProperties: map(message('ValueOrRuntimeParameter')),
      reimport: 'bool',
      metadata: 'struct',
      downloadToWorkspace: 'bool',
    },
  },
  PlatformSpec: {
    fields: { platforms: map(message('SinglePlatformSpec')) },
  },
  SinglePlatformSpec: {
    fields: {
      deploymentSpec: message('PlatformDeploymentConfig'),
      platform: 'string',
      config: 'struct',
      pipelineConfig: message('PipelineConfig'),
    },
  },
  PlatformDeploymentConfig: { fields: { executors: map('struct') } },
  PipelineConfig: {
    fields: {
      resourceTtlOnCompletion: 'int',
      resourceTtlOnSuccess: 'int',
      resourceTtlOnFailure: 'int',
      activeDeadlineSeconds: 'int',
      workspace: message('WorkspaceConfig'),
    },
  },
  WorkspaceConfig: {
    fields: { size: 'string', kubernetes: message('KubernetesWorkspace') },
  },
  KubernetesWorkspace: { fields: { pvcSpecPatch: 'struct' } },
};

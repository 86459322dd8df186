import type { PipelineValueInfo, PipelineValueType } from '../types';
import type {
  IrArtifactDefinition,
  IrComponent,
  IrParameterDefinition,
} from './ir';

const TYPES: Record<string, PipelineValueType> = {
  NUMBER_DOUBLE: 'number',
  NUMBER_INTEGER: 'integer',
  STRING: 'string',
  BOOLEAN: 'boolean',
  LIST: 'list',
  STRUCT: 'struct',
  TASK_FINAL_STATUS: 'task-status',
  // Filled in by the server with how a task runs.
  TASK_CONFIG: 'struct',
  // The words of the deprecated `type`.
  INT: 'integer',
  DOUBLE: 'number',
};

/** What `kfp` puts before the names of values that it hands from group to group. */
const CHANNEL = 'pipelinechannel--';

/** A name as the pipeline's author knows it. */
export function plainName(name: string): string {
  return name.startsWith(CHANNEL) ? name.slice(CHANNEL.length) : name;
}

/** Inputs or outputs of a component: parameters first, then artifacts. */
export function readDefinitions(
  definitions:
    | IrComponent['inputDefinitions']
    | IrComponent['outputDefinitions'],
  origins?: ReadonlyMap<string, string>,
): PipelineValueInfo[] {
  const withOrigin = (
    name: string,
    value: PipelineValueInfo,
  ): PipelineValueInfo => {
    const from = origins?.get(name);
    return from === undefined ? value : { ...value, from };
  };
  return [
    ...Object.entries(definitions?.parameters ?? {}).map(([name, parameter]) =>
      withOrigin(name, readParameter(name, parameter)),
    ),
    ...Object.entries(definitions?.artifacts ?? {}).map(([name, artifact]) =>
      withOrigin(name, readArtifact(name, artifact)),
    ),
  ];
}

function readParameter(
  name: string,
  definition: IrParameterDefinition,
): PipelineValueInfo {
  const { parameterType, type, defaultValue, literals } = definition;
  return {
    name: plainName(name),
    type: TYPES[parameterType ?? ''] ?? TYPES[type ?? ''] ?? 'string',
    ...(definition.description && { description: definition.description }),
    ...((definition.isOptional || defaultValue !== undefined) && {
      optional: true,
    }),
    ...(defaultValue !== undefined && { default: defaultValue }),
    ...(literals && literals.length > 0 && { options: literals }),
  };
}

function readArtifact(
  name: string,
  definition: IrArtifactDefinition,
): PipelineValueInfo {
  const { schemaTitle } = definition.artifactType ?? {};
  return {
    name: plainName(name),
    type: 'artifact',
    ...(schemaTitle && { artifactType: schemaTitle }),
    ...(definition.description && { description: definition.description }),
    ...(definition.isOptional && { optional: true }),
  };
}

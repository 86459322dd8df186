import { tryParseQuantity } from '../quantity';
import type { PipelineNode } from '../types';
import type { IrContainer } from './ir';

/** The deprecated fields of memory are in GB. */
const GB = 1e9;

type ContainerFields = Pick<
  PipelineNode,
  'image' | 'command' | 'args' | 'env' | 'resources'
>;

/** What a step says of its container. */
export function containerFields(
  container: IrContainer | undefined,
): ContainerFields {
  if (!container) {
    return {};
  }
  const { image, command, args, env } = container;
  const resources = resourcesOf(container.resources);
  return {
    image,
    ...(command && { command }),
    ...(args && { args }),
    ...(env && {
      env: env.map(({ name = '', value = '' }) => ({ name, value })),
    }),
    ...(Object.keys(resources).length > 0 && { resources }),
  };
}

/** Sizes that a run fills in (`{{$.inputs...}}`) are not known before it. */
function resourcesOf(
  said: IrContainer['resources'] = {},
): NonNullable<PipelineNode['resources']> {
  const { accelerator } = said;
  const cpu =
    amount(said.resourceCpuRequest) ??
    amount(said.cpuRequest) ??
    amount(said.resourceCpuLimit) ??
    amount(said.cpuLimit);
  const memory =
    amount(said.resourceMemoryRequest) ??
    amount(said.memoryRequest, GB) ??
    amount(said.resourceMemoryLimit) ??
    amount(said.memoryLimit, GB);
  const gpu = amount(accelerator?.resourceCount) ?? amount(accelerator?.count);
  const gpuType = accelerator?.resourceType || accelerator?.type;
  return {
    ...(cpu !== undefined && { cpu }),
    ...(memory !== undefined && { memory }),
    ...(gpu !== undefined && { gpu }),
    ...(gpuType && { gpuType }),
  };
}

function amount(
  said: string | number | undefined,
  unit = 1,
): number | undefined {
  const parsed = said === undefined ? undefined : tryParseQuantity(said);
  return parsed !== undefined && parsed > 0 ? parsed * unit : undefined;
}

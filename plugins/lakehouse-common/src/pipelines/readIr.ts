import type { CompiledPipeline } from '../types';
import { checkIr } from './checkIr';
import { decodeMessage } from './decodeMessage';
import { expandGraph } from './expandGraph';
import { pipelineFootprint } from './pipelineFootprint';
import type { IrPipeline } from './ir';
import { readDefinitions } from './valueInfo';

/** A pipeline document as what it says. Throws `IrProblem`. */
export function readIr(document: unknown): CompiledPipeline {
  const ir = decodeMessage(document, 'PipelineSpec') as IrPipeline;
  const { name, root } = checkIr(ir);
  const { displayName, description } = ir.pipelineInfo ?? {};
  const expanded = expandGraph(ir, root);
  const images = Object.values(ir.deploymentSpec?.executors ?? {}).flatMap(
    ({ container }) => container?.image ?? [],
  );
  return {
    name,
    ...(displayName && { title: displayName }),
    ...(description && { description }),
    ...(ir.sdkVersion && { sdkVersion: ir.sdkVersion }),
    graph: { nodes: expanded.nodes, edges: expanded.edges },
    inputs: readDefinitions(root.inputDefinitions),
    outputs: readDefinitions(root.outputDefinitions),
    images: [...new Set(images)].sort(),
    footprint: pipelineFootprint(expanded),
  };
}

import type { KubernetesObject } from '../../types';
import type { WorkloadSummary } from '../WorkloadKind';
import { pipelineOfVersion } from './pipelineOf';
import { specOf, textAt } from './shapes';
import { compiledOf } from './versionRules';
import { standingOf } from './summarizePipeline';

/**
 * A `PipelineVersion` as a flat row. Its conditions are not looked at: nobody
 * writes those of a version that came by Git.
 */
export function summarizeVersion(object: KubernetesObject): WorkloadSummary {
  const spec = specOf(object);
  return {
    ...standingOf(object),
    description: [
      textAt(spec, 'pipelineName') ?? 'no pipeline',
      textAt(spec, 'displayName') ?? object.metadata.name,
      ...contentOf(object),
    ].join(' · '),
    pipeline: pipelineOfVersion(object),
    links: [],
  };
}

function contentOf(object: KubernetesObject): string[] {
  const { compiled } = compiledOf(object);
  if (!compiled) {
    return ['cannot be read'];
  }
  const steps = compiled.graph.nodes.filter(({ type }) => type === 'step');
  return [count(steps.length, 'step'), count(compiled.images.length, 'image')];
}

function count(number: number, of: string): string {
  return `${number} ${number === 1 ? of : `${of}s`}`;
}

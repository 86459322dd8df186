import type { KubernetesObject } from '../../types';
import { specOf, textAt } from './shapes';

/** What a merge does by a `Pipeline`. */
export function pipelineConsequences(
  previous: KubernetesObject | undefined,
  next: KubernetesObject | undefined,
): string[] {
  if (!next && previous) {
    const { name } = previous.metadata;
    return [
      `Kubernetes deletes all versions of pipeline ${name} with it, and what starts runs of it starts none any more; its runs stay in the history.`,
    ];
  }
  return [];
}

/** What a merge does by a `PipelineVersion`. */
export function versionConsequences(
  previous: KubernetesObject | undefined,
  next: KubernetesObject | undefined,
): string[] {
  const version = next ?? previous;
  if (!version || (previous && next)) {
    return [];
  }
  const pipeline = textAt(specOf(version), 'pipelineName') ?? 'its pipeline';
  const { name } = version.metadata;
  return next
    ? [
        `Merging this makes ${name} the newest version of ${pipeline}: what runs the newest runs it from then on.`,
      ]
    : [
        `What names version ${name} of ${pipeline} starts no run any more; what runs the newest takes the newest of those that stay.`,
        'Its runs stay in the history, without the graph that the version tells.',
      ];
}

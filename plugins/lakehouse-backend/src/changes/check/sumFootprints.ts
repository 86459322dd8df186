import type { Footprint } from '@lakefront/backstage-plugin-lakehouse-common';

/** What several manifests ask for together; nothing where there is none. */
export function sumFootprints(footprints: Footprint[]): Footprint | undefined {
  if (footprints.length === 0) {
    return undefined;
  }
  return footprints.reduce((sum, next) => ({
    cpu: sum.cpu + next.cpu,
    memory: sum.memory + next.memory,
    gpu: sum.gpu + next.gpu,
    pods: sum.pods + next.pods,
    parts: [...sum.parts, ...next.parts],
  }));
}

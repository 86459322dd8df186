import {
  formatBytes,
  formatCpu,
  type ContainerLimits,
} from '@lakefront/backstage-plugin-lakehouse-common';

const titles: Array<[keyof ContainerLimits, string]> = [
  ['max', 'One pod may have at most'],
  ['min', 'One pod must have at least'],
  ['default', 'Where nothing is said, a pod is limited to'],
  ['defaultRequest', 'Where nothing is said, a pod asks for'],
];

/** The limits of a LimitRange, in words. */
export function limitSentences(limits: ContainerLimits): string[] {
  return titles.flatMap(([key, title]) => {
    const { cpu, memory } = limits[key] ?? {};
    const amounts = [
      ...(cpu === undefined ? [] : [`${formatCpu(cpu)} CPU`]),
      ...(memory === undefined ? [] : [formatBytes(memory)]),
    ];
    return amounts.length ? [`${title} ${amounts.join(' and ')}.`] : [];
  });
}

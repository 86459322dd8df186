import {
  formatBytes,
  formatCpu,
  formatFootprint,
  type Footprint,
  type FootprintPart,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { plural } from '../format/plural';

/** A pipeline may have hundreds of steps. */
const MOST_PARTS = 10;

/** What it asks for in one line: `6 CPU, 14 GiB`; its pods on hover. */
export function FootprintLine(props: { footprint: Footprint }) {
  return (
    <span title={describeParts(props.footprint).join('\n')}>
      {formatFootprint(props.footprint)}
    </span>
  );
}

/** The sum of a footprint in words. */
export function describeFootprint(footprint: Footprint): string {
  return `${formatFootprint(footprint)}, ${plural(footprint.pods, 'pod')}`;
}

/** What each group of pods asks for; of many the first ones, and how many more. */
export function describeParts({ parts }: Footprint): string[] {
  const left = parts.length - MOST_PARTS;
  return [
    ...parts.slice(0, MOST_PARTS).map(describePart),
    ...(left > 0 ? [`and ${left} more`] : []),
  ];
}

/** One group of pods in words: `executor: 2 to 5 × 1 CPU, 4.4 GiB`. */
function describePart(part: FootprintPart): string {
  const count =
    part.minCount === part.count
      ? String(part.count)
      : `${part.minCount} to ${part.count}`;
  const gpu = part.gpu > 0 ? `, ${part.gpu} GPU` : '';
  return `${part.role}: ${count} × ${formatCpu(part.cpu)} CPU, ${formatBytes(
    part.memory,
  )}${gpu}`;
}

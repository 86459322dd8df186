import {
  formatFootprint,
  type PipelineComparison,
  type PipelineVersionDetail,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { formatRelative } from '../../format/formatTime';
import { plural } from '../../format/plural';

/** How big a version is, what uses it, and how it differs from the one before. */
export function versionSentence(
  detail: PipelineVersionDetail,
  comparison: PipelineComparison | undefined,
  now: number,
): string {
  const { version, usedBy, before, compiled } = detail;
  const size = compiled
    ? `${plural(version.steps, 'step')}, at most ${formatFootprint(
        version.footprint,
      )} at once`
    : "what is in it can't be shown";
  return [
    `Made ${formatRelative(version.createdAt, now)}: ${size}; ${usedWords(
      usedBy,
    )}.`,
    ...(before && comparison
      ? [`Against ${before}: ${changeWords(comparison)}.`]
      : []),
  ].join(' ');
}

/** Who would miss it. */
export function usedWords({
  schedules,
  runs,
}: PipelineVersionDetail['usedBy']): string {
  const ran =
    runs === 0
      ? 'no run of it yet'
      : `${runs.toLocaleString('en')} ${runs === 1 ? 'run' : 'runs'} of it`;
  return schedules.length === 0
    ? `${ran}, no schedule names it`
    : `${ran}, ${plural(schedules.length, 'schedule')} ${
        schedules.length === 1 ? 'names' : 'name'
      } it`;
}

/** How two versions differ, counted: `2 steps are new, 1 changed`. */
export function changeWords({
  nodes,
  edges,
  inputs,
}: PipelineComparison): string {
  const count = (change: PipelineComparison['nodes'][number]['change']) =>
    nodes.filter(one => one.change === change).length;
  const added = count('added');
  const removed = count('removed');
  const changed = count('changed');
  const parts = [
    ...(added
      ? [`${plural(added, 'step')} ${added === 1 ? 'is' : 'are'} new`]
      : []),
    ...(removed
      ? [`${plural(removed, 'step')} ${removed === 1 ? 'is' : 'are'} gone`]
      : []),
    ...(changed ? [`${plural(changed, 'step')} changed`] : []),
    ...(inputs.length > 0 ? [`${plural(inputs.length, 'input')} changed`] : []),
    // The order is worth a word where the steps are the same.
    ...(edges.length > 0 && added + removed === 0
      ? ['the order of steps changed']
      : []),
  ];
  return parts.length > 0
    ? new Intl.ListFormat('en').format(parts)
    : 'nothing changed but its name';
}

/** What goes with it, before its removal is asked for. */
export function deleteNote(
  usedBy: PipelineVersionDetail['usedBy'],
): string | undefined {
  const { schedules, runs } = usedBy;
  const parts = [
    ...(schedules.length > 0
      ? [
          `${new Intl.ListFormat('en').format(
            schedules.map(({ name }) => name),
          )} ${
            schedules.length === 1 ? 'names' : 'name'
          } it and can start no run any more.`,
        ]
      : []),
    ...(runs > 0
      ? [
          `${plural(runs, 'run')} of it stay${
            runs === 1 ? 's' : ''
          } listed, without a graph.`,
        ]
      : []),
  ];
  return parts.join(' ') || undefined;
}

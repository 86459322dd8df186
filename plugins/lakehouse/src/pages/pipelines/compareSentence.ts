import type { PipelineRunComparison } from '@lakefront/backstage-plugin-lakehouse-common';
import { formatDuration } from '../../format/formatTime';
import { plural } from '../../format/plural';
import { beganAt } from './beganAt';

/** How the second run differs from the first: one sentence. */
export function compareSentence(comparison: PipelineRunComparison): string {
  const { runs, parameters, steps, metrics } = comparison;
  const otherwise = steps.filter(
    ({ states: [first, second] }) => first !== second,
  ).length;
  const numbers = metrics.filter(
    ({ values: [first, second] }) => first !== second,
  ).length;
  const parts = [
    parameters.length === 0
      ? 'The same parameters'
      : `${plural(parameters.length, 'parameter')} ${
          parameters.length === 1 ? 'differs' : 'differ'
        }`,
    otherwise === 0
      ? 'every step ended alike'
      : `${plural(otherwise, 'step')} ended otherwise`,
    ...(metrics.length > 0
      ? [
          numbers === 0
            ? 'the same metrics'
            : `${plural(numbers, 'metric')} ${
                numbers === 1 ? 'differs' : 'differ'
              }`,
        ]
      : []),
  ];
  return [`${parts.join('; ')}.`, longerWords(runs)].filter(Boolean).join(' ');
}

function longerWords(runs: PipelineRunComparison['runs']): string {
  const [first, second] = runs.map(run => {
    const began = beganAt(run);
    return began && run.endedAt
      ? Date.parse(run.endedAt) - Date.parse(began)
      : NaN;
  });
  const difference = second - first;
  if (Number.isNaN(difference)) {
    return '';
  }
  return Math.abs(difference) < 1_000
    ? 'Both took as long.'
    : `The second took ${formatDuration(Math.abs(difference))} ${
        difference > 0 ? 'longer' : 'less'
      }.`;
}

/** By how much a number differs, with its sign. */
export function differenceWords(
  [first, second]: [number | null, number | null],
  format: (size: number) => string,
): string {
  if (first === null || second === null) {
    return '–';
  }
  const difference = second - first;
  if (difference === 0) {
    return 'the same';
  }
  return `${difference > 0 ? '+' : '−'}${format(Math.abs(difference))}`;
}

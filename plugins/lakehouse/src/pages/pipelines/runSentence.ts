import type {
  PipelineGraph,
  PipelineRunDetail,
  Reason,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { formatDuration, formatRelative } from '../../format/formatTime';
import { beganAt } from './beganAt';
import { runsItself, type StepRow } from './stepRows';

const trimStop = (text: string) => text.replace(/\.\s*$/, '');
/** `It ran ...` goes on a sentence; `OOMKilled` keeps its own spelling. */
const lowerFirst = (text: string) =>
  /^[A-Z][a-z]* /.test(text) ? text[0].toLowerCase() + text.slice(1) : text;
const goOn = (message: string) => lowerFirst(trimStop(message));
const tookOf = (
  { startedAt, endedAt }: { startedAt?: string; endedAt?: string },
  now: number,
) =>
  startedAt === undefined
    ? undefined
    : formatDuration(
        (endedAt ? Date.parse(endedAt) : now) - Date.parse(startedAt),
      );

/** Somebody stopped it: neither a success nor a fault. */
const isCancelled = (reason: Reason | undefined) =>
  reason?.code === 'cancelled';

/** What a run is doing and, if it failed, why: one or two sentences. */
export function runSentence(
  detail: Pick<PipelineRunDetail, 'run' | 'usual'>,
  rows: StepRow[],
  now: number,
): string {
  const { run, usual } = detail;
  const { state, reason, endedAt, createdAt, scheduledAt } = run;
  const took = tookOf({ startedAt: beganAt(run), endedAt }, now);
  const ago = endedAt ? ` ${formatRelative(endedAt, now)}` : '';
  const usually =
    usual && usual.runs > 0
      ? `Usually takes ${formatDuration(usual.medianSeconds * 1000)}.`
      : '';
  const steps = rows.filter(runsItself);
  const count = (states: StepRow['state'][]) =>
    steps.filter(row => states.includes(row.state)).length;
  const sentences = (...all: string[]) => all.filter(Boolean).join(' ');
  switch (state) {
    case 'failed':
      return isCancelled(reason)
        ? `Cancelled${ago}${took ? ` after ${took}` : ''}.`
        : sentences(
            `Failed${ago}${took ? ` after ${took}` : ''}${failedAt(
              steps,
              reason,
            )}.`,
            usually,
          );
    case 'succeeded': {
      const cached = steps.filter(({ step }) => step?.cached).length;
      return sentences(
        `Succeeded${ago}${took ? ` after ${took}` : ''}.`,
        cached > 0
          ? `${cached} of its ${steps.length} steps ${
              cached === 1 ? 'was' : 'were'
            } taken from earlier runs.`
          : '',
        usually,
      );
    }
    case 'running': {
      const now_ = steps.filter(row => row.state === 'running');
      const names = now_.slice(0, 3).map(({ title }) => title);
      const done = count(['succeeded', 'failed', 'skipped']);
      return sentences(
        `Running${took ? ` for ${took}` : ''}${
          names.length > 0
            ? `: ${new Intl.ListFormat('en').format(names)}${
                now_.length > 3 ? ' and more' : ''
              }`
            : ''
        }${
          steps.length > 0 ? ` (${done} of ${steps.length} steps done)` : ''
        }.`,
        count(['failed']) > 0 ? `${failedNames(steps)} failed already.` : '',
        usually,
      );
    }
    case 'pending':
      return `Waiting for ${formatDuration(
        now - Date.parse(scheduledAt ?? createdAt),
      )}${reason ? `: ${goOn(reason.message)}` : ''}.`;
    default:
      return `Its state is unknown (${run.stateDetail}).`;
  }
}

function failedNames(steps: StepRow[]): string {
  const names = steps
    .filter(row => row.state === 'failed')
    .map(({ title }) => title);
  return new Intl.ListFormat('en').format(names);
}

/** The reason of the step that failed says more than that of the run. */
function failedAt(steps: StepRow[], reason: Reason | undefined): string {
  const failed = steps.find(
    row => row.state === 'failed' && row.step?.reason !== undefined,
  );
  const why = failed?.step?.reason ?? reason;
  if (!why) {
    const names = failedNames(steps);
    return names ? ` at ${names}` : '';
  }
  const at = failed ? ` at ${failed.title}` : '';
  return `${at}: ${goOn(why.message)}`;
}

/** How a step is and why: one sentence. */
export function stepSentence(
  row: StepRow,
  graph: PipelineGraph | null,
  rows: StepRow[],
  now: number,
): string {
  const { state, step } = row;
  const took = step && tookOf(step, now);
  const tries =
    step && step.retries > 0 ? `, tried ${step.retries + 1} times` : '';
  const why = step?.reason ? `: ${goOn(step.reason.message)}` : '';
  switch (state) {
    case 'failed':
      return isCancelled(step?.reason)
        ? `Cancelled${took ? ` after ${took}` : ''}.`
        : `Failed${took ? ` after ${took}` : ''}${tries}${why}.`;
    case 'succeeded':
      return step?.cached
        ? 'Taken from an earlier run with the same inputs: nothing ran.'
        : `Succeeded${took ? ` after ${took}` : ''}${tries}.`;
    case 'running':
      return `Running${took ? ` for ${took}` : ''}${tries}${why}.`;
    case 'skipped':
      return step?.reason
        ? `Did not run${why}.`
        : `Did not run${whyNot(row, graph, rows)}.`;
    case 'pending': {
      const waits = waitsFor(row, graph, rows);
      return waits.length > 0 && !step
        ? `Waits for ${new Intl.ListFormat('en').format(waits)}.`
        : `Waits to begin${why}.`;
    }
    default:
      return `Its state is unknown${why}.`;
  }
}

/** What it waits for that has not succeeded, by title. */
function waitsFor(
  row: StepRow,
  graph: PipelineGraph | null,
  rows: StepRow[],
): string[] {
  const before = (graph?.edges ?? [])
    .filter(({ to }) => to === row.id)
    .map(({ from }) => from);
  return before
    .filter(id =>
      rows.some(other => other.id === id && other.state !== 'succeeded'),
    )
    .map(id => rows.find(other => other.id === id)?.node?.title ?? id);
}

/** Of what did not run: the condition that was not met, or what failed before. */
function whyNot(
  row: StepRow,
  graph: PipelineGraph | null,
  rows: StepRow[],
): string {
  const nodes = graph?.nodes ?? [];
  let node = row.node;
  while (node) {
    const { id, type, when, parent } = node;
    const held = rows.find(other => other.id === id);
    if (type === 'condition' && when && held?.state === 'skipped') {
      return `: ${when} was not so`;
    }
    node = parent ? nodes.find(one => one.id === parent) : undefined;
  }
  const failed = waitsFor(row, graph, rows).filter(title =>
    rows.some(other => other.node?.title === title && other.state === 'failed'),
  );
  return failed.length > 0
    ? `: ${new Intl.ListFormat('en').format(failed)} failed before it`
    : '';
}

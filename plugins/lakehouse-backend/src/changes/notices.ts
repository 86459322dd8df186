import type { ChangePatch, ChangeRow } from './ChangeRow';
import type { StepContext } from './deriveSteps';
import { summarizeChange } from './deriveSteps';

/** What a requester is told of; blocked once per phase, as each has its own reasons. */
export type NoticeEvent =
  | 'live'
  | 'closed'
  | 'blocked-open'
  | 'blocked-merged'
  | 'blocked-synced';

/** What mends itself within this is nothing to tell. */
const BLOCKED_FOR_MS = 60_000;
const LONGEST_DESCRIPTION = 500;

/** What a move of a change gives to tell, and when; nothing for most. Pure. */
export function noticeOf(
  row: ChangeRow,
  patch: ChangePatch,
  now: number,
): { event: NoticeEvent; dueAt: number } | undefined {
  const after = { ...row, ...patch };
  if (after.phase !== row.phase) {
    const { phase } = after;
    return phase === 'live' || phase === 'closed'
      ? { event: phase, dueAt: now }
      : undefined;
  }
  const event = after.blocked && !row.blocked && blockedEventOf(after);
  return event ? { event, dueAt: now + BLOCKED_FOR_MS } : undefined;
}

/** Whether it is still so when it is told. */
export function stillHolds(event: NoticeEvent, row: ChangeRow): boolean {
  return event === row.phase || event === blockedEventOf(row);
}

export function noticeText(
  event: NoticeEvent,
  row: ChangeRow,
  context: StepContext,
): { title: string; description: string } {
  const words = { live: 'Live', closed: 'Closed' } as const;
  const word =
    event === 'live' || event === 'closed' ? words[event] : 'Blocked';
  return {
    title: `${word}: ${row.title}`,
    description: cut(summarizeChange(row, context)),
  };
}

function blockedEventOf({ phase, blocked }: ChangeRow) {
  return blocked &&
    (phase === 'open' || phase === 'merged' || phase === 'synced')
    ? (`blocked-${phase}` as const)
    : undefined;
}

/** Messages of engines can be long; the page has them in full. */
function cut(text: string): string {
  return text.length > LONGEST_DESCRIPTION
    ? `${text.slice(0, LONGEST_DESCRIPTION - 1)}…`
    : text;
}

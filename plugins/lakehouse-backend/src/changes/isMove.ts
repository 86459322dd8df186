import type { ChangePatch, ChangeRow } from './ChangeRow';

/** What people see of a change; the rest is bookkeeping of those who follow it. */
const VISIBLE = [
  'phase',
  'blocked',
  'number',
  'url',
  'details',
  'openedAt',
  'approvedAt',
  'mergedAt',
  'syncedAt',
  'liveAt',
  'endedAt',
  'message',
] as const satisfies Array<keyof ChangePatch>;

/** Whether a patch changes something that people see. */
export function isMove(row: ChangeRow, patch: ChangePatch): boolean {
  return VISIBLE.some(
    field =>
      field in patch &&
      JSON.stringify(patch[field]) !== JSON.stringify(row[field]),
  );
}

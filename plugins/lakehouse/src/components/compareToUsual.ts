import type { UsualDuration } from '@lakefront/backstage-plugin-lakehouse-common';

/** What takes so many times as long is worth a look. */
const LONG = 1.5;

/** How wide a bar is whose middle is the usual length, in whole per cent. Pure. */
export function compareToUsual(
  milliseconds: number,
  usual: UsualDuration,
): { width: number; long: boolean } {
  // A median under a second is rounded to 0; nothing divides by that.
  const ratio =
    Math.max(0, milliseconds) / (Math.max(1, usual.medianSeconds) * 1000);
  return {
    width: Math.round(Math.min(1, ratio / 2) * 100),
    long: ratio >= LONG,
  };
}

/** ` until 2026-12-24 10:00 UTC, ...`: how long something can be restored; empty where there is no end. */
export function keptUntilText(until: number | undefined): string {
  return until === undefined
    ? ''
    : `; that can be done until ${timeText(
        until,
      )}, when the repository's rules of garbage collection may take its data: merge it before`;
}

/** `2026-12-24 10:00 UTC` */
export function timeText(time: number): string {
  return `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

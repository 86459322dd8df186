import type { PodSummary } from '@lakefront/backstage-plugin-lakehouse-common';
import type { Tone } from './tones';

/** A pod along the time of its job; numbers are percent of the whole. */
export interface PodBar {
  pod: PodSummary;
  /** From made to started. */
  wait: { left: number; width: number };
  /** From started to ended; none before it started. */
  run?: { left: number; width: number };
  tone: Tone;
}

/** The pod that leads the others: a driver, a server. */
export const isLeadPod = (pod: PodSummary) => pod.role !== 'executor';
const roleOrder = (pod: PodSummary) => (isLeadPod(pod) ? 0 : 1);

/** Lays pods over the time from the first one's start to the last one's end, or now. */
export function podBars(pods: PodSummary[], now: number): PodBar[] {
  if (pods.length === 0) {
    return [];
  }
  const from = Math.min(...pods.map(pod => Date.parse(pod.createdAt)));
  const to = Math.max(from + 1000, ...pods.map(pod => endOf(pod, now)));
  const percent = (time: number) => ((time - from) / (to - from)) * 100;
  return [...pods]
    .sort(
      (a, b) =>
        roleOrder(a) - roleOrder(b) ||
        Date.parse(a.createdAt) - Date.parse(b.createdAt) ||
        a.name.localeCompare(b.name, undefined, { numeric: true }),
    )
    .map(pod => {
      const end = percent(endOf(pod, now));
      const made = percent(Date.parse(pod.createdAt));
      const started = pod.startedAt ? percent(Date.parse(pod.startedAt)) : end;
      return {
        pod,
        tone: podTone(pod),
        wait: { left: made, width: Math.max(0, started - made) },
        run: pod.startedAt
          ? { left: started, width: Math.max(0, end - started) }
          : undefined,
      };
    });
}

/** What goes on ends now, but never before it began: clocks differ. */
function endOf(pod: PodSummary, now: number): number {
  return pod.endedAt
    ? Date.parse(pod.endedAt)
    : Math.max(now, Date.parse(pod.startedAt ?? pod.createdAt));
}

function podTone(pod: PodSummary): Tone {
  if (pod.phase === 'Failed' || (pod.exitCode ?? 0) !== 0) {
    return 'bad';
  }
  switch (pod.phase) {
    case 'Succeeded':
      return 'good';
    case 'Running':
      return 'busy';
    default:
      return 'waiting';
  }
}

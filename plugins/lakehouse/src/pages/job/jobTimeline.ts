import type {
  PodSummary,
  Workload,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { formatDuration, formatTimeWithSeconds } from '../../format/formatTime';
import { isLeadPod } from '../../components/podBars';
import type { TimelineStep } from '../../components/Timeline';

const endTitles: Partial<Record<Workload['state'], string>> = {
  failed: 'failed',
  succeeded: 'succeeded',
};

/** Id, title, and when it happened. */
type Step = [string, string, string | undefined];

/** What the leading pod is called, by its role or by that of its workload. */
const LEADS: Record<string, string> = {
  job: 'driver',
  driver: 'driver',
  compute: 'server',
  'connect-server': 'server',
};

/** The way of a job from its submission to its end, each step with how long it took. */
export function jobTimeline(
  workload: Workload,
  pods: PodSummary[] = [],
): TimelineStep[] {
  const lead = pods.find(isLeadPod);
  // A pod has a start time once its node took it on, long before it runs.
  const ranAt = lead?.phase === 'Pending' ? undefined : lead?.startedAt;
  // What starts a run of Kubeflow drives nothing.
  const leadName =
    (!workload.pipeline && LEADS[lead?.role ?? workload.role]) || 'pod';
  const times: Step[] = [
    ['submitted', 'submitted', workload.submittedAt],
    ['scheduled', `${leadName} made`, lead?.createdAt],
    // A server runs before people can connect, and is not meant to end.
    ...(workload.role === 'compute'
      ? ([['running', 'ready', workload.startedAt]] as Step[])
      : ([
          ['running', 'running', ranAt ?? workload.startedAt],
          ['ended', endTitles[workload.state] ?? 'done', workload.endedAt],
        ] as Step[])),
  ];
  const over = workload.endedAt !== undefined;
  let before: string | undefined;
  let active = false;
  return times.flatMap(([id, title, at]): TimelineStep[] => {
    const last = id === 'ended';
    if (!at) {
      // What was never seen of a job that is over is not worth a step.
      if (over) {
        return [];
      }
      const state = !active && !last ? 'active' : 'waiting';
      active = true;
      return [{ id, title, state }];
    }
    const meta = before
      ? `+${formatDuration(Date.parse(at) - Date.parse(before))}`
      : formatTimeWithSeconds(at);
    before = at;
    const bad = last && workload.state === 'failed';
    return [
      {
        id,
        title,
        state: bad ? 'failed' : 'done',
        meta: last ? `${formatTimeWithSeconds(at)} (${meta})` : meta,
        problem: bad ? workload.reason?.detail : undefined,
      },
    ];
  });
}

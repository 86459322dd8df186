import type {
  KubeflowFreshness,
  PipelineBackfill,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { formatDayAndTime } from '../format/formatTime';

const troubles: Record<
  Exclude<KubeflowFreshness['state'], 'live' | 'missing'>,
  (cluster: string) => string
> = {
  unreachable: cluster => `Kubeflow Pipelines of ${cluster} does not answer`,
  refused: cluster =>
    `Kubeflow Pipelines of ${cluster} does not take the portal's credentials`,
  limited: cluster =>
    `Kubeflow Pipelines of ${cluster} asks the portal to wait`,
};

/** What is wrong with a KFP API, since when, and what is shown instead; nothing where all is well. */
export function kubeflowSentence(one: KubeflowFreshness): string | undefined {
  const { kubernetesCluster: cluster, state, readAt } = one;
  const why = one.message ? `: ${one.message}` : '';
  if (state === 'live') {
    return undefined;
  }
  if (state === 'missing') {
    return `No Kubeflow Pipelines API is configured for ${cluster}: what is running shows, what a run took in and gave does not${why}`;
  }
  const what = troubles[state](cluster);
  return readAt
    ? `${what} since ${formatDayAndTime(
        readAt,
      )}: what is running shows on, and of what has ended the state of then${why}`
    : `${what}, and was not read yet: what is running shows, older runs do not${why}`;
}

const number = (count: number) => count.toLocaleString('en');

/** How far the history of a Kubernetes cluster was read; nothing once it all was. */
export function backfillSentence(one: PipelineBackfill): string | undefined {
  const { kubernetesCluster: cluster, read, total } = one;
  const far =
    total === undefined
      ? `${number(read)} runs of ${cluster}`
      : `${number(read)} of ${number(total)} runs of ${cluster}`;
  switch (one.state) {
    case 'reading':
      return `Read ${far} so far; older ones show as they are read`;
    case 'waiting':
      return `The runs of ${cluster} from before the portal knew it are read soon`;
    case 'failed':
      return `Read ${far}, then it failed${
        one.message ? `: ${one.message}` : ''
      }`;
    default:
      return undefined;
  }
}

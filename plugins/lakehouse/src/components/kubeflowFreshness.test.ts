import { backfillSentence, kubeflowSentence } from './kubeflowFreshness';

const west = { kubernetesCluster: 'west' };

describe('kubeflowSentence', () => {
  it('says nothing of what answers', () => {
    expect(kubeflowSentence({ ...west, state: 'live' })).toBeUndefined();
  });
  it.each([
    [
      { state: 'unreachable' as const, readAt: '2026-01-02T10:20:00Z' },
      /^Kubeflow Pipelines of west does not answer since .+: what is running shows on/,
    ],
    [
      { state: 'refused' as const, message: '401' },
      /does not take the portal's credentials, and was not read yet: .* older runs do not: 401$/,
    ],
    [{ state: 'limited' as const }, /asks the portal to wait/],
    [{ state: 'missing' as const }, /^No Kubeflow Pipelines API is configured/],
  ])('names the Kubernetes cluster and what is missing (%#)', (one, text) => {
    expect(kubeflowSentence({ ...west, ...one })).toMatch(text);
  });
});

describe('backfillSentence', () => {
  it.each([
    [
      { state: 'reading' as const, read: 12_000, total: 200_000 },
      'Read 12,000 of 200,000 runs of west so far; older ones show as they are read',
    ],
    [
      { state: 'reading' as const, read: 500 },
      'Read 500 runs of west so far; older ones show as they are read',
    ],
    [
      { state: 'failed' as const, read: 5, message: 'tried again in 5 min' },
      'Read 5 runs of west, then it failed: tried again in 5 min',
    ],
    [
      { state: 'waiting' as const, read: 0 },
      'The runs of west from before the portal knew it are read soon',
    ],
    [{ state: 'done' as const, read: 7 }, undefined],
  ])('tells how far it is (%#)', (one, text) => {
    expect(backfillSentence({ ...west, ...one })).toBe(text);
  });
});

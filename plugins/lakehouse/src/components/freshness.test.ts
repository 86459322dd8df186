import type { Freshness } from '@lakefront/backstage-plugin-lakehouse-common';
import { freshnessSentence, worstByCluster } from './freshness';

const one = (
  kubernetesCluster: string,
  state: Freshness['state'],
  extra: Partial<Freshness> = {},
): Freshness => ({
  kubernetesCluster,
  resource: 'pods',
  state,
  since: '2026-01-02T10:42:00Z',
  ...extra,
});

describe('freshness', () => {
  it('takes the worst of each Kubernetes cluster', () => {
    expect(
      worstByCluster([
        one('west', 'live'),
        one('east', 'stale'),
        one('west', 'syncing'),
        one('east', 'unreachable'),
      ]).map(row => [row.kubernetesCluster, row.state]),
    ).toEqual([
      ['east', 'unreachable'],
      ['west', 'syncing'],
    ]);
  });

  it('says nothing of a Kubernetes cluster that is live', () => {
    expect(freshnessSentence(one('west', 'live'))).toBeUndefined();
  });

  it.each([
    [one('east', 'unreachable'), /^east is away since \d\d:\d\d/],
    [one('east', 'unreachable', { message: 'refused' }), /: refused$/],
    [one('west', 'syncing'), /is being read for the first time/],
    [one('west', 'forbidden'), /may not read pods on west/],
    [one('west', 'absent'), /west does not know pods/],
    [one('west', 'stale'), /west has said nothing since/],
  ])('%o says %s', (freshness, sentence) => {
    expect(freshnessSentence(freshness)).toMatch(sentence);
  });
});

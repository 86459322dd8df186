import type { ResourceFreshness } from '@lakefront/kube-index';
import { type Advised, advise } from './advise';
import { hintOf } from './hintOf';
import { toResourceHealth } from './toResourceHealth';

const PODS = { group: '', plural: 'pods' };
const SYNCS = {
  group: 'kustomize.toolkit.fluxcd.io',
  plural: 'kustomizations',
  namespace: 'flux-system',
};
const JOBS = { group: 'sparkoperator.k8s.io', plural: 'sparkapplications' };
const OTHERS = { group: 'example.com', plural: 'widgets' };

const row = (rest: Partial<Advised>): Advised => ({
  kubernetesCluster: 'west',
  state: 'live',
  reach: 'cluster',
  everSynced: true,
  seconds: 10,
  ...rest,
});

describe('advise', () => {
  it.each([
    [row({}), PODS],
    [row({ state: 'syncing', everSynced: false }), PODS],
  ])('has nothing to say where all is well: %j', (health, watched) => {
    expect(advise(health, watched)).toBeUndefined();
  });

  it.each([
    [
      row({ state: 'forbidden' }),
      PODS,
      /^Add to the ClusterRole of the portal's account on west: apiGroups \[""\], resources \["pods"\], verbs \["list", "watch"\];/,
    ],
    [
      row({ state: 'forbidden' }),
      SYNCS,
      /Role in the namespace flux-system.*apiGroups \["kustomize\.toolkit\.fluxcd\.io"\], resources \["kustomizations"\]/,
    ],
    [
      row({ reach: 'namespaces' }),
      PODS,
      /namespace by namespace.*ClusterRole.*one watch is enough/,
    ],
    [
      row({ state: 'absent' }),
      JOBS,
      /^west has no sparkapplications\.sparkoperator\.k8s\.io\. Install the Spark operator/,
    ],
    [row({ state: 'absent' }), SYNCS, /Install Flux/],
    [row({ state: 'absent' }), OTHERS, /Install what brings its CRD/],
    [
      row({ state: 'unreachable', message: 'connect ECONNREFUSED 10.0.0.1' }),
      PODS,
      /Nothing listens at its address/,
    ],
    [
      row({ state: 'unreachable', message: 'Something else' }),
      PODS,
      /whether the API server of west runs/,
    ],
    [
      row({ state: 'stale', message: '503: overloaded' }),
      PODS,
      /^The last state is shown.*in trouble itself/,
    ],
    [row({ state: 'stale' }), PODS, /If it lasts, look at the API server/],
    [
      row({ state: 'syncing', everSynced: false, seconds: 300 }),
      PODS,
      /^The first list takes long: west is big or slow/,
    ],
    [row({ state: 'syncing', seconds: 300 }), PODS, /^The new list/],
  ])('knows what to do about %j', (health, watched, advice) => {
    expect(advise(health, watched)).toMatch(advice);
  });
});

describe('hintOf', () => {
  it.each([
    ['connect ECONNREFUSED 127.0.0.1:6443', 'Nothing listens'],
    ['getaddrinfo ENOTFOUND west.example.com', 'is not known'],
    [
      "Hostname/IP does not match certificate's altnames: Host: x",
      'another name',
    ],
    ['certificate has expired', 'not valid now'],
    ['self-signed certificate in certificate chain', 'caData or caFile'],
    ['unable to get local issuer certificate', 'caData or caFile'],
    ['401: Unauthorized', 'does not know the portal'],
    [
      "The strategy 'azure' gave no credentials for the Kubernetes cluster 'west'",
      'authProvider',
    ],
    ["ENOENT: no such file or directory, open '/var/run/x'", 'accounts'],
    ['429: too many requests', 'left alone'],
    ['500: etcd leader changed', 'in trouble itself'],
    ['Nothing heard for 90 s', 'Nothing comes back'],
    ['connect ETIMEDOUT 10.0.0.1:6443', 'Nothing comes back'],
    ['socket hang up', 'cuts the connection'],
  ])('reads %s', (message, hint) => {
    expect(hintOf(message, 'west')).toContain(hint);
  });

  it('does not guess', () => {
    expect(hintOf('400: whatever', 'west')).toBeUndefined();
  });
});

describe('toResourceHealth', () => {
  const now = Date.parse('2026-11-20T10:00:00Z');
  const known: ResourceFreshness = {
    kubernetesCluster: 'west',
    resource: 'pods',
    state: 'live',
    since: now - 60_000,
    lastHeardAt: now - 12_400,
    everSynced: true,
    count: 7,
    relists: 1,
    failures: 2,
    reach: 'cluster',
  };

  it('says how it is followed', () => {
    expect(toResourceHealth(known, PODS, now)).toEqual({
      kubernetesCluster: 'west',
      resource: 'pods',
      state: 'live',
      since: '2026-11-20T09:59:00.000Z',
      lastHeardAt: '2026-11-20T09:59:47.600Z',
      everSynced: true,
      count: 7,
      lagSeconds: 12,
      relists: 1,
      failures: 2,
      reach: 'cluster',
    });
  });

  it('names the right that is missing, and the last error', () => {
    const forbidden: ResourceFreshness = {
      ...known,
      state: 'forbidden',
      lastHeardAt: undefined,
      lastError: { at: now, message: '403: no' },
    };
    expect(toResourceHealth(forbidden, JOBS, now)).toMatchObject({
      missingRight:
        'list,watch sparkapplications.sparkoperator.k8s.io --all-namespaces',
      lastError: { at: '2026-11-20T10:00:00.000Z', message: '403: no' },
      advice: expect.stringContaining('ClusterRole'),
    });
    expect(toResourceHealth(forbidden, JOBS, now)).not.toHaveProperty(
      'lagSeconds',
    );
    expect(toResourceHealth(forbidden, SYNCS, now).missingRight).toContain(
      '-n flux-system',
    );
    const partly: ResourceFreshness = {
      ...known,
      reach: 'namespaces',
      forbiddenNamespaces: ['dom-risk', 'dom-sales'],
    };
    expect(toResourceHealth(partly, PODS, now).missingRight).toBe(
      'list,watch pods -n dom-risk, dom-sales',
    );
  });
});

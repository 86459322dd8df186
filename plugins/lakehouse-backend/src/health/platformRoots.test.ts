import type { DomainSync } from '@lakefront/backstage-plugin-lakehouse-common';
import { platformRoots } from './platformRoots';

const target = (kubernetesCluster: string) => ({
  kubernetesCluster,
  domains: ['*'],
});

const sync = (extra: Partial<DomainSync>): DomainSync => ({
  kubernetesCluster: 'west',
  engine: 'flux',
  name: 'lakefront-platform',
  state: 'synced',
  ...extra,
});

/** What the syncs of these directories are, by `<kubernetesCluster>:<path>`. */
const rootsOf = (
  syncs: Record<string, DomainSync>,
  repositories = [{ root: '', targets: [target('west'), target('east')] }],
) =>
  platformRoots(repositories, {
    sync: (kubernetesCluster, path) => syncs[`${kubernetesCluster}:${path}`],
  });

describe('platformRoots', () => {
  it('tells of each Kubernetes cluster whose sync is seen, once', () => {
    const west = sync({ revision: 'main@sha1:abc' });
    const lake = { root: 'lake/', targets: [target('west'), target('west')] };
    expect(rootsOf({ 'west:platform/west': west })).toEqual([
      { ...west, path: 'platform/west' },
    ]);
    expect(rootsOf({ 'west:lake/platform/west': west }, [lake])).toEqual([
      { ...west, path: 'lake/platform/west' },
    ]);
  });

  it('says of a blocked one which file to put right, where the engine does', () => {
    const [flux, argo] = rootsOf({
      'west:platform/west': sync({
        state: 'blocked',
        message:
          "failed to decode '/tmp/kustomization-1/platform/west/sales/quota.yaml'",
      }),
      'east:platform/east': sync({
        kubernetesCluster: 'east',
        engine: 'argocd',
        state: 'blocked',
        message: 'ResourceQuota/dom-sales/domain-quota: spec.hard is wrong',
      }),
    });
    expect(flux.culprit).toEqual({ path: 'platform/west/sales/quota.yaml' });
    expect(flux.advice).toMatch(
      /^Until this is put right no change of the platform arrives on west: .*Put platform\/west\/sales\/quota\.yaml right in Git, .*; Flux tries again by itself\.$/,
    );
    expect(argo).not.toHaveProperty('culprit');
    expect(argo.advice).toMatch(
      /Put what the message names below platform\/east right in Git, .*; Argo CD tries/,
    );
  });
});

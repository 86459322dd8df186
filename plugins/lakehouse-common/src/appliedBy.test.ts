import { appliedBy } from './appliedBy';

it.each<[string, Record<string, unknown>, unknown]>([
  ['nothing', {}, undefined],
  ['other labels', { labels: { a: 'b' }, annotations: { c: 'd' } }, undefined],
  [
    'the labels of a Kustomization',
    { labels: { 'kustomize.toolkit.fluxcd.io/name': 'sales-workloads' } },
    { engine: 'flux', name: 'sales-workloads' },
  ],
  [
    'the labels of a HelmRelease',
    { labels: { 'helm.toolkit.fluxcd.io/name': 'chart' } },
    { engine: 'flux', name: 'chart' },
  ],
  [
    'the annotation of Argo CD',
    {
      annotations: {
        'argocd.argoproj.io/tracking-id': 'sales:group/Kind:ns/name',
      },
    },
    { engine: 'argocd', name: 'sales' },
  ],
  [
    'the label of Argo CD',
    { labels: { 'argocd.argoproj.io/instance': 'sales' } },
    { engine: 'argocd', name: 'sales' },
  ],
  [
    'the label of Argo CD before 3.0',
    { labels: { 'app.kubernetes.io/instance': 'sales' } },
    { engine: 'argocd', name: 'sales' },
  ],
])('tells by %s who applied an object', (_, metadata, expected) => {
  expect(
    appliedBy({
      apiVersion: 'v1',
      kind: 'A',
      metadata: { name: 'a', ...metadata },
    }),
  ).toEqual(expected);
});

import { diffObjects } from './diffObjects';

describe('diffObjects', () => {
  it('lists the values that differ and nothing the server keeps', () => {
    expect(
      diffObjects(
        {
          metadata: { name: 'a', labels: { x: '1' } },
          spec: { driver: { cores: 1 }, args: ['a', 'b'], gone: true },
        },
        {
          metadata: { name: 'a', uid: 'u', labels: { x: '1' } },
          spec: { driver: { cores: 2 }, args: ['a', 'c'], mode: 'cluster' },
          status: { state: 'RUNNING' },
        },
      ),
    ).toEqual([
      { path: 'spec.driver.cores', kind: 'changed', before: '1', after: '2' },
      { path: 'spec.args[1]', kind: 'changed', before: 'b', after: 'c' },
      { path: 'spec.gone', kind: 'removed', before: 'true' },
      { path: 'spec.mode', kind: 'added', after: 'cluster' },
    ]);
  });

  it.each([
    [{ labels: { 'kustomize.toolkit.fluxcd.io/name': 'sales-workloads' } }],
    [{ labels: { 'argocd.argoproj.io/instance': 'sales-workloads' } }],
    [
      {
        annotations: {
          'argocd.argoproj.io/tracking-id':
            'sales-workloads:sparkoperator.k8s.io/SparkApplication:dom-sales/a',
        },
      },
    ],
  ])('does not mind the mark of an engine: %j', marked => {
    const git = { metadata: { name: 'a' } };
    expect(diffObjects(git, { metadata: { name: 'a', ...marked } })).toEqual(
      [],
    );
  });

  it('is empty for the same values', () => {
    expect(diffObjects({ a: [], b: {} }, { b: {}, a: [] })).toEqual([]);
  });
});

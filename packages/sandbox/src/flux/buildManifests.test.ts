import { toStages } from './applyOrder';
import { BuildError, buildManifests } from '../gitops/buildManifests';
import { parseDuration } from '../gitops/duration';
import { toDirectory } from './fluxObjects';
import { fromInventoryEntry, toInventoryEntry } from './inventory';
import type { KubeObject } from '../types';

const object = (
  kind: string,
  name: string,
  namespace?: string,
): KubeObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { name, ...(namespace && { namespace }) },
});

const text = (name: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}, namespace: x }\n`;

const names = (files: Record<string, string>, directory = 'a') =>
  buildManifests(files, directory).map(({ metadata }) => metadata.name);

describe('buildManifests', () => {
  it('reads every document of every YAML file below a directory', () => {
    expect(
      names({
        'a/b/two.yml': `---\n${text('two')}---\n`,
        'a/one.yaml': `# first\n${text('one')}---\n${text('more')}`,
        'a/README.md': '# not a manifest',
        'ab/other.yaml': text('other'),
      }),
    ).toEqual(['two', 'one', 'more']);
    expect(names({})).toEqual([]);
  });

  it('follows a kustomization.yaml, also into directories', () => {
    const kustomization = 'resources: [one.yaml, ../c]\n';
    expect(
      names({
        'a/kustomization.yaml': kustomization,
        'a/one.yaml': text('one'),
        'a/two.yaml': text('two'),
        'c/three.yaml': text('three'),
      }),
    ).toEqual(['one', 'three']);
  });

  it.each([
    ['no map', '- a\n', /must be a map/],
    ['no kind', 'a: 1\n', /apiVersion and kind/],
    ['no name', 'apiVersion: v1\nkind: Pod\n', /missing metadata.name/],
    ['broken YAML', 'a: [1\nb: }', /failed to decode/],
    ['one thing twice', `${text('x')}---\n${text('x')}`, /already registered/],
  ])('refuses %s', (_, content, message) => {
    expect(() => names({ 'a/x.yaml': content })).toThrow(message);
    expect(() => names({ 'a/x.yaml': content })).toThrow(BuildError);
  });

  it('refuses a resource that is not there', () => {
    expect(() =>
      names({ 'a/kustomization.yaml': 'resources: [gone.yaml]' }),
    ).toThrow(/no such file/);
  });
});

describe('toStages', () => {
  it('takes definitions first, then accounts and roles, then the rest', () => {
    const stages = toStages([
      object('SparkApplication', 'b', 'x'),
      object('SparkApplication', 'a', 'x'),
      object('RoleBinding', 'r', 'x'),
      object('Namespace', 'x'),
      object('Role', 'r', 'x'),
    ]);
    expect(
      stages.map(stage => stage.map(o => `${o.kind}/${o.metadata.name}`)),
    ).toEqual([
      ['Namespace/x'],
      ['Role/r', 'RoleBinding/r', 'SparkApplication/a', 'SparkApplication/b'],
    ]);
  });
});

describe('inventory', () => {
  it.each([
    object('Namespace', 'x'),
    object('ConfigMap', 'settings.yaml', 'x'),
    {
      ...object('ClusterRole', 'system:x:y'),
      apiVersion: 'rbac.authorization.k8s.io/v1',
    },
  ])('finds an object again from its entry: %j', one => {
    expect(fromInventoryEntry(toInventoryEntry(one))).toEqual({
      apiVersion: one.apiVersion,
      kind: one.kind,
      ...one.metadata,
    });
  });
});

describe('parseDuration', () => {
  it.each([
    ['10m', 600_000],
    ['1h30m', 5_400_000],
    ['500ms', 500],
    ['soon', undefined],
    [undefined, undefined],
  ])('of %s is %s', (value, milliseconds) => {
    expect(parseDuration(value)).toBe(milliseconds);
  });
});

describe('toDirectory', () => {
  it.each([
    ['./a/b/', 'a/b'],
    ['a', 'a'],
    ['./', ''],
    [undefined, ''],
  ])('of %s is %s', (path, directory) => {
    expect(toDirectory(path)).toBe(directory);
  });
});

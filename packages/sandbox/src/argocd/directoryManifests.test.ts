import { directoryManifests } from './directoryManifests';

const map = (name: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\n`;
const BROKEN = 'metadata: [1\nb: }';

const namesIn = (files: Record<string, string>) =>
  directoryManifests(files, 'root').map(({ metadata }) => metadata.name);

describe('directoryManifests', () => {
  it.each<[string, Record<string, string>, string[]]>([
    [
      'every document of every file below it, by their paths',
      {
        'root/b/c.yml': map('c'),
        'root/a.yaml': `${map('a')}---\n# nothing\n---\n${map('b')}`,
        'roots/d.yaml': map('d'),
        'root/README.md': map('e'),
      },
      ['a', 'b', 'c'],
    ],
    [
      'not what is no manifest',
      {
        'root/a.yaml': map('a'),
        'root/list.yaml': '- 1\n',
        'root/values.yaml': 'key: value\n',
        'root/broken.yaml': 'a: [1\nb: }',
      },
      ['a'],
    ],
    [
      'a kustomization as an object without a name',
      {
        'root/a.yaml': map('a'),
        'root/kustomization.yaml':
          'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: []\n',
      },
      ['a', ''],
    ],
  ])('finds %s', (_, files, names) => {
    expect(namesIn(files)).toEqual(names);
  });

  it.each<[string, string]>([
    ['looks like one', `apiVersion: v1\nkind: ConfigMap\n${BROKEN}`],
    ['stands behind one', `${map('a')}---\n${BROKEN}`],
    ['has no kind', `${map('a')}---\nkey: value\n`],
  ])('refuses a broken manifest that %s', (_, text) => {
    expect(() => namesIn({ 'root/x/a.yaml': text })).toThrow(
      /^Failed to unmarshal "a\.yaml": failed to unmarshal manifest: /,
    );
  });
});

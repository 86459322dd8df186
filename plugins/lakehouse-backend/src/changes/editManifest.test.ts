import fc from 'fast-check';
import type { KubernetesObject } from '@lakefront/backstage-plugin-lakehouse-common';
import { parseAllDocuments } from 'yaml';
import { editManifest } from './editManifest';
import { parseManifest } from './parseManifest';
import { toYaml } from './toYaml';

const FILE = `# Who to ask: the orders team
apiVersion: sparkoperator.k8s.io/v1beta2
kind: SparkApplication
metadata:
  name:   daily-orders   # stays as it is called
  namespace: dom-sales
spec:
  type: Python
  arguments: # what main.py takes
    - '--date'
    - "2026-11-21"
  # Bigger than it looks: see the wiki
  driver: { cores: 1, memory: "4g" }

  executor:
    instances: 2
    memory: 4g   # was 2g
  sparkConf:
    spark.sql.shuffle.partitions: "200"
`;

const object = (text: string): KubernetesObject => {
  const found = parseManifest(text);
  if (!found) throw new Error('not a manifest');
  return found;
};

/** The object of the file with another spec. */
function withSpec(
  change: (spec: any) => Record<string, unknown>,
  text = FILE,
): KubernetesObject {
  const manifest = object(text);
  return {
    ...manifest,
    spec: { ...(manifest.spec as object), ...change(manifest.spec) },
  };
}

describe('editManifest', () => {
  it.each<[string, (spec: any) => Record<string, unknown>, string, string]>([
    [
      'a scalar',
      s => ({ executor: { ...s.executor, instances: 5 } }),
      'instances: 2',
      'instances: 5',
    ],
    [
      'a scalar before a comment',
      s => ({ executor: { ...s.executor, memory: '8g' } }),
      'memory: 4g   #',
      'memory: 8g   #',
    ],
    [
      'a value in a short map',
      s => ({ driver: { ...s.driver, cores: 4 } }),
      'cores: 1,',
      'cores: 4,',
    ],
    [
      'an item of a list',
      () => ({ arguments: ['--date', '2026-11-22'] }),
      '"2026-11-21"',
      '"2026-11-22"',
    ],
    [
      'a new item',
      () => ({ arguments: ['--date', '2026-11-21', '--dry'] }),
      '    - "2026-11-21"\n',
      '    - "2026-11-21"\n    - --dry\n',
    ],
    [
      'one item less',
      () => ({ arguments: ['--date'] }),
      '    - "2026-11-21"\n',
      '',
    ],
    [
      'a new key',
      () => ({ suspend: true }),
      'partitions: "200"\n',
      'partitions: "200"\n  suspend: true\n',
    ],
    [
      'a key less',
      s => ({ executor: { instances: s.executor.instances } }),
      '    memory: 4g   # was 2g\n',
      '',
    ],
    [
      'a new map',
      () => ({ hadoopConf: { a: '1' } }),
      'partitions: "200"\n',
      'partitions: "200"\n  hadoopConf:\n    a: "1"\n',
    ],
    [
      'no more list',
      () => ({ arguments: [] }),
      '- \'--date\'\n    - "2026-11-21"\n',
      '[]\n',
    ],
  ])('changes %s and no other byte', (_, change, from, to) => {
    expect(FILE).toContain(from);
    expect(editManifest(FILE, withSpec(change))).toBe(FILE.replace(from, to));
  });

  it('leaves bare dates and times alone, which are strings to Kubernetes', () => {
    const file = FILE.replace('"2026-11-21"', '2026-11-21\n    - 12:30');
    expect(parseManifest(file)).toMatchObject({
      spec: { arguments: ['--date', '2026-11-21', '12:30'] },
    });
    expect(
      editManifest(file, {
        ...parseManifest(file)!,
        spec: { ...(parseManifest(file)!.spec as {}), suspend: true },
      }),
    ).toBe(
      file.replace(
        'partitions: "200"\n',
        'partitions: "200"\n  suspend: true\n',
      ),
    );
  });

  it('changes nothing where nothing differs', () => {
    expect(editManifest(FILE, object(FILE))).toBe(FILE);
  });

  it('keeps other documents, line ends of Windows and a missing last line break', () => {
    const other = 'kind: ConfigMap\nmetadata: { name: other } # kept\n---\n';
    const text = `${other}${FILE}`.trimEnd().replace(/\n/g, '\r\n');
    const next = withSpec(() => ({ suspend: true }));
    const edited = editManifest(text, next);
    expect(edited).toBe(`${text}\r\n  suspend: true`);
  });

  it('refuses what an anchor shares, and rewrites nothing', () => {
    const text = `kind: Job
metadata: { name: a }
spec:
  driver: &pod { cores: 1 }
  executor: *pod
`;
    const next = {
      ...object(text),
      spec: { driver: { cores: 2 }, executor: { cores: 1 } },
    };
    expect(() => editManifest(text, next)).toThrow(/change it in Git/);
  });

  it('refuses a merge key, which the reader of YAML takes for more than a name', () => {
    const text = 'kind: Job\nmetadata: { name: a }\nspec: { <<: 0, cpu: 1 }\n';
    const next = {
      apiVersion: 'v1',
      kind: 'Job',
      metadata: { name: 'a' },
      spec: { cpu: 2 },
    };
    expect(() => editManifest(text, next)).toThrow(/change it in Git/);
  });

  it.each<[string, Record<string, unknown>, string]>([
    [
      'a new item and a new key below it',
      { args: ['x', 'z'], suspend: true },
      '    - x\n    - z\n  suspend: true\n',
    ],
    [
      'a new item, and the key below it gone',
      { args: ['x', 'z'] },
      '    - x\n    - z\n',
    ],
  ])('puts in one place in their order: %s', (_what, spec, expected) => {
    const below = 'suspend' in spec ? '' : '  keep: 1\n';
    const head = 'apiVersion: v1\nkind: Job\nmetadata:\n  name: a\nspec:\n';
    const next = {
      ...{ apiVersion: 'v1', kind: 'Job', metadata: { name: 'a' } },
      spec,
    };
    expect(editManifest(`${head}  args:\n    - x\n${below}`, next)).toBe(
      `${head}  args:\n${expected}`,
    );
  });

  it('ends at what was asked for, whatever the values are', () => {
    // No key of a Kubernetes object is a merge key, and no reader takes it for a name.
    const value = fc
      .jsonValue({ maxDepth: 3 })
      .filter(one => !/"(<<|__proto__)":/.test(JSON.stringify(one)));
    const spec = fc.dictionary(
      fc.stringMatching(/^[a-z][\w.\-/ #:]{0,12}$/),
      value,
      { maxKeys: 6 },
    );
    fc.assert(
      fc.property(spec, spec, fc.boolean(), (before, after, json) => {
        const manifest = (of: unknown): KubernetesObject => ({
          apiVersion: 'v1',
          kind: 'Job',
          metadata: { name: 'a' },
          spec: JSON.parse(JSON.stringify(of)),
        });
        const text = `# first\n${
          json
            ? JSON.stringify(manifest(before), null, 2)
            : toYaml(manifest(before))
        }`;
        const edited = editManifest(text, manifest({ ...before, ...after }));
        expect(edited.startsWith('# first\n')).toBe(true);
        expect(parseAllDocuments(edited)).toHaveLength(1);
        expect(parseManifest(edited)).toEqual(
          manifest({ ...before, ...after }),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('leaves every line alone that it has no reason to touch', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.array(fc.string(), { maxLength: 5 }),
        (instances, args) => {
          const edited = editManifest(
            FILE,
            withSpec(s => ({
              arguments: args,
              executor: { ...s.executor, instances },
            })),
          );
          const left = FILE.split('\n').filter(
            line => !/instances|^ {4}- |arguments:/.test(line),
          );
          expect(edited.split('\n')).toEqual(expect.arrayContaining(left));
        },
      ),
    );
  });
});

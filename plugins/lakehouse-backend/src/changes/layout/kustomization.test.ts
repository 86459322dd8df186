import fc from 'fast-check';
import { parse } from 'yaml';
import { toYaml } from '../toYaml';
import { addResource, readResources, removeResource } from './kustomization';

jest.setTimeout(120_000);

const PATH = 'clusters/west/domains/sales/kustomization.yaml';
const file = (text: string) => ({ path: PATH, text });

const TEXT = `# What runs in sales
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
  # always first
  - job/alpha.yaml # do not touch
  # the big one
  - job/delta.yaml
  - marker.yaml

# the end
`;

describe('addResource', () => {
  it.each<[string, string, string]>([
    [
      'job/beta.yaml',
      '# do not touch\n',
      '# do not touch\n  - job/beta.yaml\n',
    ],
    ['a.yaml', 'resources:\n', 'resources:\n  - a.yaml\n'],
    ['zeta.yaml', '- marker.yaml\n', '- marker.yaml\n  - zeta.yaml\n'],
  ])('puts %s where it sorts', (entry, before, after) => {
    expect(addResource(file(TEXT), entry)).toBe(TEXT.replace(before, after));
  });

  it.each<[string, string, string]>([
    [
      'resources: [a.yaml, c.yaml] # x\n',
      'b.yaml',
      'resources: [a.yaml, b.yaml, c.yaml] # x\n',
    ],
    ['resources: [a.yaml]', 'b.yaml', 'resources: [a.yaml, b.yaml]'],
    ['resources: []\n', 'b.yaml', 'resources: [b.yaml]\n'],
    [
      'resources:\nkind: Kustomization\n',
      'b.yaml',
      'resources: [b.yaml]\nkind: Kustomization\n',
    ],
    [
      'kind: Kustomization',
      'b.yaml',
      'kind: Kustomization\nresources:\n- b.yaml\n',
    ],
    ['resources:\n- a.yaml', 'b.yaml', 'resources:\n- a.yaml\n- b.yaml'],
    [
      'resources:\r\n- a.yaml\r\n',
      'b.yaml',
      'resources:\r\n- a.yaml\r\n- b.yaml\r\n',
    ],
  ])('knows the form of %j', (text, entry, expected) => {
    expect(addResource(file(text), entry)).toBe(expected);
  });
});

describe('removeResource', () => {
  it.each<[string, string, string]>([
    [TEXT, 'job/delta.yaml', TEXT.replace('  - job/delta.yaml\n', '')],
    ['resources: [a.yaml, b.yaml]', 'a.yaml', 'resources: [b.yaml]'],
    ['resources: [a.yaml, b.yaml]', 'b.yaml', 'resources: [a.yaml]'],
    ['resources:\n- ./a.yaml\n- b.yaml', 'a.yaml', 'resources:\n- b.yaml'],
    ['resources:\n- a.yaml\n- b.yaml', 'b.yaml', 'resources:\n- a.yaml\n'],
    ['resources: [a.yaml]\n', 'none.yaml', 'resources: [a.yaml]\n'],
  ])('of %j takes %s out', (text, entry, expected) => {
    expect(removeResource(file(text), entry)).toBe(expected);
  });

  it('does not leave a list of nothing, which Kustomize refuses', () => {
    expect(() =>
      removeResource(file('resources:\n- a.yaml\n'), 'a.yaml'),
    ).toThrow(/would list nothing any more.*add marker\.yaml/);
  });
});

describe('readResources', () => {
  it("takes a namespace that is the domain's anyway", () => {
    const text = 'namespace: dom-sales\nresources: [a.yaml]\n';
    expect(readResources(file(text), 'dom-sales')).toEqual(['a.yaml']);
    expect(() => readResources(file(text), 'dom-risk')).toThrow(
      /does more than list resources \(namespace\)/,
    );
  });

  it.each([
    'patches: [{ path: a.yaml }]',
    'patchesStrategicMerge: [a.yaml]',
    'configMapGenerator: [{ name: a }]',
    'namePrefix: x-',
    'images: []',
    'components: [x]',
    'commonLabels: { a: b }',
    'helmCharts: []',
    'anything: new',
  ])(
    'refuses %s by its name: what is in the files is not what is applied',
    text => {
      const [field] = text.split(':');
      expect(() =>
        readResources(file(`resources: [a.yaml]\n${text}\n`), 'x'),
      ).toThrow(
        new RegExp(`${PATH} does more than list resources \\(${field}\\)`),
      );
    },
  );

  it.each([
    'resources: a.yaml',
    'resources: [{ a: 1 }]',
    '- a.yaml',
    'a: [',
    'a: 1\n---\nb: 2\n',
    `a: &a [${'x,'.repeat(50)}]\nb: &b [${'*a,'.repeat(
      50,
    )}]\nresources: [${'*b,'.repeat(50)}]`,
  ])('refuses what is no list: %.20j', text => {
    expect(() => readResources(file(text), 'x')).toThrow(/kustomization\.yaml/);
  });
});

it('takes 1,000 wild entries in and out again, and no other byte moves', () => {
  const name = fc.stringMatching(/^[a-z0-9]([-a-z0-9.]{0,10}[a-z0-9])?$/);
  const entry = fc.oneof(
    name.map(one => `job/${one}.yaml`),
    name.map(one => `${one}.yaml`),
    fc.stringMatching(/^[ -~]{1,20}$/),
  );
  const comment = fc.constantFrom('', ' # why', ' # - x.yaml');
  const above = fc.constantFrom('', '  # a note\n', '\n', '# resources:\n');
  fc.assert(
    fc.property(
      fc.uniqueArray(entry, { minLength: 1, maxLength: 6 }),
      name.map(one => `job/new-${one}.yaml`),
      fc.array(fc.tuple(comment, above), { minLength: 6, maxLength: 6 }),
      fc.constantFrom('', '  ', '    '),
      fc.constantFrom('\n', '\r\n'),
      fc.constantFrom('', 'kind: Kustomization\n', '# end\n'),
      (entries, added, notes, indent, eol, end) => {
        const text = `# top\nresources:\n${entries
          .map(
            (one, at) =>
              `${notes[at][1]}${indent}${toYaml([one]).trimEnd()}${
                notes[at][0]
              }\n`,
          )
          .join('')}${end}`.replaceAll('\n', eol);
        const more = addResource(file(text), added);
        const lines = more.split(eol);
        const at = lines.findIndex(line => line === `${indent}- ${added}`);
        expect(at).toBeGreaterThan(0);
        expect([...lines.slice(0, at), ...lines.slice(at + 1)].join(eol)).toBe(
          text,
        );
        expect(parse(more).resources).toHaveLength(entries.length + 1);
        expect(removeResource(file(more), added)).toBe(text);
        // Where the list was sorted it stays so.
        const was = entries.join() === [...entries].sort().join();
        const { resources } = parse(more);
        const is = resources.join() === [...resources].sort().join();
        expect(is || !was).toBe(true);
      },
    ),
    { numRuns: 1_000 },
  );
});

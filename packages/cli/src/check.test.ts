import { execFile } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { EAST, gitopsFiles, WEST } from '@lakefront/sandbox';
import fc from 'fast-check';
import { main } from './main';

jest.setTimeout(120_000);

const SALES = 'clusters/west/domains/sales';
const GIT_URL = 'http://localhost:7071';
const SEED = {
  ...gitopsFiles(EAST, GIT_URL),
  ...gitopsFiles(WEST, GIT_URL),
};
const [JOB, JOB_TEXT] = Object.entries(SEED).find(([path]) =>
  path.startsWith(`${SALES}/spark-application/`),
)!;

describe('lakefront check', () => {
  let checkout: string;

  beforeEach(() => {
    checkout = mkdtempSync(join(tmpdir(), 'lakefront-check-'));
  });

  afterEach(() => {
    rmSync(checkout, { recursive: true, force: true });
  });

  const lay = (files: Record<string, string | null>, root = '') => {
    for (const [path, text] of Object.entries(files)) {
      const file = join(checkout, root, path);
      mkdirSync(dirname(file), { recursive: true });
      if (text === null) {
        rmSync(file);
      } else {
        writeFileSync(file, text);
      }
    }
  };

  const run = (...args: string[]) => {
    let out = '';
    let error = '';
    const code = main(args, {
      out: text => (out += text),
      error: text => (error += text),
    });
    return { code, out, error };
  };

  const faultsOf = () => {
    const { code, out } = run('check', checkout, '--json');
    const answer = JSON.parse(out);
    expect(code).toBe(answer.ok ? 0 : 1);
    return answer.faults.map(
      ({ file, line, message }: Record<string, unknown>) =>
        `${file}:${line}: ${message}`,
    ) as string[];
  };

  /** Line of the first line that has a text, counted from 1. */
  const lineOf = (text: string, part: string) =>
    text.split('\n').findIndex(line => line.includes(part)) + 1;

  const branchIn = (repository: string, name: string) =>
    [
      'apiVersion: lakefront.dev/v1alpha1',
      'kind: LakeFSBranch',
      `metadata: { name: ${name}, namespace: dom-sales }`,
      'spec:',
      '  server: lake',
      `  repository: ${repository}`,
      '  source: main',
      "  expiresAt: '2026-12-24'",
      '',
    ].join('\n');

  it('finds nothing wrong with the repository of the sandbox', () => {
    lay(SEED);
    const { code, out, error } = run('check', checkout);
    expect(out).toMatch(/^\d+ files, no faults\n$/);
    expect({ code, error }).toEqual({ code: 0, error: '' });
    lay(SEED, 'live/gitops');
    expect(run('check', checkout, '--root', 'live/gitops/').code).toBe(0);
  });

  it('lets through a branch of a lake that the domain may use', () => {
    lay({ ...SEED, [`${SALES}/mine.yaml`]: branchIn('sales-lake', 'mine') });
    expect(faultsOf()).toEqual([]);
  });

  it('says what is wrong, where, and what to do', () => {
    const text = JOB_TEXT.replace(/image: .*/, 'image: evil/miner:latest');
    lay({ ...SEED, [JOB]: text });
    const { code, out } = run('check', checkout);
    expect(code).toBe(1);
    expect(out).toContain(
      `${JOB}:${lineOf(
        text,
        'evil/miner',
      )}: spec.image "evil/miner:latest" is not an image that sales may run\n`,
    );
    expect(out).toMatch(/\d+ files, 1 fault\n$/);
  });

  const role =
    'apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: { name: extra, namespace: dom-sales }\n';

  it.each<[string, Record<string, string | null>, RegExp[]]>([
    [
      'a kind that is not for domains',
      { [`${SALES}/extra.yaml`]: role },
      [/extra\.yaml:2: kind is not a kind that may be written here/],
    ],
    [
      "a branch of another domain's lake, there or not",
      {
        [`${SALES}/theirs.yaml`]: branchIn('risk-lake', 'theirs'),
        [`${SALES}/nobodys.yaml`]: branchIn('no-such-lake', 'nobodys'),
      },
      [
        /theirs\.yaml:6: spec\.repository "lake\/risk-lake" is not a lakeFS repository that sales may use/,
        /nobodys\.yaml:6: spec\.repository "lake\/no-such-lake" is not a lakeFS repository that sales may use/,
      ],
    ],
    [
      'another namespace, and none',
      {
        [`${SALES}/a.yaml`]: JOB_TEXT.replace(
          'namespace: dom-sales',
          'namespace: dom-risk',
        ).replace(/name: \S+/, 'name: other-a'),
        [`${SALES}/b.yaml`]: JOB_TEXT.replace(/ *namespace: .*\n/, '').replace(
          /name: \S+/,
          'name: other-b',
        ),
      },
      [
        /a\.yaml:\d+: metadata\.namespace must be dom-sales/,
        /b\.yaml:\d+: metadata names no namespace; it must be dom-sales/,
      ],
    ],
    [
      'an object that is there twice',
      { [`${SALES}/again.yaml`]: `---\n---\n${JOB_TEXT}` },
      [
        /spark-application\/\S+:\d+: metadata\.name is that of another object, at clusters\/west\/domains\/sales\/again\.yaml:\d+; engines refuse both/,
      ],
    ],
    [
      'what is no YAML',
      { [`${SALES}/a.yaml`]: 'a: [\n', [`${SALES}/b.yaml`]: 'a: 1\na: 2\n' },
      [
        /a\.yaml:\d+: is not YAML that can be applied/,
        /b\.yaml:2: is not YAML that can be applied: Map keys must be unique/,
      ],
    ],
    [
      'tags, and aliases that multiply',
      {
        [`${SALES}/a.yaml`]: 'kind: !!js/function >\n  x\n',
        [`${SALES}/b.yaml`]: `a: &a [${'x,'.repeat(90)}]\nb: &b [${'*a,'.repeat(
          90,
        )}]\nc: [${'*b,'.repeat(90)}]\n`,
      },
      [
        /a\.yaml:1: is not YAML that can be applied: Unresolved tag/,
        /b\.yaml:1: has more than 100 aliases/,
      ],
    ],
    [
      'a file that is too large',
      { [`${SALES}/a.yaml`]: `# ${'x'.repeat(1024 * 1024)}` },
      [/a\.yaml:1: is larger than 1 MB/],
    ],
    [
      'a marker that is gone',
      { [`${SALES}/marker.yaml`]: null },
      [/sales\/marker\.yaml:1: is not there; add the ConfigMap/],
    ],
    [
      'a marker of another namespace',
      {
        [`${SALES}/marker.yaml`]: SEED[`${SALES}/marker.yaml`].replace(
          'dom-sales',
          'dom-risk',
        ),
      },
      [/marker\.yaml:\d+: metadata\.namespace must be dom-sales/],
    ],
    [
      'a domain that nobody gave a namespace',
      { 'clusters/west/domains/ghost/marker.yaml': 'a: 1\n' },
      [
        /domains\/ghost:1: belongs to no one Namespace: .*platform\/west\/ghost/,
      ],
    ],
    [
      'a second namespace of a domain',
      {
        'platform/west/sales/more.yaml':
          'kind: Namespace\nmetadata:\n  name: dom-sales-2\n  labels: { lakefront.dev/domain: sales }\n',
      },
      [
        /more\.yaml:3: is a second Namespace of sales|namespace\.yaml:\d+: is a second Namespace of sales/,
      ],
    ],
    [
      'a kustomization that changes what it lists, and lists what is not there',
      {
        [`${SALES}/kustomization.yaml`]: `namePrefix: x-\nresources:\n- marker.yaml\n- gone.yaml\n- ../risk/marker.yaml\n- https://example.com/all.yaml\n`,
      },
      [
        /kustomization\.yaml:1: namePrefix makes what is applied another thing/,
        /kustomization\.yaml:4: resources: .*gone\.yaml is not there/,
        /kustomization\.yaml:5: resources: .*risk\/marker\.yaml is outside of the domain's directory/,
        /kustomization\.yaml:6: resources: .* is not there/,
        /spark-application\/.*:1: is in no resources of a kustomization/,
      ],
    ],
    [
      'a job of the wrong stage',
      {
        'clusters/west/domains-after/risk/marker.yaml': SEED[
          'clusters/west/domains/risk/marker.yaml'
        ].replace('lakefront-marker', 'lakefront-marker-after'),
        'clusters/west/domains-after/risk/job.yaml': JOB_TEXT.replace(
          'dom-sales',
          'dom-risk',
        ),
      },
      [/job\.yaml:\d+: kind is applied in the first stage; move the file/],
    ],
    [
      'the marker of the first stage in the second',
      {
        'clusters/west/domains-after/risk/marker.yaml':
          SEED['clusters/west/domains/risk/marker.yaml'],
      },
      [/domains-after\/risk\/marker\.yaml:\d+: kind /],
    ],
  ])('refuses %s', (_, files, expected) => {
    lay(SEED);
    lay(files);
    const faults = faultsOf();
    for (const one of expected) {
      expect(faults).toContainEqual(expect.stringMatching(one));
    }
  });

  it('says that settings can not be read at the file that has them', () => {
    const [path, text] = Object.entries(SEED).find(
      ([file, content]) =>
        file.startsWith('platform/west/sales/') &&
        content.includes('settings.yaml'),
    )!;
    lay({ ...SEED, [path]: text.replace('images:', 'pictures:') });
    expect(faultsOf()).toContainEqual(
      expect.stringMatching(
        new RegExp(`^${path}:\\d+: settings\\.yaml can't be read.*pictures`),
      ),
    );
  });

  it('never shows what looks like a credential', () => {
    const secret = 'canary-of-the-check';
    const text = JOB_TEXT.replace(
      'spec:\n',
      `spec:\n  sparkConf:\n    spark.hadoop.fs.s3a.secret.key: ${secret}\n`,
    );
    lay({ ...SEED, [JOB]: text });
    const { out, code } = run('check', checkout);
    expect(code).toBe(1);
    expect(out).not.toContain(secret);
  });

  it('does not follow links', () => {
    lay(SEED);
    symlinkSync('/etc', join(checkout, SALES, 'etc'));
    symlinkSync('/etc/hostname', join(checkout, SALES, 'a.yaml'));
    expect(faultsOf()).toEqual([
      `${SALES}/a.yaml:1: is a link; put the file itself here`,
      `${SALES}/etc:1: is a link; put the file itself here`,
    ]);
  });

  it.each([
    [[], /Usage/],
    [['check'], /Usage/],
    [['destroy', '.'], /Usage/],
    [['check', '.', '..'], /Usage/],
    [['check', '--what', '.'], /Unknown option '--what'/],
    [['check', '/nowhere'], /has no directory platform: name the checkout/],
    [['check', '.', '--root', '../..'], /leads out of the repository/],
  ])('can not check %j', (args, message) => {
    const { code, error, out } = run(...args);
    expect(code).toBe(2);
    expect(error).toMatch(message);
    expect(out).toBe('');
  });

  it('survives 300 wild files', () => {
    const few = Object.entries(SEED).filter(
      ([path]) =>
        path.startsWith('platform/west/sales/') ||
        path === `${SALES}/marker.yaml`,
    );
    lay(Object.fromEntries(few));
    expect(faultsOf()).toEqual([]);
    const piece = fc.constantFrom(
      ...['---\n', '&a ', '*a', '!!binary ', '!x ', '? ', ': ', '- ', '[', '{'],
      ...['kind: SparkApplication\n', 'metadata:\n', '  name: a\n', '<<: *a\n'],
      ...[
        'apiVersion: sparkoperator.k8s.io/v1beta2\n',
        '%YAML 1.1\n',
        '"',
        '|',
      ],
      ...['spec: null\n', '\t', '\u0000', '...\n', '}', ']', ' ', '\n', '#x\n'],
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(piece, fc.string({ maxLength: 8 })), {
          maxLength: 20,
        }),
        parts => {
          lay({ [`${SALES}/wild.yaml`]: parts.join('') });
          const faults = faultsOf();
          expect(
            faults.every(one => one.startsWith(`${SALES}/wild.yaml:`)),
          ).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is a program that node runs', async () => {
    lay(SEED);
    const bin = resolve(__dirname, '../bin/lakefront');
    const run1 = promisify(execFile)(process.execPath, [
      bin,
      'check',
      checkout,
    ]);
    expect((await run1).stdout).toMatch(/no faults/);
    lay({ [`${SALES}/extra.yaml`]: role });
    await expect(
      promisify(execFile)(process.execPath, [bin, 'check', checkout]),
    ).rejects.toMatchObject({ code: 1 });
  });
});

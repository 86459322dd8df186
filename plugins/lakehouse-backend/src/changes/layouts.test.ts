import {
  createKindRegistry,
  type ProposedObject,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { GitHost } from '@lakefront/backstage-plugin-lakehouse-node';
import { fakeJobKind } from './__testUtils__/fakeJobKind';
import { BEN, jobInput, MIA, SALES } from './__testUtils__/startWritePath';
import { useWritePath } from './__testUtils__/useWritePath';
import { createReadGitFile } from './readGitFile';

const ROOT = 'clusters/west/domains/sales';
const JOBS = `${ROOT}/job/nightly-and-more.yaml`;

const job = (name: string, cpu = 2) => `apiVersion: example.com/v1
kind: Job
metadata:
  name: ${name} # not to be renamed
spec: { cpu: ${cpu} }
`;

const SEVERAL = `# The jobs of the night\n\n${job(
  'nightly',
)}---\n# and the weekly one\n${job('weekly')}`;

const LIST = `# what is applied
resources:
- marker.yaml # keeps the directory
- job/nightly-and-more.yaml
`;

jest.setTimeout(120_000);

describe('files that are laid out otherwise than the portal does', () => {
  const own = useWritePath();
  let calls: string[];

  beforeEach(() => {
    calls = [];
  });

  const write = (files: Record<string, string>) =>
    own.git.as('admin', 'POST', '/contents', {
      branch: 'main',
      message: 'By hand',
      files: Object.entries(files).map(([name, text]) => ({
        operation: 'create',
        path: `${ROOT}/${name}`,
        content: Buffer.from(text).toString('base64'),
      })),
    });

  const read = async (ref: string, file: string) =>
    (
      await own.git.hosts
        .forRepository(own.git.repository)
        .getFile(own.git.repository, `${ROOT}/${file}`, ref)
    )?.content;

  const of = (...objects: ProposedObject[]) => ({
    domain: 'sales',
    kubernetesCluster: 'west',
    objects,
  });
  const edit = (name: string, cpu: number): ProposedObject => ({
    kind: 'job',
    name,
    action: 'edit',
    values: [{ path: 'spec.cpu', value: cpu }],
  });
  const remove = (name: string): ProposedObject => ({
    kind: 'job',
    name,
    action: 'delete',
  });
  const suspend = (name: string): ProposedObject => ({
    kind: 'job',
    name,
    action: 'verb',
    verb: 'suspend',
  });

  const replica = () =>
    own.path.replica(
      host =>
        new Proxy(host, {
          get(target, name: keyof GitHost) {
            const call = target[name];
            return typeof call !== 'function'
              ? call
              : (...args: never[]) => {
                  calls.push(name);
                  return (call as (...all: never[]) => unknown).apply(
                    target,
                    args,
                  );
                };
          },
        }),
    );

  /** The problems of a proposal that is refused. */
  const problemsOf = async (...objects: ProposedObject[]) => {
    const service = await replica();
    const { ok, problems } = await service.check(of(...objects), MIA);
    expect(ok).toBe(false);
    await expect(
      service.propose(of(...objects), MIA, {}),
    ).rejects.toMatchObject({ name: 'InputError' });
    expect(await own.git.branches()).toEqual([]);
    return problems.map(({ message }) => message).join('\n');
  };

  it('changes one of several documents, in a file of another name', async () => {
    await write({ 'job/nightly-and-more.yaml': SEVERAL });
    const service = await replica();
    const change = await service.propose(of(edit('weekly', 8)), MIA, {});

    expect(change.operations).toMatchObject([{ name: 'weekly', path: JOBS }]);
    const text = await read(
      change.id && `lakefront/${change.id}`,
      'job/nightly-and-more.yaml',
    );
    const at = SEVERAL.indexOf('# and the weekly one');
    expect(text?.slice(0, at)).toBe(SEVERAL.slice(0, at));
    expect(text).toContain('name: weekly # not to be renamed\n');
    expect(text).toContain('spec: { cpu: 8 }\n');
    const [file] = (await service.check(of(edit('nightly', 3)), BEN)).files;
    expect(file.text).not.toContain('weekly');

    // The other job is in the same file: its change has to wait.
    const { problems } = await service.check(of(edit('nightly', 3)), BEN);
    expect(problems).toMatchObject(
      [
        { code: 'run-again' },
        { code: 'open-change', message: expect.stringContaining(JOBS) },
      ].reverse(),
    );
  });

  it('follows one of several documents until it is live', async () => {
    await write({ 'job/nightly-and-more.yaml': SEVERAL });
    const service = await replica();
    const change = await service.propose(
      of(edit('weekly', 8), suspend('nightly')),
      MIA,
      {},
    );
    const branch = `lakefront/${change.id}`;
    const text = await read(branch, 'job/nightly-and-more.yaml');
    expect(text).toContain('cpu: 8');
    expect(text).toMatch(/"cpu":2,"suspend":true/);
    expect(text).toContain('# The jobs of the night\n\n');

    await own.mergeAndSync(1);
    const live = (name: string, spec: object) =>
      own.path.reader.live.set(`west/dom-sales/job/${name}`, {
        ...{ apiVersion: 'example.com/v1', kind: 'Job', spec },
        metadata: { name, namespace: 'dom-sales' },
      });
    live('weekly', { cpu: 8 });
    live('nightly', { cpu: 2, suspend: true });
    own.path.clock.advance(61_000);
    await service.sweep();
    const scope = new Set(['west/sales'] as const);
    expect(
      (await service.get(scope, change.id, { withFiles: false })).phase,
    ).toBe('live');
  });

  it('is not superseded by a later change of another document of its file', async () => {
    await write({ 'job/nightly-and-more.yaml': SEVERAL });
    const service = await replica();
    const { id } = await service.propose(of(edit('weekly', 8)), MIA, {});
    await own.mergeAndSync(1);
    own.path.reader.syncs.clear();
    const scope = new Set(['west/sales'] as const);
    const phaseOf = async (change: string) =>
      (await service.get(scope, change, { withFiles: false })).phase;
    const look = async () => {
      own.path.clock.advance(61_000);
      await service.sweep();
    };
    await look();
    await service.propose(of(edit('nightly', 3)), MIA, {});
    await own.merge(2);
    await look();
    expect(await phaseOf(id)).toBe('merged');

    await look();
    await service.propose(of(edit('weekly', 9)), MIA, {});
    await own.merge(3);
    await look();
    expect(await phaseOf(id)).toBe('closed');
  });

  it('removes one document, and the file with the last', async () => {
    await write({ 'job/nightly-and-more.yaml': SEVERAL });
    const service = await replica();
    const first = await service.propose(of(remove('nightly')), MIA, {});
    expect(first.operations[0]).toMatchObject({ action: 'delete', path: JOBS });
    expect(
      await read(`lakefront/${first.id}`, 'job/nightly-and-more.yaml'),
    ).toBe(SEVERAL.replace(job('nightly'), ''));
    const filesOf = async ({ id }: { id: string }) =>
      (await service.get(SALES, id, { withFiles: true })).files;
    expect(await filesOf(first)).toMatchObject([
      { path: JOBS, action: 'delete', othersStay: true },
    ]);
    await own.mergeAndSync(1);
    own.path.clock.advance(61_000);
    await service.sweep();

    const last = await service.propose(of(remove('weekly')), MIA, {});
    expect((await filesOf(last))[0]).not.toHaveProperty('othersStay');
    const branch = `lakefront/${last.id}`;
    expect(await read(branch, 'job/nightly-and-more.yaml')).toBeUndefined();
    expect(await read(branch, 'marker.yaml')).toBeDefined();
  });

  it('removes two documents of a file in one change', async () => {
    await write({ 'job/nightly-and-more.yaml': SEVERAL });
    const service = await replica();
    const change = await service.propose(
      of(remove('nightly'), remove('weekly')),
      MIA,
      {},
    );
    expect(
      await read(`lakefront/${change.id}`, 'job/nightly-and-more.yaml'),
    ).toBeUndefined();
  });

  it('keeps the list of a kustomization sorted, and the rest of it as it was', async () => {
    await write({
      'kustomization.yaml': LIST,
      'job/nightly-and-more.yaml': SEVERAL,
    });
    const service = await replica();
    const two = jobInput('daily');
    two.objects.push(...jobInput('hourly').objects);
    const check = await service.check(two, MIA);
    expect(check.files.map(file => file.path)).toEqual([
      `${ROOT}/job/daily.yaml`,
      `${ROOT}/job/hourly.yaml`,
      `${ROOT}/kustomization.yaml`,
    ]);
    const change = await service.propose(two, MIA, {});
    const detail = { withFiles: true };
    expect(await service.get(SALES, change.id, detail)).toMatchObject({
      listedIn: [`${ROOT}/kustomization.yaml`],
    });
    const branch = `lakefront/${change.id}`;
    expect(await read(branch, 'job/daily.yaml')).toContain('name: daily');
    expect(await read(branch, 'kustomization.yaml')).toBe(
      LIST.replace(
        'resources:\n',
        'resources:\n- job/daily.yaml\n- job/hourly.yaml\n',
      ),
    );

    // Nobody appends to the list in two open changes: the second is told.
    await expect(
      service.propose(jobInput('other'), BEN, {}),
    ).rejects.toMatchObject({
      message: expect.stringMatching(
        /kustomization\.yaml is in a change that is not merged yet: "Add job daily and 1 more to sales"/,
      ),
    });
    // An edit does not touch the list.
    const { id } = await service.propose(of(edit('weekly', 3)), BEN, {});
    expect(await service.get(SALES, id, detail)).not.toHaveProperty('listedIn');

    await own.mergeAndSync(1);
    own.path.clock.advance(61_000);
    await service.sweep();
    const gone = await service.propose(of(remove('daily')), MIA, {});
    expect(await read(`lakefront/${gone.id}`, 'kustomization.yaml')).toBe(
      LIST.replace('resources:\n', 'resources:\n- job/hourly.yaml\n'),
    );
  });

  it('lists a file where its own directory has the kustomization', async () => {
    await write({
      'kustomization.yaml': 'resources: [marker.yaml, job]\n',
      'job/kustomization.yaml': 'resources:\n- nightly.yaml\n',
      'job/nightly.yaml': job('nightly'),
    });
    const service = await replica();
    const { id } = await service.propose(jobInput('weekly'), MIA, {});
    expect(await read(`lakefront/${id}`, 'job/kustomization.yaml')).toBe(
      'resources:\n- nightly.yaml\n- weekly.yaml\n',
    );
    expect(await read(`lakefront/${id}`, 'kustomization.yaml')).toBe(
      'resources: [marker.yaml, job]\n',
    );
  });

  it.each<[string, Record<string, string>, ProposedObject, RegExp]>([
    [
      'a kustomization that changes what it lists',
      {
        'kustomization.yaml': `${LIST}namePrefix: night-\npatches: []\n`,
        'job/nightly-and-more.yaml': SEVERAL,
      },
      edit('weekly', 3),
      /sales\/kustomization\.yaml does more than list resources \(namePrefix, patches\)/,
    ],
    [
      'a file that the kustomization does not list',
      { 'kustomization.yaml': LIST, 'job/daily.yaml': job('daily') },
      edit('daily', 3),
      /job\/daily\.yaml is not in the resources of .*kustomization\.yaml, so nothing applies it/,
    ],
    [
      'a list that would be empty',
      {
        'kustomization.yaml': 'resources: [job/daily.yaml]\n',
        'job/daily.yaml': job('daily'),
      },
      remove('daily'),
      /would list nothing any more/,
    ],
    [
      'a directory that is listed and has no kustomization',
      {
        'kustomization.yaml': 'resources: [job]\n',
        'job/daily.yaml': job('daily'),
      },
      edit('daily', 3),
      /lists the directory job, which has no kustomization/,
    ],
    [
      'an object in two files',
      { 'a.yaml': job('weekly'), 'b.yaml': job('weekly') },
      edit('weekly', 3),
      /weekly is in Git in several files: .*a\.yaml, .*b\.yaml/,
    ],
    [
      'an object that no file has',
      { 'a.yaml': SEVERAL, 'b.yaml': 'not: [yaml' },
      edit('monthly', 3),
      /monthly can't be changed: it is not in Git at/,
    ],
    [
      'a new object that another file has',
      { 'all.yaml': SEVERAL },
      jobInput('weekly').objects[0],
      /weekly is taken: sales has one in Git already \(.*all\.yaml\)/,
    ],
    [
      'an anchor in the document that is to change',
      {
        'all.yaml': `${job('nightly')}---\n${job('weekly').replace(
          '{ cpu: 2 }',
          '&spec { cpu: &two 2, more: *two }',
        )}`,
      },
      edit('weekly', 3),
      /can't be changed without touching other lines/,
    ],
    [
      'a file of which another document holds a credential',
      {
        'all.yaml': `${job('nightly')}---\n${job('weekly').replace(
          '{ cpu: 2 }',
          '{ conf: { fs.s3a.secret.key: canary-in-weekly } }',
        )}`,
      },
      edit('nightly', 3),
      /Another document of .*all\.yaml holds what looks like a credential/,
    ],
  ])(
    'refuses %s, and leaves nothing behind',
    async (_, files, object, message) => {
      await write(files);
      expect(await problemsOf(object)).toMatch(message);
    },
  );

  it('costs a listing more than a file of its own, and reads what it searches once', async () => {
    await write({
      'job/daily.yaml': job('daily'),
      'job/other.yaml': job('other'),
      'job/nightly-and-more.yaml': SEVERAL,
    });
    const service = await replica();
    await service.check(of(edit('daily', 3)), MIA);
    expect(calls.sort()).toEqual(['getFile', 'listFiles']);
    calls.length = 0;
    await service.check(jobInput('fresh'), MIA);
    // Files that are named as the portal names them hold what their names say.
    expect(calls.sort()).toEqual(['getFile', 'listFiles']);
    calls.length = 0;
    await service.check(of(edit('weekly', 3)), MIA);
    const first = calls.filter(name => name === 'getFile').length;
    calls.length = 0;
    await service.check(of(edit('weekly', 3)), MIA);
    expect(first).toBeGreaterThan(2);
    expect(calls.sort()).toEqual(['getFile', 'getFile', 'listFiles']);
  });

  it('is read where it is', async () => {
    await write({ 'night.yaml': SEVERAL });
    const readGitFile = createReadGitFile({
      reader: own.path.reader,
      kinds: createKindRegistry([fakeJobKind]),
      gitops: own.path.gitops,
      hosts: own.git.hosts,
    });
    const found = await readGitFile({
      kubernetesCluster: 'west',
      namespace: 'dom-sales',
      kind: 'job',
      name: 'weekly',
    });
    expect(found).toMatchObject({
      path: `${ROOT}/night.yaml`,
      object: { metadata: { name: 'weekly' } },
      url: expect.stringContaining('night.yaml'),
    });
  });
});

import { dailyInput, MIA, SALES } from './__testUtils__/startWritePath';
import { useWritePath } from './__testUtils__/useWritePath';

const PATH = 'clusters/west/domains/sales/job/daily.yaml';
const LIVE = 'west/dom-sales/job/daily';

const FILE = `# Ask the orders team before you change this
apiVersion: example.com/v1
kind: Job
metadata: { name: daily, namespace: dom-sales }
spec:
  cpu: 2   # enough for a year
  arguments:
    - --verbose
`;

jest.setTimeout(60_000);

describe('a job that is in Git', () => {
  const own = useWritePath();

  beforeEach(async () => {
    await own.write(PATH, FILE);
  });

  const fileAt = (ref: string) => own.read(PATH, ref);

  /** Merges the pull request, lets the engine apply it, and looks again. */
  async function merge(service: { sweep(): Promise<void> }, number: number) {
    await own.mergeAndSync(number);
    await own.look(service);
  }

  it('is removed by a pull request, and followed until it is gone', async () => {
    const service = await own.path.replica();
    own.path.reader.live.set(LIVE, {
      apiVersion: 'example.com/v1',
      kind: 'Job',
      metadata: { name: 'daily', namespace: 'dom-sales' },
    });

    const check = await service.check(dailyInput({ action: 'delete' }), MIA);
    expect(check).toMatchObject({ ok: true, problems: [], files: [] });
    expect(check.footprint).toBeUndefined();
    expect(check.consequences.join(' ')).toMatch(
      /removes job daily from dom-sales on west/,
    );

    const change = await service.propose(
      dailyInput({ action: 'delete' }),
      MIA,
      {},
    );
    expect(change).toMatchObject({
      title: 'Remove job daily from sales',
      operations: [{ action: 'delete', name: 'daily', path: PATH }],
    });
    expect(await fileAt(`lakefront/${change.id}`)).toBeUndefined();
    expect(await fileAt('main')).toBe(FILE);

    await merge(service, 1);
    const waiting = await service.get(SALES, change.id, {
      withFiles: false,
    });
    expect(waiting.phase).toBe('synced');
    expect(waiting.summary).toMatch(/waits until daily is gone/);

    own.path.reader.live.delete(LIVE);
    own.path.clock.advance(61_000);
    await service.sweep();
    expect(
      await service.get(SALES, change.id, {
        withFiles: true,
      }),
    ).toMatchObject({
      phase: 'live',
      summary: 'daily is gone from west.',
      files: [
        {
          ...{ action: 'delete', object: null },
          before: { spec: { cpu: 2 } },
          lines: { added: 0, removed: 8 },
        },
      ],
    });
  });

  it('is suspended, resumed and suspended again: three pull requests, and no other byte changes', async () => {
    const service = await own.path.replica();
    const texts: Array<string | undefined> = [];
    for (const [index, verb] of ['suspend', 'resume', 'suspend'].entries()) {
      const change = await service.propose(
        dailyInput({ action: 'verb', verb }),
        MIA,
        {},
      );
      expect(change.number).toBe(index + 1);
      expect(change.title).toBe(
        `${verb === 'suspend' ? 'Suspend' : 'Resume'} job daily in sales`,
      );
      own.path.reader.live.set(LIVE, {
        apiVersion: 'example.com/v1',
        kind: 'Job',
        metadata: { name: 'daily' },
        spec: { cpu: 2, arguments: ['--verbose'], suspend: verb === 'suspend' },
      });
      await merge(service, index + 1);
      texts.push(await fileAt('main'));
    }
    const marks =
      /[ ,]+"?annotations"?: ?\{[^}]*\}|\n {4}lakefront.dev\/.*|\n {2}annotations:/g;
    expect(texts[0]).toContain(
      '# Ask the orders team before you change this\n',
    );
    expect(texts[0]).toContain('  cpu: 2   # enough for a year\n');
    expect(texts[0]?.replace(marks, '')).toContain('  suspend: true\n');
    expect(texts[1]).toContain('  suspend: false\n');
    expect(
      texts[2]?.replace('suspend: true', 'suspend: false').replace(marks, ''),
    ).toBe(texts[1]?.replace(marks, ''));
  });

  it('is edited by the values that its kind lets one edit', async () => {
    const service = await own.path.replica();
    const change = await service.propose(
      dailyInput({
        action: 'edit',
        values: [
          { path: 'spec.cpu', value: 8 },
          { path: 'spec.arguments', value: null },
        ],
      }),
      MIA,
      {},
    );
    expect(change.footprint?.cpu).toBe(8);
    const text = await fileAt(`lakefront/${change.id}`);
    expect(text).toContain('spec:\n  cpu: 8   # enough for a year\n');
    expect(text).not.toContain('arguments');
    const [pull] = await own.git.pulls();
    expect(pull.body).toMatch(/A merge runs daily again/);
  });

  it('is resized by its sizes, and told what that asks for, with what it uses now', async () => {
    const service = await own.path.replica();
    const resize = dailyInput({
      action: 'verb',
      verb: 'resize',
      values: [{ path: 'spec.cpu', value: 8 }],
    });
    const quota = { resource: 'requests.cpu', hard: 9, used: 3, waiting: 0 };
    own.path.reader.capacityOfDomain = {
      kubernetesCluster: 'west',
      namespace: 'dom-sales',
      quotas: [{ ...quota, name: 'q', unit: 'cores' }],
      limits: {},
    } as never;
    const waits = await service.check(resize, MIA);
    expect(waits.fit?.fits).toBe(false);
    own.path.reader.indexed.set(LIVE, {
      state: 'running',
      footprint: {
        parts: [{ count: 1, minCount: 1, cpu: 2, memory: 0, gpu: 0 }],
      },
    } as never);
    const check = await service.check(resize, MIA);
    expect(check.consequences[0]).toBe('A merge runs daily again.');
    expect(check.fit?.summary).toBe(
      'asks for 8 CPU, 0 B; sales has 8 CPU left, with what it uses now',
    );
    const change = await service.propose(resize, MIA, {});
    expect(change.title).toBe('Resize job daily in sales');
    expect(await fileAt(`lakefront/${change.id}`)).toContain(
      'spec:\n  cpu: 8   # enough for a year\n',
    );
  });

  it('says after a minute that the operator missed an edit, and is live when it did not', async () => {
    const service = await own.path.replica();
    const change = await service.propose(
      dailyInput({
        action: 'edit',
        values: [{ path: 'spec.cpu', value: 8 }],
      }),
      MIA,
      {},
    );
    const live = (status?: object) =>
      own.path.reader.live.set(LIVE, {
        apiVersion: 'example.com/v1',
        kind: 'Job',
        metadata: { name: 'daily' },
        spec: { cpu: 8, arguments: ['--verbose'] },
        status,
      });
    const get = () =>
      service.get(SALES, change.id, {
        withFiles: false,
      });
    live({ missed: true });
    await merge(service, 1);
    expect(await get()).toMatchObject({ phase: 'synced' });
    expect(await get()).not.toHaveProperty('blocked');

    own.path.clock.advance(59_000);
    await service.sweep();
    expect(await get()).not.toHaveProperty('blocked');

    own.path.clock.advance(4_000);
    await service.sweep();
    expect(await get()).toMatchObject({
      phase: 'synced',
      blocked: {
        reason: expect.stringMatching(/has not acted on job daily/),
        who: 'user:default/mia',
      },
    });

    live();
    own.path.clock.advance(61_000);
    await service.sweep();
    expect(await get()).toMatchObject({ phase: 'live' });
    expect(await get()).not.toHaveProperty('blocked');
  });

  it('that is resumed is live also where it had finished: there is nothing to run', async () => {
    await own.write(PATH, `${FILE}  suspend: true\n`);
    const get = ({ id }: { id: string }) =>
      own.service.get(SALES, id, { withFiles: false });
    const live = (spec: object) =>
      own.path.reader.live.set(LIVE, {
        apiVersion: 'example.com/v1',
        kind: 'Job',
        metadata: { name: 'daily' },
        spec: { ...spec, arguments: ['--verbose'], suspend: false },
        // It has not run since.
        status: { missed: 'run' },
      });
    const resume = dailyInput({ action: 'verb', verb: 'resume' });
    const resumed = await own.service.propose(resume, MIA, {});
    expect(resumed.steps[1].evidence).toContain('A merge runs daily again.');
    live({ cpu: 2 });
    await merge(own.service, 1);
    expect(await get(resumed)).toMatchObject({ phase: 'live' });

    // Of anything else the operator has to make a run.
    const values = [{ path: 'spec.cpu', value: 8 }];
    const edit = dailyInput({ action: 'edit', values });
    const edited = await own.service.propose(edit, MIA, {});
    live({ cpu: 8 });
    await merge(own.service, 2);
    await own.look();
    expect(await get(edited)).toMatchObject({
      phase: 'synced',
      blocked: { reason: expect.stringContaining('has not acted') },
    });
  });

  it.each<[string, object, string | undefined, RegExp]>([
    [
      'a value that is not edited here',
      { action: 'edit', values: [{ path: 'spec.image', value: 'x' }] },
      'object.spec.image',
      /not a value of a job that is edited here/,
    ],
    [
      'a number out of its bounds',
      { action: 'edit', values: [{ path: 'spec.cpu', value: 65 }] },
      'object.spec.cpu',
      /whole number from 1 to 64/,
    ],
    [
      'a text for a list',
      { action: 'edit', values: [{ path: 'spec.arguments', value: 'x' }] },
      'object.spec.arguments',
      /list of texts/,
    ],
    [
      'an edit of nothing',
      { action: 'edit', values: [] },
      'object.values',
      /say what is to change/,
    ],
    [
      'a verb that it does not know',
      { action: 'verb', verb: 'explode' },
      'object.verb',
      /it knows suspend, resume/,
    ],
    [
      'values of a verb that takes none',
      { action: 'verb', verb: 'suspend', values: [] },
      'object.values',
      /Suspend takes no values/,
    ],
    [
      'a resize of nothing',
      { action: 'verb', verb: 'resize' },
      'object.values',
      /say what is to change/,
    ],
    [
      'a resize by what is no size',
      {
        action: 'verb',
        verb: 'resize',
        values: [{ path: 'spec.arguments', value: ['x'] }],
      },
      'object.spec.arguments',
      /not a value of a job that is edited here/,
    ],
    [
      'a value that says nothing without another',
      { action: 'edit', values: [{ path: 'spec.most', value: 4 }] },
      'object.spec.most',
      /says nothing without spec.grows/,
    ],
    [
      'what is not in Git',
      { action: 'delete', name: 'weekly' },
      'object.metadata.name',
      /weekly can't be changed: it is not in Git/,
    ],
    [
      'what is so already',
      { action: 'edit', values: [{ path: 'spec.cpu', value: 2 }] },
      'object',
      /in Git like this already/,
    ],
    [
      'a whole object that is not there',
      { action: 'create' },
      'object.metadata.name',
      /name/,
    ],
  ])('refuses %s, and leaves nothing behind', async (_, rest, at, message) => {
    const service = await own.path.replica();
    const { problems, ok } = await service.check(dailyInput(rest), MIA);
    expect(ok).toBe(false);
    expect(problems[0].path).toBe(at);
    expect(problems[0].message).toMatch(message);
    await expect(
      service.propose(dailyInput(rest), MIA, {}),
    ).rejects.toMatchObject({
      name: 'InputError',
    });
    expect(await own.git.branches()).toEqual([]);
  });

  it('is not touched where its file holds something else', async () => {
    const current = (await own.git.as(
      'admin',
      'GET',
      `/contents/${PATH}?ref=main`,
    )) as { sha: string };
    await own.git.as('admin', 'PUT', `/contents/${PATH}`, {
      branch: 'main',
      message: 'Put another one there',
      sha: current.sha,
      content: Buffer.from(FILE.replace('daily,', 'weekly,')).toString(
        'base64',
      ),
    });
    const service = await own.path.replica();
    for (const rest of [
      { action: 'delete' },
      { action: 'verb', verb: 'suspend' },
    ]) {
      const { problems } = await service.check(dailyInput(rest), MIA);
      expect(problems[0].message).toMatch(/holds Job weekly instead of daily/);
    }
  });

  it.each([
    'kustomize.toolkit.fluxcd.io/prune: disabled',
    'argocd.argoproj.io/sync-options: ServerSideApply=true,Prune=false',
  ])('is not removed where the sync would keep it (%s)', async annotation => {
    const current = (await own.git.as(
      'admin',
      'GET',
      `/contents/${PATH}?ref=main`,
    )) as {
      sha: string;
    };
    await own.git.as('admin', 'PUT', `/contents/${PATH}`, {
      branch: 'main',
      message: 'Protect it',
      sha: current.sha,
      content: Buffer.from(
        `apiVersion: example.com/v1\nkind: Job\nmetadata:\n  name: daily\n  annotations:\n    ${annotation}\n`,
      ).toString('base64'),
    });
    const service = await own.path.replica();
    const { problems } = await service.check(
      dailyInput({ action: 'delete' }),
      MIA,
    );
    expect(problems).toEqual([
      expect.objectContaining({ severity: 'error', code: 'protected' }),
    ]);
  });
});

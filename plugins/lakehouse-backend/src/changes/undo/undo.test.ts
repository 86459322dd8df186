import type { ChangeRequest } from '@lakefront/backstage-plugin-lakehouse-common';
import {
  dailyInput,
  jobInput,
  MIA,
  NOAH,
  undoInput,
} from '../__testUtils__/startWritePath';
import { useWritePath } from '../__testUtils__/useWritePath';

const PATH = 'clusters/west/domains/sales/job/daily.yaml';
const LIVE = 'west/dom-sales/job/daily';

const FILE = `# Ask the orders team before you change this
apiVersion: example.com/v1
kind: Job
metadata:
  name: daily
  namespace: dom-sales
spec:
  cpu: 2   # enough for a year
  arguments:
    - --verbose # as the nightly load asks for it
`;

jest.setTimeout(60_000);

describe('a merged change is undone', () => {
  const own = useWritePath();

  const fileAt = (ref = 'main', file = PATH) => own.read(file, ref);
  const write = (
    content: string,
    message = 'Write daily',
    { ref = 'main', file = PATH } = {},
  ) => own.write(file, content, { ref, message });

  const edit = (values: Record<string, unknown>) =>
    dailyInput({
      action: 'edit',
      values: Object.entries(values).map(([at, value]) => ({
        path: at,
        value,
      })),
    });

  const mergeOne = async ({ number }: ChangeRequest, how = 'merge') => {
    await own.merge(number, how);
    await own.look();
  };

  const problemsOf = async (change: ChangeRequest) =>
    (await own.service.check(undoInput(change), MIA)).problems;

  /** The text without what says which change wrote it last. */
  const bare = (text: string | undefined) =>
    text?.replace(/\n {4}lakefront.dev\/.*|\n {2}annotations:/g, '');

  it('of an edit: the file from before, comments and all, and it says first that it runs again', async () => {
    await write(FILE);
    const change = await own.merged(
      edit({ 'spec.cpu': 8, 'spec.arguments': null }),
    );
    expect(await fileAt()).not.toContain('nightly load asks');

    const check = await own.service.check(undoInput(change), MIA);
    expect(check.ok).toBe(true);
    expect(check.consequences[0]).toBe('A merge runs daily again.');
    expect(check.consequences[1]).toBe(
      `It undoes "Change job daily in sales" (${change.url}).`,
    );
    expect(check.footprint?.cpu).toBe(2);

    const undone = await own.merged(undoInput(change));
    expect(undone.title).toBe('Undo "Change job daily in sales"');
    expect(undone.operations).toMatchObject([
      { action: 'update', verb: 'Undo', name: 'daily' },
    ]);
    expect(bare(await fileAt())).toBe(bare(FILE));
  });

  it.each(['merge', 'squash', 'rebase'])(
    'of a creation merged by %s: it is removed, and created again by undoing that',
    async how => {
      const created = await own.service.propose(jobInput(), MIA, {});
      await mergeOne(created, how);
      const text = await fileAt();

      const check = await own.service.check(undoInput(created), MIA);
      expect(check).toMatchObject({
        ok: true,
        operations: [{ action: 'delete' }],
        files: [],
      });
      const removed = await own.service.propose(undoInput(created), MIA, {});
      await mergeOne(removed, how);
      expect(await fileAt()).toBeUndefined();

      const again = await own.service.check(undoInput(removed), MIA);
      expect(again.consequences[0]).toMatch(
        /creates daily again, and it runs from its beginning/,
      );
      expect(again.problems).toEqual([
        expect.objectContaining({ severity: 'warning', code: 'run-again' }),
      ]);
      const back = await own.service.propose(undoInput(removed), MIA, {});
      await mergeOne(back, how);
      expect(bare(await fileAt())).toBe(bare(text));
    },
  );

  it('of a removal, also while it is still live', async () => {
    await write(FILE);
    const removed = await own.merged(dailyInput({ action: 'delete' }));
    own.path.reader.indexed.set(LIVE, { name: 'daily' } as never);
    const check = await own.service.check(undoInput(removed), MIA);
    expect(check.ok).toBe(true);
    const back = await own.merged(undoInput(removed));
    expect(back.operations).toMatchObject([{ action: 'create' }]);
    expect(bare(await fileAt())).toBe(bare(FILE));
  });

  it('of an edit that other values were changed after: they stay, byte for byte', async () => {
    await write(FILE);
    const change = await own.merged(edit({ 'spec.cpu': 8 }));
    const later = await own.merged(edit({ 'spec.arguments': ['--quiet'] }));
    await write(`${await fileAt()}# a note of later\n`, 'Add a note');

    const check = await own.service.check(undoInput(change), MIA);
    expect(check.ok).toBe(true);
    expect(check.consequences.join('\n')).toMatch(
      /What was written to .*daily\.yaml since, last by commit [0-9a-f]{7} "Add a note", stays/,
    );
    await own.merged(undoInput(change));
    const text = await fileAt();
    expect(text).toContain('  cpu: 2   # enough for a year\n');
    expect(text).toContain('    - --quiet # as the nightly load asks for it\n');
    expect(text).toContain('# a note of later\n');

    await own.merged(undoInput(later));
    expect(await fileAt()).toContain('    - --verbose # as');
  });

  it('never of values that were changed again: a conflict names the file and the later change', async () => {
    await write(FILE);
    const change = await own.merged(edit({ 'spec.cpu': 8 }));
    const later = await own.merged(edit({ 'spec.cpu': 16 }));
    const [problem] = await problemsOf(change);
    expect(problem).toMatchObject({ severity: 'error', code: 'conflict' });
    expect(problem.message).toBe(
      `${PATH} was changed since, last by "Change job daily in sales" (${later.url}): spec.cpu is no longer what this change left. Undo that first, or change it by hand`,
    );
    await expect(
      own.service.propose(undoInput(change), MIA, {}),
    ).rejects.toMatchObject({
      name: 'InputError',
    });
    await own.merged(undoInput(later));
    await own.merged(undoInput(change));
    expect(await fileAt()).toContain('  cpu: 2   # enough for a year\n');
  });

  it('never of a creation that was changed since, be it by a comment', async () => {
    const created = await own.merged(jobInput());
    await write(`${await fileAt()}# mine\n`, 'Explain it');
    const [problem] = await problemsOf(created);
    expect(problem).toMatchObject({ code: 'conflict' });
    expect(problem.message).toMatch(
      /last by commit [0-9a-f]{7} "Explain it": removing it would lose that/,
    );
  });

  it('never of what is gone, or there again', async () => {
    await write(FILE);
    const edited = await own.merged(edit({ 'spec.cpu': 8 }));
    const removed = await own.merged(dailyInput({ action: 'delete' }));
    expect((await problemsOf(edited))[0].message).toMatch(
      /last by "Remove job daily from sales".*daily is no longer in it/,
    );
    const created = await own.merged(jobInput());
    expect((await problemsOf(removed))[0].message).toMatch(
      /last by "Add job daily to sales".*daily is there again/,
    );
    await own.merged(undoInput(created));
    expect((await problemsOf(created))[0].message).toMatch(
      /daily is gone from Git already/,
    );
    await own.merged(undoInput(removed));
    expect(await fileAt()).toContain('cpu: 8');
  });

  it('as it was merged, where a reviewer had changed it', async () => {
    await write(FILE);
    const change = await own.service.propose(edit({ 'spec.cpu': 8 }), MIA, {});
    const branch = `lakefront/${change.id}`;
    await write(
      (await fileAt(branch))!
        .replace('cpu: 8', 'cpu: 4')
        .replace('--verbose', '--debug'),
      'Less will do',
      { ref: branch },
    );
    await mergeOne(change);
    const check = await own.service.check(undoInput(change), MIA);
    expect(check.consequences.join('\n')).toMatch(
      /besides, before the merge, stays/,
    );
    await own.merged(undoInput(change));
    const text = await fileAt();
    expect(text).toContain('  cpu: 2   # enough for a year\n');
    expect(text).toContain('--debug');
  });

  it('as it was merged, where main had moved on beside it', async () => {
    const long = FILE.replace(
      '  arguments',
      `${'  # ...\n'.repeat(12)}  arguments`,
    );
    await write(long);
    const change = await own.service.propose(edit({ 'spec.cpu': 8 }), MIA, {});
    await write(long.replace('--verbose', '--quiet'), 'Be quiet');
    await mergeOne(change);
    expect(await fileAt()).toContain('cpu: 8');
    await own.merged(undoInput(change));
    const text = await fileAt();
    expect(text).toContain('cpu: 2 ');
    expect(text).toContain('--quiet');
  });

  it('never where the sync is told to keep it', async () => {
    const created = await own.merged(jobInput());
    await write(
      (await fileAt())!.replace(
        'annotations:',
        'annotations:\n    kustomize.toolkit.fluxcd.io/prune: disabled',
      ),
      'Protect it',
    );
    expect(await problemsOf(created)).toEqual([
      expect.objectContaining({ severity: 'error', code: 'protected' }),
    ]);
  });

  it('never before it is merged, of another object, or by whom it does not concern', async () => {
    const created = await own.service.propose(jobInput(), MIA, {});
    expect((await problemsOf(created))[0].message).toMatch(
      /was not merged.*close its pull request/,
    );
    await mergeOne(created);
    const other = dailyInput({
      action: 'undo',
      change: created.id,
      name: 'weekly',
    });
    expect((await own.service.check(other, MIA)).problems[0].message).toMatch(
      /did not touch job weekly/,
    );
    const risk = { ...undoInput(created), domain: 'risk' };
    expect((await own.service.check(risk, NOAH)).problems[0].message).toBe(
      `There is no change ${created.id} of risk on west`,
    );
    await expect(
      own.service.check(undoInput(created), NOAH),
    ).rejects.toMatchObject({
      name: 'NotAllowedError',
    });
  });

  it('never of what held a credential: the portal keeps none', async () => {
    const secret = 'canary-77-of-the-file';
    await write(
      FILE.replace(
        '  cpu: 2',
        `  conf: { "fs.s3a.secret.key": "${secret}" }\n  cpu: 2`,
      ),
    );
    const removed = await own.merged(dailyInput({ action: 'delete' }));
    expect(JSON.stringify(await own.knex('changes').select())).not.toContain(
      secret,
    );
    expect((await problemsOf(removed))[0].message).toMatch(
      /What .*daily\.yaml held before was not kept/,
    );
    await write(
      FILE.replace(
        '  cpu: 2',
        `  conf: { "fs.s3a.secret.key": "${secret}" }\n  cpu: 2`,
      ),
    );
    const check = await own.service.check(edit({ 'spec.cpu': 3 }), MIA);
    expect(check.problems[0].code).toBe('mask');
    expect(JSON.stringify(check)).not.toContain(secret);
  });

  it('of one of several in a file: the others stay as they are now', async () => {
    const file = 'clusters/west/domains/sales/team.yaml';
    const other = FILE.replace('name: daily', 'name: weekly');
    await write(`${FILE}---\n${other}`, 'Write both', { file });
    const edited = await own.merged(edit({ 'spec.cpu': 8 }));
    const later = other.replace('cpu: 2', 'cpu: 7');
    const now = (await fileAt('main', file))!;
    await write(now.replace(other, later), 'More for weekly', { file });

    const check = await own.service.check(undoInput(edited), MIA);
    expect(check.ok).toBe(true);
    expect(check.consequences.join(' ')).not.toMatch(/stays/);
    await own.merged(undoInput(edited));
    expect(bare(await fileAt('main', file))).toBe(`${FILE}---\n${later}`);

    // What went from a file of many comes back in a file of its own.
    const removed = await own.merged(dailyInput({ action: 'delete' }));
    expect(await fileAt('main', file)).toBe(`---\n${later}`);
    await own.merged(undoInput(removed));
    expect(bare(await fileAt())).toBe(FILE);
    expect(await fileAt('main', file)).toBe(`---\n${later}`);
  });
});

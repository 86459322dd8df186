import type { GitFileChange } from '@lakefront/backstage-plugin-lakehouse-node';
import {
  BRANCH,
  HOSTS,
  MARKER,
  MESSAGE,
  OLD,
  PATH,
  useHost,
} from '../__testUtils__/useHost';
import { gitBlobSha } from '../gitBlobSha';

const WILD = 'clusters/west/Größe 100%/a#b?c&d=e+f/日本 "q".yaml';

describe.each(HOSTS)(
  '$title keeps the contract of GitHost: branches, commits and files',
  traits => {
    const { renews } = traits;
    const at = useHost(traits);

    it('makes a branch that appears together with its one commit', async () => {
      const { host, repository, model, create } = at;
      expect(await host.getBranch(repository, BRANCH)).toBeUndefined();
      const before = model.branches.get('main');

      const { sha } = await create();

      expect(await host.getBranch(repository, BRANCH)).toEqual({
        sha,
        message: MESSAGE,
      });
      expect(model.commits.get(sha)?.parents).toEqual([before]);
      expect(model.branches.get('main')).toBe(before);
      expect([...model.branches.keys()]).toEqual(['main', BRANCH]);
    });

    it('creates, updates and deletes files in that commit and leaves the rest', async () => {
      const { host, repository, model, commit } = at;
      const marker = await host.getFile(repository, MARKER, 'main');
      const { sha } = await commit([
        { action: 'create', path: PATH, content: 'a: 1\r\nb: "ü"\n' },
        {
          ...{ action: 'update', path: MARKER, content: '\uFEFFkind: X\n' },
          baseSha: marker?.sha,
        },
        { action: 'delete', path: OLD, baseSha: gitBlobSha('kind: Old\n') },
      ]);

      expect([...model.commits.get(sha)!.tree].sort()).toEqual([
        ['README.md', 'hello\n'],
        [PATH, 'a: 1\r\nb: "ü"\n'],
        [MARKER, '\uFEFFkind: X\n'],
      ]);
      expect(await host.getFile(repository, MARKER, sha)).toEqual({
        content: '\uFEFFkind: X\n',
        sha: gitBlobSha('\uFEFFkind: X\n'),
      });
      expect(await host.getFile(repository, OLD, BRANCH)).toBeUndefined();
      expect((await host.getFile(repository, OLD, 'main'))?.content).toBe(
        'kind: Old\n',
      );
    });

    it('updates and deletes what is there now where no earlier state is named', async () => {
      const { model, commit } = at;
      const { sha } = await commit([
        { action: 'update', path: MARKER, content: 'new\n' },
        { action: 'delete', path: OLD },
      ]);
      const { tree } = model.commits.get(sha)!;
      expect(tree.get(MARKER)).toBe('new\n');
      expect(tree.has(OLD)).toBe(false);
    });

    it('keeps every letter of a path', async () => {
      const { host, repository, model, create } = at;
      const { sha } = await create(WILD, 'wild: true\n');

      expect(model.commits.get(sha)?.tree.get(WILD)).toBe('wild: true\n');
      expect((await host.getFile(repository, WILD, sha))?.content).toBe(
        'wild: true\n',
      );
      expect((await host.getLastCommit(repository, WILD, BRANCH))?.sha).toBe(
        sha,
      );
      const url = new URL(host.fileUrl(repository, WILD, 'main'));
      expect(decodeURIComponent(`${url.pathname}${url.search}`)).toContain(
        WILD,
      );
      expect(url.hash).toBe('');
    });

    if (renews) {
      it('makes a branch anew on what the base branch has by now, and keeps its pull request', async () => {
        const { host, repository, model, open } = at;
        const { sha: expected } = await open();
        const base = model.push('main', { [PATH]: 'theirs\n', 'b.txt': 'b' });
        const renew = (from: string) =>
          host.renewBranch!(repository, {
            ...{ branch: BRANCH, message: MESSAGE, expected: from },
            files: [
              {
                ...{ action: 'update', path: PATH, content: 'ours\n' },
                baseSha: gitBlobSha('theirs\n'),
              },
            ],
          });
        const { sha } = await renew(expected);

        expect(model.branches.get(BRANCH)).toBe(sha);
        expect(model.isAncestor(base.sha, sha)).toBe(true);
        expect(model.file(BRANCH, PATH)?.content).toBe('ours\n');
        expect(model.file(BRANCH, 'b.txt')?.content).toBe('b');
        expect(await host.getBranch(repository, BRANCH)).toEqual({
          ...{ sha, message: MESSAGE },
        });
        expect(await host.getPullRequest(repository, 1)).toMatchObject({
          ...{ state: 'open', headSha: sha },
        });
        expect([...model.branches.keys()]).toEqual(['main', BRANCH]);

        // What somebody pushed since is never lost.
        const theirs = model.push(BRANCH, { 'more.yaml': 'x' });
        await expect(renew(sha)).rejects.toMatchObject({
          name: 'ConflictError',
        });
        expect(model.branches.get(BRANCH)).toBe(theirs.sha);
        model.push('main', { [PATH]: 'changed again\n' });
        await expect(renew(theirs.sha)).rejects.toMatchObject({
          name: 'ConflictError',
        });
        expect(model.branches.get(BRANCH)).toBe(theirs.sha);
        expect([...model.branches.keys()]).toEqual(['main', BRANCH]);
      });
    }

    it('lists the files below a directory, however deep, with what tells them apart', async () => {
      const { host, repository, model } = at;
      const directory = 'clusters/west/domains/sales';
      const many = Object.fromEntries(
        Array.from({ length: 130 }, (_, index) => [
          ...[`${directory}/job/a/b c/${index}.yaml`, `number: ${index}\n`],
        ]),
      );
      const { sha } = model.push('main', many);
      model.push('main', { [`${directory}/more.yaml`]: 'x' });

      const files = await host.listFiles(repository, directory, sha);
      expect(files?.map(({ path }) => path).sort()).toEqual(
        [MARKER, OLD, ...Object.keys(many)].sort(),
      );
      const marker = files?.find(({ path }) => path === MARKER);
      expect([undefined, gitBlobSha('kind: ConfigMap\n')]).toContain(
        marker?.sha,
      );
      const later = await host.listFiles(repository, directory, 'main');
      expect(later).toHaveLength(133);
      expect(
        await host.listFiles(repository, `${directory}/none`, 'main'),
      ).toBeUndefined();
    });

    it('says that a branch is there already, whosever it is, and leaves it alone', async () => {
      const { model, commit, create } = at;
      const theirs = model.push(BRANCH, { 'theirs.txt': 'x' });

      await expect(create()).rejects.toMatchObject({ name: 'ConflictError' });
      expect(model.branches.get(BRANCH)).toBe(theirs.sha);

      model.branches.set('lakefront/empty', model.branches.get('main')!);
      await expect(
        commit(
          [{ action: 'create', path: PATH, content: 'x' }],
          'lakefront/empty',
        ),
      ).rejects.toMatchObject({ name: 'ConflictError' });
    });

    it('refuses a second commit to its own branch', async () => {
      const { model, create } = at;
      const { sha } = await create();
      await expect(create()).rejects.toMatchObject({ name: 'ConflictError' });
      expect(model.branches.get(BRANCH)).toBe(sha);
    });

    it.each<[string, GitFileChange]>([
      ['create over a file', { action: 'create', path: MARKER, content: 'x' }],
      [
        'update of a file that is gone',
        { action: 'update', path: PATH, content: 'x', baseSha: 'a'.repeat(40) },
      ],
      [
        'update of a file that changed',
        {
          ...{ action: 'update', path: MARKER, content: 'x' },
          baseSha: gitBlobSha('before\n'),
        },
      ],
      [
        'delete of a file that is gone',
        { action: 'delete', path: PATH, baseSha: 'a'.repeat(40) },
      ],
      [
        'delete of a file that changed',
        { action: 'delete', path: OLD, baseSha: gitBlobSha('before\n') },
      ],
    ])('refuses the %s and leaves nothing behind', async (_, change) => {
      const { model, commit } = at;
      await expect(
        commit([{ action: 'create', path: 'new.yaml', content: 'x' }, change]),
      ).rejects.toMatchObject({ name: 'ConflictError' });
      expect([...model.branches.keys()]).toEqual(['main']);
    });

    it('deletes a branch, also one that is gone', async () => {
      const { host, repository, model, create } = at;
      await create();
      await host.deleteBranch(repository, BRANCH);
      await host.deleteBranch(repository, BRANCH);
      expect([...model.branches.keys()]).toEqual(['main']);
    });

    it('reads the last commit of a path with its whole message', async () => {
      const { host, repository, model } = at;
      const long = `Change\n\n${'why '.repeat(200)}\n\nLakefront-Change: abc`;
      const { sha } = model.push(
        'main',
        { [MARKER]: 'new' },
        { message: long },
      );
      model.push('main', { 'other.yaml': 'x' });

      expect(await host.getLastCommit(repository, MARKER, 'main')).toEqual({
        ...{ sha, message: long },
        at: new Date(model.commits.get(sha)!.at).toISOString(),
        url: expect.stringContaining(sha),
      });
      expect(
        await host.getLastCommit(repository, 'none.yaml', 'main'),
      ).toBeUndefined();
    });
  },
);

import type { ProposeInput } from '@lakefront/backstage-plugin-lakehouse-common';
import type { GitHost } from '@lakefront/backstage-plugin-lakehouse-node';
import { jobInput, MIA, SALES } from './__testUtils__/startWritePath';
import { useWritePath } from './__testUtils__/useWritePath';

const ROOT = 'clusters/west/domains/sales';
const LIST = 'kustomization.yaml';

const job = (name: string, cpu = 2) =>
  `apiVersion: example.com/v1\nkind: Job\nmetadata: { name: ${name} }\nspec: { cpu: ${cpu} }\n`;

jest.setTimeout(120_000);

describe('a branch whose base moved so that it can not be merged', () => {
  const own = useWritePath();

  const host = () => own.git.hosts.forRepository(own.git.repository);

  const read = async (ref: string, name: string) =>
    (await host().getFile(own.git.repository, `${ROOT}/${name}`, ref))?.content;

  /** One commit by hand. */
  const write = async (files: Record<string, string>, branch = 'main') => {
    const operations = [];
    for (const [name, text] of Object.entries(files)) {
      const file = `${ROOT}/${name}`;
      const there = await host().getFile(own.git.repository, file, branch);
      operations.push({
        operation: there ? 'update' : 'create',
        path: file,
        content: Buffer.from(text).toString('base64'),
        ...(there && { sha: there.sha }),
      });
    }
    await own.git.as('admin', 'POST', '/contents', {
      ...{ branch, message: 'By hand', files: operations },
    });
  };

  const headOf = async () =>
    (
      (await own.git.as('admin', 'GET', '/pulls/1')) as {
        head: { sha: string };
      }
    ).head.sha;

  const edit = (cpu: number): ProposeInput => ({
    ...jobInput(),
    objects: [
      {
        ...{ kind: 'job', name: 'daily', action: 'edit' },
        values: [{ path: 'spec.cpu', value: cpu }],
      },
    ],
  });

  /** A new job, whose place in the list somebody else writes to meanwhile. */
  async function conflictInList(wrap?: (one: GitHost) => GitHost) {
    await write({ [LIST]: 'resources:\n- marker.yaml\n' });
    const service = await own.path.replica(wrap);
    const change = await service.propose(jobInput('daily'), MIA, {});
    await write({
      [LIST]: 'resources:\n- job/daily-old.yaml # mine\n- marker.yaml\n',
      'job/daily-old.yaml': job('daily-old'),
    });
    const get = () => service.get(SALES, change.id, { withFiles: false });
    return { service, change, get, branch: `lakefront/${change.id}` };
  }

  it('is made anew where only its list moved on, and can be merged then', async () => {
    const { service, change, get, branch } = await conflictInList();
    const before = await headOf();
    await own.look(service);

    expect(await read(branch, LIST)).toBe(
      'resources:\n- job/daily-old.yaml # mine\n- job/daily.yaml\n- marker.yaml\n',
    );
    expect(await headOf()).not.toBe(before);
    expect(await own.git.branches()).toEqual([branch]);
    expect(await own.git.pulls()).toHaveLength(1);
    const tip = await host().getBranch(own.git.repository, branch);
    expect(tip?.message).toContain(`Lakefront-Change: ${change.id}`);
    await own.look(service);
    expect(await get()).toMatchObject({ phase: 'open', number: 1 });
    expect((await get()).blocked).toBeUndefined();

    await own.merge(1);
    await own.look(service);
    expect((await get()).phase).toBe('merged');
    expect(await read('main', 'job/daily.yaml')).toContain('name: daily');
  });

  it('is made anew where another document of its file was changed', async () => {
    const file = 'jobs.yaml';
    await write({ [file]: `${job('daily')}---\n${job('weekly')}` });
    const service = await own.path.replica();
    const { id } = await service.propose(edit(8), MIA, {});
    await write({ [file]: `${job('daily')}--- # new\n${job('weekly')}` });
    await own.look(service);
    const text = await read(`lakefront/${id}`, file);
    expect(text).toMatch(/cpu: 8 \}\n--- # new\n/);
    expect(text?.endsWith(`--- # new\n${job('weekly')}`)).toBe(true);
    await own.look(service);
    expect(
      (await service.get(SALES, id, { withFiles: false })).blocked,
    ).toBeUndefined();
  });

  it('stays as it is where the object itself was changed, and says so', async () => {
    await write({ 'job/daily.yaml': job('daily') });
    const service = await own.path.replica();
    const { id } = await service.propose(edit(8), MIA, {});
    const before = await headOf();
    await write({ 'job/daily.yaml': job('daily', 5) });
    await own.look(service);
    expect(
      (await service.get(SALES, id, { withFiles: false })).blocked,
    ).toMatchObject({
      reason: expect.stringMatching(
        /can't be merged into main: daily was changed in .*job\/daily\.yaml meanwhile\. Close the pull request and ask again/,
      ),
      who: 'user:default/mia',
    });
    expect(await headOf()).toBe(before);
  });

  it('is never touched where somebody else pushed to it', async () => {
    const { service, get, branch } = await conflictInList();
    await write({ 'job/more.yaml': job('more') }, branch);
    const before = await headOf();
    await own.look(service);
    await own.look(service);
    expect((await get()).blocked?.reason).toMatch(
      /somebody else pushed to it, so the portal leaves it alone/,
    );
    expect(await headOf()).toBe(before);
    expect(await own.git.branches()).toEqual([branch]);
  });

  it('is not touched where somebody pushes in that very moment', async () => {
    let push = async () => {};
    const { service, get, branch } = await conflictInList(one =>
      withRenewal(one, async (repository, options) => {
        await push();
        return one.renewBranch!(repository, options);
      }),
    );
    push = () => write({ 'job/more.yaml': job('more') }, branch);
    await own.look(service);
    expect(await read(branch, 'job/more.yaml')).toBe(job('more'));
    expect((await get()).blocked?.reason).toMatch(/could not be made anew/);
    expect(await own.git.branches()).toEqual([branch]);
  });

  it('is left alone where only people commit with their own accounts', async () => {
    const { service, get } = await conflictInList();
    const before = await headOf();
    own.path.gitops.repositories[0].credentials = 'user';
    await own.look(service);
    expect((await get()).blocked?.reason).toMatch(
      /only your own Git account, whose token the portal does not keep/,
    );
    expect(await headOf()).toBe(before);
  });

  it('says so where the host has no call for it', async () => {
    const { service, get } = await conflictInList(one =>
      withRenewal(one, undefined),
    );
    const before = await headOf();
    await own.look(service);
    expect((await get()).blocked?.reason).toMatch(
      /Gitea has no call that puts a branch on a new base/,
    );
    expect(await headOf()).toBe(before);
  });

  it('is made anew once for a base, however often it is looked at', async () => {
    let times = 0;
    const { service, branch, get } = await conflictInList(one =>
      withRenewal(
        new Proxy(one, {
          get: (target, name: keyof GitHost) =>
            name === 'getPullRequest'
              ? async (...args: Parameters<GitHost['getPullRequest']>) => {
                  const pull = await target.getPullRequest(...args);
                  return pull && { ...pull, mergeable: false };
                }
              : bound(target, name),
        }),
        async (repository, options) => {
          times += 1;
          return one.renewBranch!(repository, options);
        },
      ),
    );
    times = 0;
    await own.look(service);
    await own.look(service);
    await own.look(service);
    expect(times).toBe(1);
    expect(await own.git.branches()).toEqual([branch]);
    // On the base as it is nothing can be in its way: the host has not looked yet.
    expect((await get()).blocked).toBeUndefined();
  });
});

/** The host with another way, or none, to make a branch anew. */
function withRenewal(
  host: GitHost,
  renewBranch: GitHost['renewBranch'],
): GitHost {
  return new Proxy(host, {
    get: (target, name: keyof GitHost) =>
      name === 'renewBranch' ? renewBranch : bound(target, name),
  });
}

function bound(host: GitHost, name: keyof GitHost) {
  const value = host[name];
  return typeof value === 'function'
    ? (value as (...args: never[]) => unknown).bind(host)
    : value;
}

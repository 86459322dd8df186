import {
  domainOfPath,
  mayApprove,
  mayClose,
  mayMerge,
  mayPush,
} from './rights';

const user = (login: string, groups: string[] = []) => ({
  id: 1,
  login,
  fullName: login,
  email: `${login}@example.com`,
  groups,
  admin: login === 'admin',
  person: login !== 'admin' && login !== 'portal',
});
const pat = user('pat', ['platform-engineers']);
const mia = user('mia', ['sales-data']);
const sam = user('sam');
const portal = user('portal');
const admin = user('admin');

describe('rights', () => {
  it.each([
    ['clusters/west/domains/sales/spark-application/a.yaml', 'sales'],
    ['clusters/west/domains-after/sales/marker.yaml', 'sales'],
    ['clusters/west/domains/sales', undefined],
    ['platform/clusters/west/domains/sales/a.yaml', undefined],
    ['clusters/west/east/domains/sales/a.yaml', undefined],
    ['platform/west/sales/quota.yaml', undefined],
    ['README.md', undefined],
  ])('%s is of domain %s', (path, domain) => {
    expect(domainOfPath(path)).toBe(domain);
  });

  const sales = 'clusters/west/domains/sales/a.yaml';
  const risk = 'clusters/west/domains/risk/a.yaml';
  const quota = 'platform/west/sales/quota.yaml';

  it.each([
    [pat, [sales, risk, quota], true],
    [admin, [quota], true],
    [mia, [sales], true],
    [mia, [], true],
    [mia, [sales, risk], false],
    [mia, [sales, quota], false],
    [mia, ['README.md'], false],
    [sam, [sales], false],
    [sam, [], false],
    [portal, [sales], false],
    [undefined, [sales], false],
  ])('merge %#', (who, paths, allowed) => {
    expect(mayMerge(who, paths).allowed).toBe(allowed);
  });

  it('names what stands in the way', () => {
    expect(mayMerge(mia, [quota])).toEqual({
      allowed: false,
      reason: `Only a platform engineer may merge a change of ${quota}.`,
    });
    expect(mayMerge(mia, [risk])).toMatchObject({
      reason: expect.stringContaining('team of domain risk'),
    });
  });

  it('pushes, approves and closes', () => {
    expect(mayPush(portal, 'a', 'main').allowed).toBe(true);
    expect(mayPush(portal, 'main', 'main').allowed).toBe(false);
    expect(mayPush(pat, 'main', 'main').allowed).toBe(false);
    expect(mayPush(admin, 'main', 'main').allowed).toBe(true);
    expect(mayPush(sam, 'a', 'main').allowed).toBe(false);
    expect(mayApprove(mia, 'mia').allowed).toBe(false);
    expect(mayApprove(sam, 'mia').allowed).toBe(true);
    expect(mayClose(sam, 'sam', [quota]).allowed).toBe(true);
    expect(mayClose(mia, 'sam', [quota]).allowed).toBe(false);
  });
});

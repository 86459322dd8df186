import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { ManualClock } from './__testUtils__/ManualClock';
import { LoginDirectory } from './LoginDirectory';

const entity = (
  name: string,
  login: string | undefined,
  over: Partial<Entity> = {},
): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: {
    name,
    annotations: login ? { 'lakefront.dev/git-login': login } : {},
  },
  spec: { memberOf: [] },
  ...over,
});

function setUp(entities: Entity[]) {
  const catalog = catalogServiceMock.mock();
  const filled = catalogServiceMock({ entities });
  catalog.getEntities.mockImplementation((...args) =>
    filled.getEntities(...args),
  );
  const clock = new ManualClock();
  const directory = new LoginDirectory({
    ...{ catalog, clock, auth: mockServices.auth() },
    users: { mia: 'user:default/mia' },
  });
  return { catalog, clock, directory };
}

describe('LoginDirectory', () => {
  it('finds who a User of the catalog says to be, in any case of letters', async () => {
    const { directory, catalog } = setUp([
      entity('Ben', 'Ben-A'),
      entity('noah', undefined),
    ]);

    expect(await directory.usersOf(['BEN-a', 'noah', 'constructor'])).toEqual({
      'ben-a': 'user:default/ben',
    });
    expect(catalog.getEntities).toHaveBeenCalledTimes(1);
  });

  it('believes config before the catalog, and asks nobody then', async () => {
    const { directory, catalog } = setUp([entity('eve', 'mia')]);

    expect(await directory.usersOf(['Mia'])).toEqual({
      mia: 'user:default/mia',
    });
    expect(catalog.getEntities).not.toHaveBeenCalled();
  });

  it('takes a login that two Users claim for nobody’s', async () => {
    const { directory } = setUp([entity('ben', 'ben'), entity('eve', 'Ben')]);

    expect(await directory.usersOf(['ben'])).toEqual({});
  });

  it('believes no annotation of anything but a User', async () => {
    const { directory } = setUp([
      entity('bot', 'ben', { kind: 'Component', spec: {} }),
      entity('team', 'ben', { kind: 'Group', spec: {} }),
    ]);

    expect(await directory.usersOf(['ben'])).toEqual({});
  });

  it('asks once in a minute, for those who are nobody too', async () => {
    const { directory, catalog, clock } = setUp([entity('ben', 'ben')]);

    await directory.usersOf(['ben', 'stranger']);
    await directory.usersOf(['stranger', 'ben']);
    expect(catalog.getEntities).toHaveBeenCalledTimes(1);
    clock.advance(60_000);
    await directory.usersOf(['ben']);
    expect(catalog.getEntities).toHaveBeenCalledTimes(2);
  });

  it('does not guess while the catalog is away', async () => {
    const { directory, catalog } = setUp([]);
    catalog.getEntities.mockRejectedValueOnce(new Error('away'));

    await expect(directory.usersOf(['ben'])).rejects.toThrow('away');
    expect(await directory.usersOf(['ben'])).toEqual({});
  });

  it('is content with config where there is no catalog', async () => {
    const directory = new LoginDirectory({
      users: { mia: 'user:default/mia' },
      auth: mockServices.auth(),
      clock: new ManualClock(),
    });

    expect(await directory.usersOf(['mia', 'ben'])).toEqual({
      mia: 'user:default/mia',
    });
  });
});

import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  awayLake,
  branchesFixture,
  branchFixture,
  lakeAddress,
  repositoryDetailFixture,
  repositoryFixture,
  unreadLake,
} from '../../__testUtils__/lakefs';
import {
  never,
  refusal,
  renderLakehouse,
  seriousFaults,
} from '../../__testUtils__/renderLakehouse';
import { scaffolderFeature } from '../../__testUtils__/scaffolderFeature';

const path = '/lakehouse/lakefs/main-lake/sales-lake';
const table = (name = 'Branches') => screen.findByRole('table', { name });

describe('a repository of lakeFS', () => {
  it('says how many branches there are, where each stands and whose it is', async () => {
    const { container } = renderLakehouse(path);
    expect(
      await screen.findByText('4 branches: 1 yours, 2 stale.'),
    ).toBeInTheDocument();
    const rows = within(await table()).getAllByRole('row');
    expect(rows).toHaveLength(5);
    expect(rows[1]).toHaveTextContent('maindefault branch');
    expect(rows[2]).toHaveTextContent('3 ahead · 1 behind · 12 uncommitted');
    expect(within(rows[2]).getByRole('link', { name: 'mia' })).toHaveAttribute(
      'href',
      '/lakehouse/changes/c-42',
    );
    expect(rows[3]).toHaveTextContent('another domain');
    expect(rows[4]).toHaveTextContent('made by hand');
    expect(
      within(rows[2]).getAllByRole('link', { name: 'new-prices' })[0],
    ).toHaveAttribute('href', `${path}/branches/new-prices`);
    expect(
      screen.getByText(/Nobody writes to main and release-\* but by a merge/),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/collected after 21 days \(main 28 days\)/),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'Open in lakeFS ↗' }),
    ).toHaveAttribute('href', repositoryDetailFixture.repository.url);
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('keeps view, search and sort in the address and asks by them', async () => {
    const listLakeFSBranches = jest.fn(async () => branchesFixture);
    renderLakehouse(`${path}?show=stale&q=new&sort=expiresAt`, {
      listLakeFSBranches,
    });
    await table();
    expect(listLakeFSBranches).toHaveBeenLastCalledWith(
      { server: 'main-lake', repository: 'sales-lake' },
      expect.objectContaining({ view: 'stale', q: 'new', sort: 'expiresAt' }),
      expect.anything(),
    );
    await userEvent.click(screen.getByRole('radio', { name: /^Mine ?1/ }));
    await userEvent.click(screen.getByRole('button', { name: /Last commit/ }));
    await waitFor(() =>
      expect(listLakeFSBranches).toHaveBeenLastCalledWith(
        expect.anything(),
        expect.objectContaining({ view: 'mine', sort: '-committedAt' }),
        expect.anything(),
      ),
    );
  });

  it('reads 10,000 branches page by page and draws those in view', async () => {
    const all = Array.from({ length: 10_000 }, (_, index) =>
      branchFixture({ branch: `b-${index}` }),
    );
    const listLakeFSBranches = jest.fn(
      async (_address: unknown, { cursor = '0', limit = 0 }) => ({
        ...branchesFixture,
        items: all.slice(Number(cursor), Number(cursor) + limit),
        nextCursor: String(Number(cursor) + limit),
        total: all.length,
        counts: { ...branchesFixture.counts, all: all.length },
      }),
    );
    renderLakehouse(path, { listLakeFSBranches });
    expect(await screen.findByText(/^10,000 branches/)).toBeInTheDocument();
    expect(await table()).toHaveAttribute('aria-rowcount', '101');
    await userEvent.click(screen.getByRole('button', { name: 'Show more' }));
    await waitFor(async () =>
      expect(await table()).toHaveAttribute('aria-rowcount', '201'),
    );
    expect(within(await table()).getAllByRole('row').length).toBeLessThan(100);
  });

  it('says why branches were kept, until when others can be had back, and leads there', async () => {
    const { container } = renderLakehouse(`${path}?show=kept`, {}, [
      scaffolderFeature,
    ]);
    const rows = within(await table('Kept or deleted branches')).getAllByRole(
      'row',
    );
    expect(rows[1]).toHaveTextContent(/old-pricesDeleted; a tag.*ends in/);
    expect(rows[2]).toHaveTextContent(
      'half-doneIt holds 12 objects that were never committed.',
    );
    expect(rows[2]).toHaveTextContent('still there');
    expect(rows[3]).toHaveTextContent(/ended .* ago: its data may be gone/);
    const links = await screen.findAllByRole('link', { name: /^Restore/ });
    expect(links).toHaveLength(1);
    const { searchParams } = new URL(
      links[0].getAttribute('href')!,
      'http://portal.test',
    );
    expect(JSON.parse(searchParams.get('formData')!)).toEqual({
      place: { domain: 'sales', kubernetesCluster: 'west' },
      repository: { server: 'main-lake', repository: 'sales-lake' },
      source: 'lakefront-kept-old-prices-20260101',
      name: 'old-prices',
    });
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('shows what is known of a server that is away, and what is not known', async () => {
    const { unmount } = renderLakehouse(path, {
      listLakeFSBranches: async () => ({
        ...branchesFixture,
        freshness: awayLake,
      }),
    });
    expect(
      await screen.findByText(/lakeFS main-lake does not answer/),
    ).toBeInTheDocument();
    expect(within(await table()).getAllByRole('row')).toHaveLength(5);
    unmount();
    renderLakehouse(path, {
      listLakeFSBranches: async () => ({
        ...branchesFixture,
        items: [],
        freshness: [{ server: 'main-lake', state: 'unreachable' }],
      }),
    });
    expect(await screen.findByText('Not known')).toBeInTheDocument();
  });

  it('shows declared branches of one that was never read, and takes nothing else for empty', async () => {
    const all = {
      getLakeFSRepository: async () => ({
        repository: {
          ...lakeAddress,
          domains: repositoryFixture.domains,
          url: repositoryFixture.url,
        },
        freshness: unreadLake,
      }),
      listLakeFSBranches: async () => ({
        ...branchesFixture,
        items: [branchFixture({ committedAt: undefined, message: undefined })],
        total: 1,
        counts: { all: 1, mine: 1, expiring: 0, stale: 0, declared: 1 },
        freshness: unreadLake,
      }),
    };
    const { container, unmount } = renderLakehouse(path, all);
    const rows = within(await table()).getAllByRole('row');
    expect(rows).toHaveLength(2);
    expect(rows[1]).toHaveTextContent('3 ahead · 1 behind · 12 uncommitted');
    expect(
      screen.getByText(/^1 branch is declared in Git, 1 of them yours\. Which/),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/^lakeFS main-lake does not answer, since/),
    ).toBeInTheDocument();
    expect(
      screen.getByText('Not known: lakeFS did not tell them yet.'),
    ).toBeInTheDocument();
    // No count where lakeFS would have to tell it.
    expect(screen.getByRole('radio', { name: 'All' })).toBeInTheDocument();
    expect(screen.getByRole('radio', { name: 'Stale' })).toBeInTheDocument();
    expect(screen.queryByText(/default branch/)).toBeNull();
    expect(await seriousFaults(container)).toEqual([]);
    unmount();
    renderLakehouse(`${path}?show=kept`, all);
    expect(
      await screen.findByText(/^Which branches were kept or deleted stands in/),
    ).toBeInTheDocument();
  });

  it.each([
    ['?show=mine', 'No branch of yours'],
    ['?show=stale', 'No stale branch'],
    ['?q=nothing', 'No branch matches'],
  ])('says what shows where there is none: %s', async (query, text) => {
    renderLakehouse(`${path}${query}`, {
      listLakeFSBranches: async () => ({ ...branchesFixture, items: [] }),
    });
    expect(await screen.findByText(text)).toBeInTheDocument();
  });

  it('shows its shape while it loads, and does not tell "not yours" from "not there"', async () => {
    const { unmount } = renderLakehouse(path, { getLakeFSRepository: never });
    expect(await screen.findByLabelText('Loading')).toBeInTheDocument();
    unmount();
    renderLakehouse(path, {
      getLakeFSRepository: async () => {
        throw refusal(404, 'not there');
      },
    });
    expect(
      await screen.findByText('There is no repository sales-lake here'),
    ).toBeInTheDocument();
  });
});

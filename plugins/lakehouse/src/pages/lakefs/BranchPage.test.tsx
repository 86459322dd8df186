import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  awayLake,
  branchDetailFixture,
  branchFixture,
  commitFixture,
  hookRunFixture,
  unreadLake,
} from '../../__testUtils__/lakefs';
import {
  never,
  refusal,
  renderLakehouse,
  seriousFaults,
} from '../../__testUtils__/renderLakehouse';

const path = '/lakehouse/lakefs/main-lake/sales-lake/branches/new-prices';
const table = (name: string | RegExp) => screen.findByRole('table', { name });

describe('a branch of lakeFS', () => {
  it('says where it stands first, then which tables differ, then its commits', async () => {
    const { container } = renderLakehouse(path);
    expect(
      await screen.findByText(
        /^3 commits ahead of main and 1 behind; 12 objects not committed yet\. Expires in/,
      ),
    ).toBeInTheDocument();
    const tables = within(await table('Tables that differ')).getAllByRole(
      'row',
    );
    expect(tables[1]).toHaveTextContent('warehouse/prices Iceberg');
    expect(tables[1]).toHaveTextContent('1,000 → 1,250');
    expect(tables[1]).toHaveTextContent('+discount double');
    expect(tables[1]).toHaveTextContent('price int → long');
    expect(tables[1]).toHaveTextContent('−old string');
    expect(tables[1]).toHaveTextContent('+4 −1');
    expect(tables[2]).toHaveTextContent('Plain Parquet keeps no count');
    const commits = within(await table('Commits')).getAllByRole('row');
    expect(
      within(commits[1]).getByRole('link', { name: 'daily-orders' }),
    ).toHaveAttribute(
      'href',
      '/lakehouse/workloads/west/dom-sales/spark-application/daily-orders',
    );
    expect(commits[1]).toHaveTextContent('1 entry of metadata');
    expect(commits[2]).toHaveTextContent('By handmia');
    expect(
      screen.getByRole('link', { name: /^Declared by new-prices/ }),
    ).toHaveAttribute(
      'href',
      '/lakehouse/workloads/west/dom-sales/lakefs-branch/new-prices',
    );
    expect(
      screen.getByRole('link', { name: 'Asked for by mia' }),
    ).toHaveAttribute('href', '/lakehouse/changes/c-42');
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('compares folder by folder, each with an address of its own', async () => {
    const { container, api } = renderLakehouse(`${path}?tab=compare`);
    const compare = jest.spyOn(api, 'compareLakeFS');
    const shown = await table('What new-prices has otherwise than main');
    expect(within(shown).getAllByRole('row')[1]).toHaveTextContent(
      'warehouse/ 1 conflict41',
    );
    expect(within(shown).getAllByRole('row')[2]).toHaveTextContent(
      'README.md changed',
    );
    await userEvent.click(screen.getByRole('link', { name: 'warehouse/' }));
    expect(
      await screen.findByRole('link', { name: 'prices/' }),
    ).toBeInTheDocument();
    expect(compare).toHaveBeenLastCalledWith(
      expect.anything(),
      expect.objectContaining({
        from: 'main',
        to: 'new-prices',
        prefix: 'warehouse/',
      }),
      expect.anything(),
    );
    const folders = within(screen.getByRole('navigation', { name: 'Folders' }));
    expect(await seriousFaults(container)).toEqual([]);
    await userEvent.click(folders.getByRole('link', { name: 'all' }));
    expect(
      await screen.findByRole('link', { name: 'warehouse/' }),
    ).toBeInTheDocument();
  });

  it('compares with any reference that is found by typing', async () => {
    const { api } = renderLakehouse(`${path}?tab=compare&path=warehouse/`);
    const compare = jest.spyOn(api, 'compareLakeFS');
    await userEvent.click(
      await screen.findByRole('button', { name: /What a merge would bring/ }),
    );
    await userEvent.type(await screen.findByRole('searchbox'), 'v');
    await userEvent.click(await screen.findByRole('option', { name: /v1/ }));
    await waitFor(() =>
      expect(compare).toHaveBeenLastCalledWith(
        expect.anything(),
        expect.objectContaining({ from: 'v1', prefix: undefined }),
        expect.anything(),
      ),
    );
  });

  it('shows what is not committed, and hook runs with what they said', async () => {
    const { container } = renderLakehouse(`${path}?tab=uncommitted`);
    expect(
      await table('What is not committed on new-prices'),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('tab', { name: 'Hook runs' }));
    const runs = await table('Hook runs');
    expect(within(runs).getAllByRole('row')[1]).toHaveTextContent(
      'Failedpre-merge',
    );
    await userEvent.click(
      within(runs).getByRole('button', { name: /Output of pre-merge of/ }),
    );
    const run = await screen.findByRole('region', { name: 'Hook run' });
    expect(
      await within(run).findByText('3 rows of prices have no currency'),
    ).toBeInTheDocument();
    expect(within(run).getByText('Skipped')).toBeInTheDocument();
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('says of the default branch only what makes sense of it', async () => {
    renderLakehouse(path.replace('new-prices', 'main'), {
      getLakeFSBranch: async () => ({
        ...branchDetailFixture,
        row: branchFixture({
          branch: 'main',
          isDefault: true,
          declaredBy: undefined,
        }),
        against: {
          ...branchDetailFixture.against,
          ahead: 0,
          behind: 0,
          uncommitted: 0,
        },
        protected: true,
      }),
    });
    expect(
      await screen.findByText('The default branch of sales-lake.'),
    ).toBeInTheDocument();
    expect(screen.getByText(/protected: only merges/)).toBeInTheDocument();
    expect(screen.queryByText('Ahead')).toBeNull();
    expect(screen.queryByText(/Tables that differ/)).toBeNull();
  });

  it('says what is partial, empty or went wrong, each where it is', async () => {
    const { container } = renderLakehouse(path, {
      getLakeFSBranch: async () => ({
        ...branchDetailFixture,
        freshness: awayLake,
      }),
      listLakeFSTables: async () => {
        throw refusal(503, 'lakeFS main-lake does not answer');
      },
      listLakeFSCommits: async () => ({ items: [], freshness: [] }),
    });
    expect(await screen.findByText(/showing its state of/)).toBeInTheDocument();
    expect(
      await screen.findByText('Could not load the tables'),
    ).toBeInTheDocument();
    expect(await screen.findByText('No commits')).toBeInTheDocument();
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('opened while lakeFS is away shows what its object tells, and says it of each tab', async () => {
    const away = async () => {
      throw refusal(
        503,
        "lakeFS main-lake can't be reached; it is asked again. Whoever runs it sees why",
      );
    };
    const { container } = renderLakehouse(path, {
      getLakeFSBranch: async () => ({
        ...branchDetailFixture,
        protected: undefined,
        against: { ref: 'main', ahead: 3, behind: 1, uncommitted: 12 },
        freshness: unreadLake,
      }),
      listLakeFSTables: away,
      listLakeFSCommits: away,
      compareLakeFS: away,
      listLakeFSUncommitted: away,
      listLakeFSHookRuns: away,
    });
    expect(
      await screen.findByText(
        /^lakeFS main-lake does not answer, since .* \(showing what the branch controller saw last/,
      ),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/^When it was last seen: 3 commits ahead of main/),
    ).toBeInTheDocument();
    const standing = within(
      screen.getByRole('region', { name: 'Where it stands' }),
    );
    expect(standing.getByRole('link', { name: '3' })).toBeInTheDocument();
    expect(standing.getByText('c3c3c3c3')).toBeInTheDocument();
    expect(
      standing.getByText('As the branch controller saw it last.'),
    ).toBeInTheDocument();
    for (const [tab, what] of [
      ['Commits', 'the commits'],
      ['Compare', 'the comparison'],
      ['Uncommitted', 'what is not committed'],
      ['Hook runs', 'the hook runs'],
    ]) {
      await userEvent.click(screen.getByRole('tab', { name: tab }));
      const panel = within(screen.getByRole('tabpanel'));
      expect(
        await panel.findByText(`Could not load ${what}`),
      ).toBeInTheDocument();
      expect(
        panel.getByText(/^lakeFS main-lake can't be reached/),
      ).toBeVisible();
      expect(panel.getByText(/shows here as soon as there is/)).toBeVisible();
      expect(
        panel.getByRole('button', { name: 'Try again' }),
      ).toBeInTheDocument();
    }
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('comes back by itself, with all that only lakeFS tells', async () => {
    let isAway = true;
    const orAway =
      <T,>(answer: T) =>
      async () => {
        if (isAway) {
          throw refusal(503, 'lakeFS main-lake does not answer');
        }
        return answer;
      };
    jest.useFakeTimers();
    try {
      renderLakehouse(path, {
        getLakeFSBranch: async () =>
          isAway
            ? { ...branchDetailFixture, freshness: unreadLake }
            : branchDetailFixture,
        listLakeFSCommits: orAway({ items: [commitFixture()], freshness: [] }),
      });
      expect(
        await screen.findByText('Could not load the commits'),
      ).toBeInTheDocument();
      isAway = false;
      await act(() => jest.advanceTimersByTimeAsync(31_000));
      expect(await table('Commits')).toBeInTheDocument();
      expect(screen.queryByText(/does not answer/)).toBeNull();
      expect(screen.queryByText(/When it was last seen/)).toBeNull();
    } finally {
      jest.useRealTimers();
    }
  });

  it.each([
    ['compare', 'Nothing differs'],
    ['uncommitted', 'All is committed'],
    ['hooks', 'No hook has run'],
  ])('says that there is nothing: %s', async (tab, text) => {
    const nothing = async () => ({
      from: { ref: 'main', commitId: 'a' },
      to: { ref: 'new-prices', commitId: 'b' },
      prefix: '',
      items: [],
    });
    renderLakehouse(`${path}?tab=${tab}`, {
      compareLakeFS: nothing,
      listLakeFSUncommitted: nothing,
      listLakeFSHookRuns: async () => ({ items: [], freshness: [] }),
      listLakeFSTables: async () => ({ items: [] }),
    });
    expect(await screen.findByText(text)).toBeInTheDocument();
    expect(await screen.findByText('No table differs')).toBeInTheDocument();
  });

  it('shows its shape while it loads, and does not tell "not yours" from "not there"', async () => {
    const { unmount } = renderLakehouse(path, { getLakeFSBranch: never });
    expect(await screen.findByLabelText('Loading')).toBeInTheDocument();
    unmount();
    renderLakehouse(path, {
      getLakeFSBranch: async () => {
        throw refusal(404, 'not there');
      },
    });
    expect(
      await screen.findByText('There is no branch new-prices here'),
    ).toBeInTheDocument();
  });

  it('masks nothing twice: what a run said is shown as it came, cut where it was cut', async () => {
    renderLakehouse(`${path}?tab=hooks&run=run-1`, {
      getLakeFSHookRun: async () => ({
        ...hookRunFixture,
        hooks: [{ ...hookRunFixture.hooks[0], output: 'a', outputCut: true }],
      }),
    });
    const run = await screen.findByRole('region', { name: 'Hook run' });
    expect(await within(run).findByText(/^a\s*…$/)).toBeInTheDocument();
  });
});

import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  awayLake,
  liveLake,
  repositoryFixture,
} from '../../__testUtils__/lakefs';
import {
  never,
  refusal,
  renderLakehouse,
  seriousFaults,
} from '../../__testUtils__/renderLakehouse';

const path = '/lakehouse/lakefs';
const table = () => screen.findByRole('table', { name: 'Repositories' });

describe('repositories of lakeFS', () => {
  it('says which there are, for whom, and how many branches each has', async () => {
    const { container } = renderLakehouse(path);
    expect(await screen.findByText('1 repository.')).toBeInTheDocument();
    const [, row] = within(await table()).getAllByRole('row');
    expect(row).toHaveTextContent('main-lake / sales-lakesalesmainyes42');
    expect(
      within(row).getByRole('link', { name: 'sales-lake' }),
    ).toHaveAttribute('href', '/lakehouse/lakefs/main-lake/sales-lake');
    expect(
      screen.getByRole('link', { name: 'lakeFS', current: 'page' }),
    ).toBeInTheDocument();
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('asks by what the address says', async () => {
    const listLakeFSRepositories = jest.fn(async () => ({
      items: [repositoryFixture],
      freshness: liveLake,
    }));
    renderLakehouse(`${path}?q=lake&domain=sales`, { listLakeFSRepositories });
    await table();
    expect(listLakeFSRepositories).toHaveBeenLastCalledWith(
      expect.objectContaining({ q: 'lake', domain: 'sales' }),
      expect.anything(),
    );
    await userEvent.clear(screen.getByRole('searchbox'));
    await waitFor(() =>
      expect(listLakeFSRepositories).toHaveBeenLastCalledWith(
        expect.objectContaining({ q: undefined, domain: 'sales' }),
        expect.anything(),
      ),
    );
  });

  it('shows the last it knew of a server that is away, and says so', async () => {
    const { container } = renderLakehouse(path, {
      listLakeFSRepositories: async () => ({
        items: [{ ...repositoryFixture, branches: undefined }],
        freshness: awayLake,
      }),
    });
    expect(
      await screen.findByText(
        /lakeFS main-lake does not answer \(showing its state of .*\): connect ECONNREFUSED; look whether it runs\./,
      ),
    ).toBeInTheDocument();
    expect(await table()).toHaveTextContent('not read yet');
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('says of none that there is none while a server was never read', async () => {
    renderLakehouse(path, {
      listLakeFSRepositories: async () => ({
        items: [],
        total: 0,
        freshness: awayLake.map(one => ({ ...one, readAt: undefined })),
      }),
    });
    expect(await screen.findByText('Not known')).toBeInTheDocument();
    expect(screen.queryByText(/No repositories/)).toBeNull();
  });

  it.each([
    ['', [], 'No lakeFS server is configured'],
    ['', liveLake, 'No repository for your domains'],
    ['', [{ server: 'a', state: 'unreachable' as const }], 'Not known'],
    ['?q=nothing', liveLake, 'No repository matches'],
  ])(
    'says what to do where there is none (%#)',
    async (query, freshness, text) => {
      const { container } = renderLakehouse(`${path}${query}`, {
        listLakeFSRepositories: async () => ({
          items: [],
          freshness,
          total: 0,
        }),
      });
      expect(await screen.findByText(text)).toBeInTheDocument();
      expect(await seriousFaults(container)).toEqual([]);
    },
  );

  it('shows its shape while it loads, and what went wrong', async () => {
    const { unmount } = renderLakehouse(path, {
      listLakeFSRepositories: never,
    });
    expect(await screen.findByLabelText('Loading')).toBeInTheDocument();
    unmount();
    renderLakehouse(path, {
      listLakeFSRepositories: async () => {
        throw refusal(503, 'the settings are not read yet');
      },
    });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'the settings are not read yet',
    );
  });
});

import { screen, within } from '@testing-library/react';
import {
  branchWorkload,
  branchWorkloadDetail,
  standingFixture,
} from '../../__testUtils__/lakefs';
import {
  refusal,
  renderLakehouse,
  seriousFaults,
} from '../../__testUtils__/renderLakehouse';
import { branchHeadline } from './branchHeadline';

const path = '/lakehouse/workloads/west/dom-sales/lakefs-branch/new-prices';
const getWorkload = async () => branchWorkloadDetail;

describe('what declares a branch', () => {
  it('says that it is ready and where it stands, and leads to what is on it', async () => {
    const { container } = renderLakehouse(path, { getWorkload });
    expect(
      await screen.findByText(/^3 commits ahead of main and 1 behind/),
    ).toBeInTheDocument();
    expect(screen.getByText('Ready')).toBeInTheDocument();
    const branch = '/lakehouse/lakefs/main-lake/sales-lake/branches/new-prices';
    expect(screen.getByRole('link', { name: 'What is on it' })).toHaveAttribute(
      'href',
      branch,
    );
    const standing = within(
      screen.getByRole('region', { name: 'Where it stands' }),
    );
    expect(standing.getByRole('link', { name: '3' })).toHaveAttribute(
      'href',
      `${branch}?tab=compare`,
    );
    expect(standing.getByRole('link', { name: '12' })).toHaveAttribute(
      'href',
      `${branch}?tab=uncommitted`,
    );
    expect(
      await screen.findByRole('table', { name: 'Tables that differ' }),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'Asked for by mia' }),
    ).toHaveAttribute('href', '/lakehouse/changes/c-42');
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('shows nothing that only what runs has', async () => {
    renderLakehouse(path, { getWorkload });
    const tabs = await screen.findAllByRole('tab');
    expect(tabs.map(({ textContent }) => textContent)).toEqual([
      'Spec',
      'Events',
    ]);
    expect(
      await screen.findByRole('group', { name: 'Manifest in Git' }),
    ).toBeInTheDocument();
    expect(screen.queryByText('Pods over time')).toBeNull();
    expect(
      within(screen.getByRole('group', { name: 'Actions' }))
        .getAllByRole('button')
        .map(({ textContent }) => textContent),
    ).toEqual(['Extend', 'Promote', 'Edit', 'Delete']);
  });

  it('says what is in the way of one that was never made', async () => {
    renderLakehouse(path, {
      getWorkload: async () => ({
        ...branchWorkloadDetail,
        workload: branchWorkload({
          state: 'failed',
          stateDetail: 'Owned',
          reason: { code: 'owned', message: 'Another object has this branch.' },
          standing: {
            ...standingFixture,
            ...{ commitId: undefined, ahead: undefined, behind: undefined },
          },
        }),
      }),
    });
    expect(
      await screen.findByText(/^Blocked: Another object has this branch\./),
    ).toBeInTheDocument();
    expect(screen.getByText('It has no branch yet')).toBeInTheDocument();
    expect(screen.queryByText(/^Tables that differ/)).toBeNull();
  });

  it('says what a hook said, with all of it and the run of hooks one click away', async () => {
    const message =
      'Hook gate / nulls refused the merge into main: column customer_id must not be null';
    const { container } = renderLakehouse(path, {
      getWorkload: async () => ({
        ...branchWorkloadDetail,
        workload: branchWorkload({
          state: 'failed',
          stateDetail: 'HookRefused',
          reason: {
            code: 'promote-hook-refused',
            message,
            detail: '1 error occurred:\n\t* stack traceback',
          },
          standing: {
            ...standingFixture,
            promotion: {
              ...{ commit: 'c3c3c3c3c3', into: 'main', done: false },
              refused: { code: 'hook-refused', message, hookRun: 'run-1' },
            },
          },
        }),
      }),
    });
    expect(
      await screen.findByText(
        /^Blocked: Hook gate \/ nulls refused the merge into main: column customer_id must not be null\. .* Its commit c3c3c3c3 was not promoted into main\.$/,
      ),
    ).toBeInTheDocument();
    const said = within(
      screen.getByRole('region', { name: 'What was said against it' }),
    );
    expect(said.getByText(/stack traceback/)).toBeInTheDocument();
    expect(
      said.getByText(/^Commit to new-prices what mends it, and promote/),
    ).toBeInTheDocument();
    expect(
      said.getByRole('link', { name: 'All that the hooks printed' }),
    ).toHaveAttribute(
      'href',
      '/lakehouse/lakefs/main-lake/sales-lake/branches/main?tab=hooks&run=run-1',
    );
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('tells one story: what lakeFS says now, not what the controller saw a while ago', async () => {
    renderLakehouse(path, {
      getWorkload: async () => ({
        ...branchWorkloadDetail,
        workload: branchWorkload({
          standing: {
            ...standingFixture,
            ...{ ahead: 0, behind: 0, uncommitted: 2, commitId: 'a1a1a1a1a1' },
          },
        }),
      }),
    });
    expect(
      await screen.findByText(/^3 commits ahead of main and 1 behind; 12/),
    ).toBeInTheDocument();
    const standing = within(
      screen.getByRole('region', { name: 'Where it stands' }),
    );
    expect(standing.getByRole('link', { name: '3' })).toBeInTheDocument();
    expect(standing.getByText('c3c3c3c3')).toBeInTheDocument();
    expect(standing.queryByText(/saw it last/)).toBeNull();
  });

  it('shows what the controller saw where lakeFS does not answer, and says so', async () => {
    renderLakehouse(path, {
      getWorkload: async () => branchWorkloadDetail,
      getLakeFSBranch: async () => {
        throw refusal(503, 'lakeFS main-lake does not answer');
      },
    });
    const standing = within(
      await screen.findByRole('region', { name: 'Where it stands' }),
    );
    expect(
      await standing.findByText(
        'As the branch controller saw it last. lakeFS main-lake does not answer',
      ),
    ).toBeInTheDocument();
    expect(standing.getByRole('link', { name: '3' })).toBeInTheDocument();
  });

  it('speaks of a branch that expired and was deleted as of one that was', async () => {
    const getLakeFSBranch = jest.fn();
    renderLakehouse(path, {
      getLakeFSBranch,
      getWorkload: async () => ({
        ...branchWorkloadDetail,
        workload: branchWorkload({
          stateDetail: 'Expired',
          reason: {
            code: 'expired',
            message: 'Branch new-prices expired and was deleted.',
          },
          standing: { ...standingFixture, expired: true, deleted: true },
        }),
      }),
    });
    expect(
      await screen.findByText('Branch new-prices expired and was deleted.'),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'restore it from there' }),
    ).toHaveAttribute(
      'href',
      '/lakehouse/lakefs/main-lake/sales-lake?show=kept&q=new-prices',
    );
    expect(screen.queryByText(/^Tables that differ/)).toBeNull();
    expect(getLakeFSBranch).not.toHaveBeenCalled();
  });

  it('has a sentence for every case', () => {
    const now = Date.parse('2026-01-02T10:00:00Z');
    const plain = { ...standingFixture, expiresAt: undefined };
    const say = (extra: Parameters<typeof branchWorkload>[0]) =>
      branchHeadline(branchWorkload({ standing: plain, ...extra }), now);
    const where =
      '3 commits ahead of main and 1 behind; 12 objects not committed yet.';
    expect(say({})).toBe(where);
    expect(say({ state: 'pending', stateDetail: 'New' })).toBe(
      `Waits: New. ${where}`,
    );
    expect(say({ state: 'unknown', stateDetail: 'Away' })).toBe(
      `Its state is unknown: Away. ${where}`,
    );
    expect(
      say({
        ...{ state: 'unknown', stateDetail: 'Away' },
        standing: { ...plain, unknownSince: '2026-01-02T09:00:00Z' },
      }),
    ).toBe(`What is known of it is from 1 h ago: Away. ${where}`);
    expect(
      say({
        standing: {
          ...plain,
          promotion: { commit: 'c3c3c3c3c3', into: 'main', done: true },
        },
      }),
    ).toBe(`${where} Its commit c3c3c3c3 was promoted into main.`);
  });
});

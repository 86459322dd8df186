import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type {
  ChangeCheck,
  LakeFSPromotionPreview,
} from '@lakefront/backstage-plugin-lakehouse-common';
import {
  branchWorkload,
  branchWorkloadDetail,
  commitFixture,
  previewFixture,
  standingFixture,
} from '../../../__testUtils__/lakefs';
import {
  refusal,
  renderLakehouse,
  seriousFaults,
} from '../../../__testUtils__/renderLakehouse';
import type { LakehouseApi } from '../../../api';

const path = '/lakehouse/workloads/west/dom-sales/lakefs-branch/new-prices';
const checked: ChangeCheck = {
  ok: true,
  problems: [],
  operations: [],
  consequences: ['Merging this merges commit c3c3 into main, once.'],
  files: [],
};

async function openPromote(replaced: Partial<LakehouseApi> = {}) {
  const checkChange = jest.fn(async () => checked);
  const { api } = renderLakehouse(path, {
    getWorkload: async () => branchWorkloadDetail,
    checkChange,
    ...replaced,
  });
  await userEvent.click(await screen.findByRole('button', { name: 'Promote' }));
  const dialog = await screen.findByRole('dialog');
  return { api, checkChange, dialog, box: within(dialog) };
}

const preview = (extra: Partial<LakeFSPromotionPreview>) => async () => ({
  ...previewFixture,
  ...extra,
});

/** Comes back to the page, which asks again at once. */
function lookAgain() {
  const hidden = jest.spyOn(document, 'hidden', 'get').mockReturnValue(true);
  document.dispatchEvent(new Event('visibilitychange'));
  hidden.mockReturnValue(false);
  document.dispatchEvent(new Event('visibilitychange'));
  hidden.mockRestore();
}

describe('promote', () => {
  it('shows what would be merged, then asks for just that', async () => {
    const proposeChange = jest.fn();
    const { box, dialog, checkChange } = await openPromote({ proposeChange });
    expect(
      await box.findByText(
        /^Merges 2 commits of new-prices into main, up to c3c3c3c3\./,
      ),
    ).toBeInTheDocument();
    expect(
      await box.findByRole('table', { name: 'Tables that differ' }),
    ).toBeInTheDocument();
    expect(
      within(
        box.getByRole('region', { name: 'Checked before the merge' }),
      ).getByText(/quality \/ no-nulls/),
    ).toBeInTheDocument();
    expect(await box.findByText(/into main, once\./)).toBeInTheDocument();
    expect(await seriousFaults(dialog)).toEqual([]);
    await userEvent.click(box.getByRole('checkbox', { name: 'As one commit' }));
    await userEvent.type(
      box.getByRole('textbox', { name: 'Message of the merge' }),
      'Prices',
    );
    await waitFor(() =>
      expect(checkChange).toHaveBeenLastCalledWith({
        domain: 'sales',
        kubernetesCluster: 'west',
        objects: [
          {
            kind: 'lakefs-branch',
            name: 'new-prices',
            action: 'verb',
            verb: 'promote',
            values: [
              { path: 'spec.promote.commit', value: 'c3c3c3c3c3c3c3c3' },
              { path: 'spec.promote.into', value: 'main' },
              { path: 'spec.promote.strategy', value: null },
              { path: 'spec.promote.squash', value: true },
              { path: 'spec.promote.message', value: 'Prices' },
            ],
          },
        ],
      }),
    );
    const submit = box.getByRole('button', {
      name: 'Open a pull request to merge c3c3c3c3 into main',
    });
    await waitFor(() => expect(submit).toBeEnabled());
    await userEvent.click(submit);
    await waitFor(() => expect(proposeChange).toHaveBeenCalledTimes(1));
  });

  it('asks for nothing that somebody has not seen: the branch moved meanwhile', async () => {
    const previewLakeFSPromotion = jest
      .fn()
      .mockResolvedValueOnce(previewFixture)
      .mockResolvedValue({
        ...previewFixture,
        commitId: 'e5e5e5e5e5e5e5e5',
        commits: [
          commitFixture({ id: 'e5e5e5e5e5e5e5e5' }),
          ...previewFixture.commits,
        ],
      });
    const { box } = await openPromote({ previewLakeFSPromotion });
    const submit = () =>
      box.getByRole('button', { name: /^Open a pull request/ });
    await waitFor(() => expect(submit()).toBeEnabled());

    lookAgain();
    expect(
      await box.findByText(
        /new-prices has moved since: its last commit is e5e5e5e5 now/,
      ),
    ).toBeInTheDocument();
    expect(submit()).toBeDisabled();
    expect(box.getByText(/up to c3c3c3c3/)).toBeInTheDocument();

    await userEvent.click(box.getByRole('button', { name: 'Look again' }));
    expect(
      await box.findByText(/^Merges 3 commits .* up to e5e5e5e5/),
    ).toBeInTheDocument();
    expect(box.queryByText(/has moved since/)).toBeNull();
    await waitFor(() => expect(submit()).toBeEnabled());
    expect(submit()).toHaveTextContent('merge e5e5e5e5 into main');
  });

  it('holds what can not be merged, and says why', async () => {
    const { box, dialog, checkChange } = await openPromote({
      previewLakeFSPromotion: preview({
        commits: [],
        obstacles: [
          { code: 'nothing-to-merge', message: 'main has all of it already.' },
        ],
      }),
    });
    expect(
      await box.findByText('main has all of it already.'),
    ).toBeInTheDocument();
    expect(
      box.getByRole('button', { name: /^Open a pull request/ }),
    ).toBeDisabled();
    expect(checkChange).not.toHaveBeenCalled();
    expect(await seriousFaults(dialog)).toEqual([]);
  });

  it('names what both sides changed, and goes on where a side is chosen', async () => {
    const { box, checkChange } = await openPromote({
      previewLakeFSPromotion: preview({
        conflicts: ['warehouse/prices/a.parquet'],
        obstacles: [{ code: 'conflict', message: '1 path is in conflict.' }],
      }),
    });
    expect(
      await box.findByText('warehouse/prices/a.parquet'),
    ).toBeInTheDocument();
    expect(
      box.getByText('1 path was changed on both sides'),
    ).toBeInTheDocument();
    expect(checkChange).not.toHaveBeenCalled();
    await userEvent.click(
      box.getByRole('button', { name: /Where both sides changed the same/ }),
    );
    await userEvent.click(
      await screen.findByRole('option', { name: 'new-prices wins' }),
    );
    expect(box.queryByText('1 path is in conflict.')).toBeNull();
    await waitFor(() =>
      expect(checkChange).toHaveBeenLastCalledWith(
        expect.objectContaining({
          objects: [
            expect.objectContaining({
              values: expect.arrayContaining([
                { path: 'spec.promote.strategy', value: 'source-wins' },
              ]),
            }),
          ],
        }),
      ),
    );
  });

  const refusedFor = (code: string) => ({
    getWorkload: async () => ({
      ...branchWorkloadDetail,
      workload: branchWorkload({
        standing: {
          ...standingFixture,
          promotion: {
            ...{ commit: previewFixture.commitId, into: 'main', done: false },
            refused: {
              ...{ code, message: 'Hook gate / nulls refused the merge: no' },
              ...(code === 'hook-refused' && { hookRun: 'run-1' }),
            },
          },
        },
      }),
    }),
  });

  it('says why the same was refused, and asks for another try', async () => {
    const { box, dialog, checkChange } = await openPromote(
      refusedFor('hook-refused'),
    );
    expect(
      await box.findByText(
        'c3c3c3c3 was tried already: Hook gate / nulls refused the merge: no',
      ),
    ).toBeInTheDocument();
    expect(
      box.getByText(/^Commit to new-prices what mends it/),
    ).toBeInTheDocument();
    expect(
      box.getByRole('link', { name: 'All that the hooks printed' }),
    ).toHaveAttribute(
      'href',
      '/lakehouse/lakefs/main-lake/sales-lake/branches/main?tab=hooks&run=run-1',
    );
    // Without another message there would be no change in Git to ask for.
    await waitFor(() =>
      expect(checkChange).toHaveBeenLastCalledWith(
        expect.objectContaining({
          objects: [
            expect.objectContaining({
              values: expect.arrayContaining([
                {
                  path: 'spec.promote.message',
                  value: expect.stringMatching(
                    /^Promote new-prices at c3c3c3c3 into main, tried again \d{4}-\d\d-\d\d \d\d:\d\d UTC$/,
                  ),
                },
              ]),
            }),
          ],
        }),
      ),
    );
    await waitFor(() =>
      expect(
        box.getByRole('button', {
          name: 'Open a pull request to try again to merge c3c3c3c3 into main',
        }),
      ).toBeEnabled(),
    );
    expect(await seriousFaults(dialog)).toEqual([]);
  });

  it.each([
    ['conflict', /say in the promotion which side wins/],
    ['destination-dirty', /looks every ten minutes/],
    ['refused', /where what refused it was wrong/],
  ])('says the way on from %s', async (code, words) => {
    const { box } = await openPromote(refusedFor(code));
    expect(await box.findByText(words)).toBeInTheDocument();
  });

  it('does not speak of what was refused where a new commit is asked for', async () => {
    const { box } = await openPromote({
      ...refusedFor('hook-refused'),
      previewLakeFSPromotion: preview({ commitId: 'e5e5e5e5e5e5e5e5' }),
    });
    expect(await box.findByText(/up to e5e5e5e5/)).toBeInTheDocument();
    expect(box.queryByText(/was tried already/)).toBeNull();
    expect(
      box.getByRole('textbox', { name: 'Message of the merge' }),
    ).toHaveValue('');
  });

  it('asks for what will wait, and says for what', async () => {
    const { box } = await openPromote({
      previewLakeFSPromotion: preview({
        obstacles: [
          { code: 'uncommitted', message: 'main has uncommitted changes' },
        ],
      }),
    });
    expect(
      await box.findByText('main has uncommitted changes'),
    ).toBeInTheDocument();
    await waitFor(() =>
      expect(
        box.getByRole('button', { name: /^Open a pull request/ }),
      ).toBeEnabled(),
    );
  });

  it('says that lakeFS does not answer, and asks for nothing then', async () => {
    const { box } = await openPromote({
      previewLakeFSPromotion: async () => {
        throw refusal(503, 'lakeFS main-lake does not answer');
      },
    });
    expect(
      await box.findByText('lakeFS main-lake does not answer'),
    ).toBeInTheDocument();
    expect(
      box.getByRole('button', { name: /^Open a pull request/ }),
    ).toBeDisabled();
  });

  it('says where a branch stands before its object is removed', async () => {
    renderLakehouse(path, {
      getWorkload: async () => branchWorkloadDetail,
      checkChange: async () => checked,
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Delete' }),
    );
    expect(
      within(await screen.findByRole('dialog')).getByText(
        'Its branch new-prices of sales-lake: 3 ahead · 1 behind · 12 uncommitted.',
      ),
    ).toBeInTheDocument();
  });
});

import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  blockedChange,
  changeDetailFixture,
} from '../../__testUtils__/changes';
import {
  never,
  refusal,
  renderLakehouse,
  seriousFaults,
} from '../../__testUtils__/renderLakehouse';

describe('changes', () => {
  it('lists requests, and those of the address', async () => {
    const listChanges = jest.fn(async () => ({
      items: [blockedChange],
      freshness: [],
    }));
    const { container } = renderLakehouse('/lakehouse/changes?phase=open', {
      listChanges,
    });
    const table = await screen.findByRole('table', { name: 'Change requests' });
    expect(
      within(table).getByRole('link', { name: blockedChange.title }),
    ).toHaveAttribute('href', '/lakehouse/changes/c-41');
    expect(within(table).getByText('Blocked')).toBeInTheDocument();
    expect(listChanges).toHaveBeenLastCalledWith(
      expect.objectContaining({ phase: ['open', 'merged', 'synced'] }),
      expect.anything(),
    );
    await userEvent.click(screen.getByRole('button', { name: 'Mine' }));
    expect(
      await screen.findByRole('region', { name: 'My requests' }),
    ).toBeInTheDocument();
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('shows what is under way above what is over, however old', async () => {
    const closed = { ...blockedChange, id: 'c-99', blocked: undefined };
    const over = { ...closed, phase: 'closed' as const, title: 'Given up' };
    const { container } = renderLakehouse('/lakehouse/changes', {
      listChanges: async query => ({
        items: query.phase?.includes('closed') ? [over] : [blockedChange],
        freshness: [],
      }),
    });
    const above = await screen.findByRole('link', {
      name: blockedChange.title,
    });
    const below = await screen.findByRole('link', { name: 'Given up' });
    expect(above.compareDocumentPosition(below)).toBe(
      Node.DOCUMENT_POSITION_FOLLOWING,
    );
    expect(screen.getByText('Closed')).toBeInTheDocument();
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('says what requests are where there is none', async () => {
    renderLakehouse('/lakehouse/changes', {
      listChanges: async () => ({ items: [], freshness: [] }),
    });
    expect(await screen.findByText('Nothing is under way')).toBeInTheDocument();
    expect(
      await screen.findByText('Nothing is live or ended yet'),
    ).toBeInTheDocument();
  });

  it('says what went wrong', async () => {
    renderLakehouse('/lakehouse/changes', {
      listChanges: async () => {
        throw refusal(500, 'database away');
      },
    });
    expect(await screen.findAllByText('database away')).toHaveLength(2);
  });
});

describe('change', () => {
  it('says where it is and who has the ball, step by step', async () => {
    const { container } = renderLakehouse('/lakehouse/changes/c-42');
    expect(
      await screen.findByText(/Waits for review by sales-data/),
    ).toBeInTheDocument();
    const steps = screen.getByRole('list', { name: 'Steps of the request' });
    expect(within(steps).getAllByRole('listitem')).toHaveLength(6);
    expect(within(steps).getByText(/needs 1 approval/)).toBeInTheDocument();
    expect(
      screen.getByText(
        'Fits the quota: asks for 6 CPU, 14 GiB; sales has 22 CPU, 76 GiB left.',
      ),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: /lakehouse\/gitops #42/ }),
    ).toHaveAttribute('href', changeDetailFixture.url);
    expect(
      screen.getByRole('region', { name: 'What a merge does' }),
    ).toHaveTextContent('After the merge Flux creates Spark job daily-orders');
    expect(screen.getByText('1 file, +38')).toBeInTheDocument();
    expect(screen.getByText('s3a://jobs/daily-orders.py')).toBeInTheDocument();
    expect(await seriousFaults(container)).toEqual([]);

    await userEvent.click(screen.getByRole('switch', { name: 'As text' }));
    expect(
      screen.getByRole('group', { name: /daily-orders.yaml/ }),
    ).toHaveTextContent('kind: SparkApplication');
  });

  it('says value by value what changes of an object', async () => {
    const path = 'clusters/west/domains/sales/daily-orders.yaml';
    const [{ object }] = changeDetailFixture.files;
    const { spec } = object as unknown as { spec: { driver: object } };
    const before = {
      ...object!,
      spec: { ...spec, driver: { ...spec.driver, cores: 7 }, timeToLive: 60 },
    };
    const { container } = renderLakehouse('/lakehouse/changes/c-42', {
      getChange: async () => ({
        ...changeDetailFixture,
        files: [
          { ...changeDetailFixture.files[0], path, action: 'update', before },
        ],
      }),
    });
    const table = await screen.findByRole('table', {
      name: `Values of ${path} that change`,
    });
    expect(
      within(table)
        .getAllByRole('row')
        .map(row => [...row.children].map(cell => cell.textContent)),
    ).toEqual([
      ['Value', 'Before', 'After'],
      ['spec.driver.cores', '7', '2'],
      ['spec.timeToLive', '60', '(not there)'],
    ]);
    expect(screen.getByText('The whole object after it')).toBeInTheDocument();
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('says which files go, and which keep their other objects', async () => {
    const file = {
      ...{ action: 'delete' as const, object: null, text: '' },
      lines: { added: 0, removed: 27 },
    };
    const path = 'clusters/west/domains/sales/night.yaml';
    renderLakehouse('/lakehouse/changes/c-42', {
      getChange: async () => ({
        ...changeDetailFixture,
        listedIn: ['clusters/west/domains/sales/kustomization.yaml'],
        files: [
          { ...file, path, othersStay: true },
          { ...file, path, othersStay: true },
          { ...file, path: 'clusters/west/domains/sales/weekly.yaml' },
        ],
      }),
    });
    const told = async (name: string) =>
      (await screen.findAllByText(name)).map(
        found => found.closest('details')?.textContent,
      );
    expect(await told(path)).toEqual([
      expect.stringMatching(
        /^removes from.*The other objects of the file stay/,
      ),
      expect.stringMatching(
        /^removes from.*The other objects of the file stay/,
      ),
    ]);
    expect(await told('clusters/west/domains/sales/weekly.yaml')).toEqual([
      expect.stringMatching(/^removesclusters.*The file goes, and with it/),
    ]);
    expect(
      screen.getByText(/, the list of the files that are applied/),
    ).toHaveTextContent(/^changes clusters.*kustomization.yaml, the list/);
  });

  it('shows the message of the system where it is stuck, in full', async () => {
    const { container } = renderLakehouse('/lakehouse/changes/c-41', {
      getChange: async () => ({
        ...blockedChange,
        ...{ files: [], consequences: [] },
      }),
    });
    const steps = await screen.findByRole('list', {
      name: 'Steps of the request',
    });
    expect(
      within(steps).getByText(/cannot patch resource rolebindings/),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/Who can go on: platform-engineers/),
    ).toBeInTheDocument();
    expect(screen.getByText('No files to show')).toBeInTheDocument();
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('is undone, once it is merged, by a request that says first what it does', async () => {
    const merged = {
      ...changeDetailFixture,
      phase: 'live' as const,
      mayChange: true,
      steps: changeDetailFixture.steps.map(step => ({
        ...step,
        state: 'done' as const,
      })),
    };
    const checkChange = jest.fn(async () => ({
      ok: true,
      problems: [],
      operations: [],
      consequences: ['After the merge Flux removes Spark job daily-orders.'],
      files: [],
    }));
    const proposeChange = jest.fn(async () => ({ ...merged, id: 'c-43' }));
    renderLakehouse('/lakehouse/changes/c-42', {
      getChange: async () => merged,
      checkChange,
      proposeChange,
    });
    await userEvent.click(await screen.findByRole('button', { name: 'Undo' }));
    const dialog = await screen.findByRole('dialog');
    const box = within(dialog);
    expect(
      await box.findByText(/removes Spark job daily-orders/),
    ).toBeInTheDocument();
    expect(await seriousFaults(dialog)).toEqual([]);
    await userEvent.click(
      box.getByRole('button', { name: 'Open a pull request to undo this' }),
    );
    const input = {
      domain: 'sales',
      kubernetesCluster: 'west',
      objects: [
        {
          kind: 'spark-application',
          name: 'daily-orders',
          action: 'undo',
          change: 'c-42',
        },
      ],
    };
    expect(checkChange).toHaveBeenCalledWith(input);
    expect(proposeChange).toHaveBeenCalledWith(input, expect.anything());
  });

  it('is undone neither before it is merged, nor by who may only look', async () => {
    const open = renderLakehouse('/lakehouse/changes/c-42');
    await screen.findByRole('list', { name: 'Steps of the request' });
    expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull();
    open.unmount();
    renderLakehouse('/lakehouse/changes/c-42', {
      getChange: async () => ({
        ...changeDetailFixture,
        phase: 'live',
        mayChange: false,
        domainOwner: 'group:default/sales-data',
        steps: changeDetailFixture.steps.map(step => ({
          ...step,
          state: 'done' as const,
        })),
      }),
    });
    expect(await screen.findByRole('button', { name: 'Undo' })).toBeDisabled();
    expect(
      screen.getByText(/sales-data can give you a role that may/),
    ).toBeInTheDocument();
  });

  it('shows its shape, and that it is not there', async () => {
    const loading = renderLakehouse('/lakehouse/changes/c-1', {
      getChange: never,
    });
    expect(await screen.findByLabelText('Loading')).toBeInTheDocument();
    loading.unmount();
    renderLakehouse('/lakehouse/changes/c-1', {
      getChange: async () => {
        throw refusal(404, 'x');
      },
    });
    expect(
      await screen.findByText('There is no request here'),
    ).toBeInTheDocument();
  });
});

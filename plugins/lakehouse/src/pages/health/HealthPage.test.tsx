import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { liveFreshness } from '../../__testUtils__/domains';
import {
  awayHealth,
  blockedPlatform,
  healthFixture,
  kubeflowHealth,
  lakefsHealth,
} from '../../__testUtils__/health';
import {
  never,
  refusal,
  renderLakehouse,
  seriousFaults,
} from '../../__testUtils__/renderLakehouse';

const PATH = '/lakehouse/health';

describe('health', () => {
  it('says in a sentence that all is well, then shows each system', async () => {
    const { container } = renderLakehouse(PATH, {
      getHealth: async () => healthFixture,
    });
    expect(
      await screen.findByText(
        'All 3 resources of west are live. 1 request is stuck.',
      ),
    ).toBeInTheDocument();
    expect(screen.queryByRole('region', { name: 'What to do' })).toBeNull();

    const grid = screen.getByRole('table', {
      name: 'Resources by Kubernetes cluster',
    });
    const pods = within(grid).getByRole('row', { name: /^pods/ });
    expect(pods).toHaveTextContent('podsLive 1,234 rows heard 0 s ago');

    const git = screen.getByRole('table', { name: 'Git repositories' });
    expect(within(git).getByText('Answers')).toBeInTheDocument();
    expect(within(git).getByText(/4,990 of 5,000/)).toBeInTheDocument();
    expect(
      within(git).getByRole('link', { name: 'lakehouse/gitops' }),
    ).toHaveAttribute('href', 'http://git.test/lakehouse/gitops');

    const stuck = screen.getByRole('table', {
      name: 'Requests that are stuck',
    });
    expect(within(stuck).getByText('synced')).toBeInTheDocument();
    expect(
      within(stuck).getByRole('link', { name: /Add Spark job/ }),
    ).toHaveAttribute('href', expect.stringMatching(/\/lakehouse\/changes\//));

    const over = screen.getByRole('table', { name: 'Failures that are over' });
    expect(within(over).getByText(/^410:/)).toBeInTheDocument();
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('shows how each lakeFS server answers, and what it can not promise', async () => {
    const { container } = renderLakehouse(PATH, {
      getHealth: async () => lakefsHealth,
    });
    expect(
      await screen.findByText(/lakeFS old-lake refuses the portal/),
    ).toBeInTheDocument();
    const [, main, old] = within(
      screen.getByRole('table', { name: 'lakeFS servers' }),
    ).getAllByRole('row');
    expect(main).toHaveTextContent('Livemain-lake');
    expect(main).toHaveTextContent('Open-source lakeFS does not keep domains');
    expect(main).toHaveTextContent('1.84.0121,234');
    // Said once: what to do says what is wrong.
    expect(old).toHaveTextContent(
      'Refusesold-lakelakeFS old-lake takes the key no more (401)not knownnot known3never',
    );
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('shows how each Kubeflow Pipelines answers, and how far its runs were read', async () => {
    const { container } = renderLakehouse(PATH, {
      getHealth: async () => kubeflowHealth,
    });
    expect(
      await screen.findByText(/Kubeflow Pipelines of east does not answer\./),
    ).toBeInTheDocument();
    const [, west, east] = within(
      screen.getByRole('table', { name: 'Kubeflow Pipelines' }),
    ).getAllByRole('row');
    expect(west).toHaveTextContent(
      /^LivewestIt is in single-user mode.*all onekubernetes12,000 of 200,0001,234/,
    );
    // Said once: what to do says what is wrong.
    expect(east).toHaveTextContent(
      'AwayeastIt is tried again in 5 min.connect ECONNREFUSED: look whether ml-pipeline runs.not knownnot known53never',
    );
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('says once that a Kubeflow Pipelines is away, though its history waits for it, too', async () => {
    const message = "Kubeflow Pipelines of east can't be reached";
    const [, east] = kubeflowHealth.kubeflow ?? [];
    renderLakehouse(PATH, {
      getHealth: async () => ({
        ...kubeflowHealth,
        kubeflow: [
          {
            ...east,
            freshness: { ...east.freshness, message },
            backfill: { ...east.backfill, message: `${message}. Again in 5 s` },
            advice: [`${message} (other side closed)`],
          },
        ],
      }),
    });
    const [, row] = within(
      await screen.findByRole('table', { name: 'Kubeflow Pipelines' }),
    ).getAllByRole('row');
    expect(row).toHaveTextContent(
      `Awayeast${message} (other side closed)not knownnot known53never`,
    );
  });

  it('says that no Kubeflow Pipelines is configured', async () => {
    renderLakehouse(PATH, { getHealth: async () => healthFixture });
    expect(
      await screen.findByText('No Kubeflow Pipelines is configured'),
    ).toBeInTheDocument();
  });

  it('says that no lakeFS server is configured', async () => {
    renderLakehouse(PATH, { getHealth: async () => healthFixture });
    expect(
      await screen.findByText('No lakeFS server is configured'),
    ).toBeInTheDocument();
  });

  it('says first which file stops the platform, and what to do', async () => {
    const { container } = renderLakehouse(PATH, {
      getHealth: async () => blockedPlatform,
    });
    expect(
      await screen.findByText(
        /^No change of the platform arrives on west\. All 3 resources/,
      ),
    ).toBeInTheDocument();
    const todo = within(screen.getByRole('region', { name: 'What to do' }));
    expect(todo.getByText('Flux lakefront-platform on west')).toBeVisible();
    expect(todo.getByText('platform/west/sales/quota.yaml')).toBeVisible();
    expect(todo.getByText(/unknown field "spec.hardd"/)).toBeVisible();
    expect(todo.getByText(/^Until this is put right/)).toBeVisible();
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('says what is away since when, why, and what to do', async () => {
    const { container } = renderLakehouse(PATH, {
      getHealth: async () => awayHealth,
    });
    expect(
      await screen.findByText(
        /^east is away since .*1 resource of west may not be read\. The repository gitops refuses/,
      ),
    ).toBeInTheDocument();
    const region = screen.getByRole('region', { name: 'What to do' });
    const [east, events, syncs] = within(region).getAllByRole('listitem');
    expect(east).toHaveTextContent('east: 2 resources');
    expect(east).toHaveTextContent('pods, resourcequotas');
    expect(east).toHaveTextContent('Nothing listens at its address');
    expect(east).toHaveTextContent('connect ECONNREFUSED 10.0.0.2:6443');
    expect(events).toHaveTextContent(
      'Missing right: list,watch events --all-namespaces',
    );
    expect(syncs).toHaveTextContent('Not installed');

    const grid = screen.getByRole('table', {
      name: 'Resources by Kubernetes cluster',
    });
    // Never read is not none.
    expect(
      within(grid).getByRole('row', { name: /^events/ }),
    ).toHaveTextContent('Not allowed not known');
    // East has no such resource configured.
    expect(
      within(grid).getByRole('row', { name: /^namespaces/ }),
    ).toHaveTextContent('–');
    const git = screen.getByRole('table', { name: 'Git repositories' });
    expect(within(git).getByText(/\(401\)/)).toBeInTheDocument();
    expect(await seriousFaults(container)).toEqual([]);
  });

  it('says what is missing where nothing is configured', async () => {
    renderLakehouse(PATH, {
      getHealth: async () => ({
        ...healthFixture,
        resources: [],
        repositories: [],
        stuck: [],
      }),
    });
    expect(
      await screen.findByText('No Kubernetes cluster is configured.'),
    ).toBeInTheDocument();
    expect(screen.getByText('No repository is configured')).toBeInTheDocument();
    expect(screen.getByText('Nothing is stuck')).toBeInTheDocument();
  });

  it('shows its shape while it loads', async () => {
    renderLakehouse(PATH, { getHealth: never });
    expect(await screen.findByLabelText('Loading')).toBeInTheDocument();
  });

  it('is calm with those whom it is not for, and says who can change that', async () => {
    renderLakehouse(PATH);
    expect(
      await screen.findByText('You may not see the health of the lakehouse'),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/lakehouse\.permissions\.platform/),
    ).toBeInTheDocument();
    expect(screen.queryByRole('link', { name: 'Health' })).toBeNull();
  });

  it('can be asked again after an error', async () => {
    const answers = [
      async () => {
        throw refusal(503, 'The database is away');
      },
      async () => healthFixture,
    ];
    renderLakehouse(PATH, { getHealth: () => answers.shift()!() });
    expect(await screen.findByText('The database is away')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(
      await screen.findByText(/^All 3 resources of west are live/),
    ).toBeInTheDocument();
  });

  it('is in the navigation of operators only', async () => {
    const operator = renderLakehouse('/lakehouse', {
      getFreshness: async () => liveFreshness,
    });
    expect(await screen.findByRole('link', { name: 'Health' })).toHaveAttribute(
      'href',
      '/lakehouse/health',
    );
    operator.unmount();
    renderLakehouse('/lakehouse');
    expect(await screen.findByText('What needs you')).toBeInTheDocument();
    expect(await screen.findByRole('link', { name: 'Jobs' })).toBeVisible();
    expect(screen.queryByRole('link', { name: 'Health' })).toBeNull();
  });
});

import type { Knex } from 'knex';
import { TestDatabases } from '@backstage/backend-test-utils';
import { NotAllowedError } from '@backstage/errors';
import type { GitHost } from '@lakefront/backstage-plugin-lakehouse-node';
import { FakeRepository } from '../githosts/__testUtils__/FakeRepository';
import { ModelHost } from '../githosts/__testUtils__/ModelHost';
import type { DefaultChangeService } from './DefaultChangeService';
import type { TestGitServer } from './__testUtils__/gitServer';
import {
  jobInput,
  MIA,
  SALES,
  startWritePath,
  type WritePath,
} from './__testUtils__/startWritePath';

jest.setTimeout(60_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3'],
  disableDocker: true,
});

describe('labels, reviewers and drafts', () => {
  let knex: Knex;
  let model: FakeRepository;
  let host: GitHost;
  let path: WritePath;
  let service: DefaultChangeService;

  const start = async (pullRequest: {
    labels: string[];
    reviewers: string[];
    draft: boolean;
  }) => {
    model = new FakeRepository({
      'clusters/west/domains/sales/marker.yaml': 'kind: ConfigMap\n',
    });
    host = new ModelHost(model);
    path = await startWritePath({
      git: {
        repository: {
          ...{ name: 'gitops', baseBranch: 'main', root: '' },
          url: 'https://git.example.com/lakehouse/gitops',
        },
        hosts: { forRepository: () => host },
      } as unknown as TestGitServer,
      ...{ knex, repository: { pullRequest } },
    });
    service = await path.replica();
  };
  const look = async (ms: number) => {
    path.clock.advance(ms);
    await service.sweep();
  };
  const change = async (id: string) =>
    service.get(SALES, id, { withFiles: false });
  const opened = async (id: string) =>
    (await change(id)).steps.find(step => step.id === 'opened');

  beforeEach(async () => {
    knex = await databases.init('SQLITE_3');
  });

  afterEach(async () => {
    await knex.destroy();
  });

  it('gives each once, and asks no more of the host afterwards', async () => {
    await start({ labels: ['data'], reviewers: ['ben', 'pat'], draft: false });
    const labels = jest.spyOn(host, 'addLabels');
    const reviews = jest.spyOn(host, 'requestReviews');

    const { id } = await service.propose(jobInput(), MIA, {});
    await look(10_000);
    await look(600_000);

    expect(model.pull(1)).toMatchObject({
      ...{ labels: ['data'], asked: ['ben', 'pat'], draft: false },
    });
    expect(labels).toHaveBeenCalledTimes(1);
    expect(reviews).toHaveBeenCalledTimes(1);
    expect((await opened(id))?.evidence).toBe('lakehouse/gitops #1');
  });

  it('opens the pull request whatever becomes of its labels, and tries those again', async () => {
    await start({ labels: ['data'], reviewers: ['ben'], draft: false });
    const labels = jest
      .spyOn(host, 'addLabels')
      .mockRejectedValue(new NotAllowedError('no right to label'));
    const reviews = jest.spyOn(host, 'requestReviews');

    const { id, phase } = await service.propose(jobInput(), MIA, {});

    expect(phase).toBe('open');
    expect((await change(id)).blocked).toBeUndefined();
    expect(await opened(id)).toMatchObject({
      state: 'done',
      evidence:
        'lakehouse/gitops #1. Without its labels yet: no right to label',
    });
    labels.mockRestore();
    await look(61_000);
    expect(model.pull(1).labels).toEqual(['data']);
    expect(model.pulls).toHaveLength(1);
    expect(reviews).toHaveBeenCalledTimes(1);
    expect((await opened(id))?.evidence).toBe('lakehouse/gitops #1');
  });

  it('leaves it to people after some minutes, and goes on saying so', async () => {
    await start({ labels: [], reviewers: ['gone'], draft: false });
    const reviews = jest
      .spyOn(host, 'requestReviews')
      .mockRejectedValue(new Error('there is no gone'));

    const { id } = await service.propose(jobInput(), MIA, {});
    for (let minute = 0; minute < 30; minute++) {
      await look(61_000);
    }

    expect(reviews).toHaveBeenCalledTimes(8);
    expect((await opened(id))?.evidence).toContain(
      'Without its reviewers yet: there is no gone',
    );
  });

  it('says that a draft has to be marked as ready', async () => {
    await start({ labels: [], reviewers: [], draft: true });

    const { id, summary } = await service.propose(jobInput(), MIA, {});

    expect(summary).toContain('is a draft: mark it as ready on the Git host');
    expect(model.pull(1).draft).toBe(true);
    model.pull(1).draft = false;
    await look(61_000);
    expect((await change(id)).summary).toBe('Waits for review by sales-data.');
  });
});

import type { Knex } from 'knex';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import {
  builtInKinds,
  createKindRegistry,
  type ChangePhase,
  type ChangeRequest,
  type ProposedObject,
  type ProposeInput,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { EventsService } from '@backstage/plugin-events-node';
import type { GitHost } from '@lakefront/backstage-plugin-lakehouse-node';
import type { GitOpsConfig, GitOpsRepository } from '../../gitopsConfig';
import type { DomainAccess } from '../../types';
import { createChangeService } from '../createChangeService';
import type { DefaultChangeService } from '../DefaultChangeService';
import type { StepsByKind } from '../KindSteps';
import { createTidier } from '../tidy/createTidier';
import { FakeReader } from './FakeReader';
import { fakeJobKind } from './fakeJobKind';
import type { TestGitServer } from './gitServer';
import { ManualClock } from './ManualClock';

const DAY_MS = 24 * 60 * 60_000;

export const SALES = new Set(['west/sales'] as const);

/** mia and ben are in sales, noah is in risk; everybody may read sales, for the sake of the argument. */
const MEMBERS: Record<string, string[]> = {
  sales: ['user:default/mia', 'user:default/ben'],
  risk: ['user:default/noah'],
};

/** The write path on a real Git host and database, with a read side that the test writes. */
export async function startWritePath(options: {
  git: TestGitServer;
  knex: Knex;
  fourEyes?: GitOpsConfig['fourEyes'];
  /** Of kinds that stand for something outside of Git and Kubernetes. */
  steps?: StepsByKind;
  /** More about its one repository. */
  repository?: Partial<GitOpsRepository>;
}) {
  const { git, knex } = options;
  await knex.migrate.latest({
    directory: resolvePackagePath(
      '@lakefront/backstage-plugin-lakehouse-backend',
      'migrations',
    ),
  });
  const reader = new FakeReader();
  const clock = new ManualClock();
  const gitops: GitOpsConfig = {
    repositories: [
      {
        ...git.repository,
        targets: [{ kubernetesCluster: 'west', domains: ['*'] }],
        pollIntervalMs: 60_000,
        ...options.repository,
      },
    ],
    users: { mia: 'user:default/mia', ben: 'user:default/ben' },
    fourEyes: options.fourEyes ?? { platform: true, domains: [] },
  };
  const access: DomainAccess = {
    scope: async () => SALES,
    async require(credentials, _permission, { kubernetesCluster, domain }) {
      const place = reader.place(kubernetesCluster, domain);
      const { userEntityRef } = credentials.principal as {
        userEntityRef: string;
      };
      if (!place) {
        throw new NotFoundError('There is no such domain');
      }
      if (!MEMBERS[domain].includes(userEntityRef)) {
        throw new NotAllowedError('You may not change this domain');
      }
      return place;
    },
  };
  const logger = mockServices.logger.mock();
  logger.child.mockReturnValue(logger);

  /** A replica; `wrap` stands between it and the Git host. */
  function replica(
    wrap: (host: GitHost) => GitHost = host => host,
    events?: EventsService,
  ): Promise<DefaultChangeService> {
    const host = wrap(git.hosts.forRepository(git.repository));
    return createChangeService({
      knex,
      access,
      auth: mockServices.auth(),
      reader,
      kinds: createKindRegistry([...builtInKinds, fakeJobKind]),
      gitops,
      hosts: {
        forRepository: () => host,
        asUser: (repository, token) =>
          wrap(git.hosts.asUser(repository, token)),
      },
      portalUrl: 'http://localhost:3000/',
      logger,
      events,
      clock,
      steps: options.steps,
      platformOwner: 'group:default/platform-engineers',
    });
  }

  /** Tidying of sales, which asks through a replica. */
  function tidier(service: DefaultChangeService, domains = ['sales']) {
    return createTidier({
      ...{ knex, reader, clock, logger, gitops, hosts: git.hosts, service },
      steps: options.steps,
      kinds: createKindRegistry([...builtInKinds, fakeJobKind]),
      config: {
        ...{ domains, suspendAfterMs: DAY_MS, removeAfterMs: 30 * DAY_MS },
        schedule: { frequency: { trigger: 'manual' }, timeout: { hours: 1 } },
      },
    });
  }

  return { replica, tidier, reader, clock, logger, knex, git, gitops };
}

export type WritePath = Awaited<ReturnType<typeof startWritePath>>;

export const MIA = mockCredentials.user('user:default/mia');
export const BEN = mockCredentials.user('user:default/ben');
export const NOAH = mockCredentials.user('user:default/noah');

export function jobInput(
  name = 'daily',
  over: Partial<ProposeInput> & { spec?: Record<string, unknown> } = {},
): ProposeInput {
  const { spec = { cpu: 2 }, ...rest } = over;
  return {
    domain: 'sales',
    kubernetesCluster: 'west',
    objects: [
      {
        kind: 'job',
        object: { metadata: { name }, spec },
      },
    ],
    ...rest,
  };
}

/** What is asked for the job `daily`, e.g. `{ action: 'delete' }`. */
export function dailyInput(rest: object): ProposeInput {
  return {
    domain: 'sales',
    kubernetesCluster: 'west',
    objects: [{ kind: 'job', name: 'daily', ...rest } as ProposedObject],
  };
}

/** The undoing of a change of the job `daily`. */
export function undoInput({ id }: ChangeRequest): ProposeInput {
  return dailyInput({ action: 'undo', change: id });
}

export async function rowsOf(
  knex: Knex,
): Promise<Array<{ id: string; phase: ChangePhase; number: number }>> {
  return knex('changes').select('id', 'phase', 'number');
}

import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { EventsService } from '@backstage/plugin-events-node';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { Knex } from 'knex';
import type { GitHosts } from '../githosts';
import type { GitOpsConfig } from '../gitopsConfig';
import type { DryRuns } from '../kubernetes/DryRuns';
import type { DomainAccess, LakehouseReader } from '../types';
import { ChangeChecker } from './check/ChangeChecker';
import { ChangeLoop } from './ChangeLoop';
import { ChangeRunner } from './ChangeRunner';
import { ChangeStore } from './ChangeStore';
import { systemClock, type Clock } from './Clock';
import { CulpritFinder } from './culprit/CulpritFinder';
import { DefaultChangeService } from './DefaultChangeService';
import { FourEyesGuard } from './FourEyesGuard';
import type { KindById } from './KindById';
import type { StepsByKind } from './KindSteps';
import { LoginDirectory } from './LoginDirectory';
import { NoticeSender } from './NoticeSender';
import { NoticeStore } from './NoticeStore';
import { RepositoryRounds } from './RepositoryRounds';
import { StatusStore } from './StatusStore';
import { stepContextOf } from './stepContext';

export interface ChangeServiceOptions {
  /** The plugin's database, migrated. */
  knex: Knex;
  access: DomainAccess;
  auth: Pick<AuthService, 'isPrincipal' | 'getOwnServiceCredentials'>;
  /** Says who a login on the Git host is, where config does not. */
  catalog?: Pick<CatalogService, 'getEntities'>;
  reader: LakehouseReader;
  kinds: KindById;
  gitops: GitOpsConfig;
  hosts: GitHosts;
  /** `app.baseUrl`: pull requests link to the change's page. */
  portalUrl: string;
  logger: LoggerService;
  events?: EventsService;
  /** Without it, nothing is tried out on an API server. */
  dryRuns?: Pick<DryRuns, 'problems'>;
  /** Of kinds that stand for something outside of Git and Kubernetes. */
  steps?: StepsByKind;
  /** Tells requesters where their changes are; without it nobody is told. */
  notifications?: NotificationService;
  /** Entity ref of who looks after clusters and engines: the first of `lakehouse.permissions.platform`. */
  platformOwner?: string;
  clock?: Clock;
}

/** The write path, put together. */
export async function createChangeService(
  options: ChangeServiceOptions,
): Promise<DefaultChangeService> {
  const { knex, clock = systemClock, gitops, reader, notifications } = options;
  const changes = new ChangeStore(knex);
  const statuses = new StatusStore(knex);
  const logins = new LoginDirectory({ ...options, clock, users: gitops.users });
  const culprits = new CulpritFinder({ ...options, clock, changes });
  const parts = { ...options, clock, changes, logins, culprits };
  const guard = new FourEyesGuard({ ...parts, statuses });
  const rounds = new RepositoryRounds({ ...parts, statuses, guard });
  const runner = new ChangeRunner({ ...parts, guard });
  const notices =
    notifications &&
    new NoticeSender({
      ...{ ...parts, notifications },
      notices: new NoticeStore(knex),
      contextOf: row => stepContextOf(row, { reader, gitops }),
    });
  const loop = new ChangeLoop({ ...parts, rounds, runner, notices });
  const checker = new ChangeChecker(parts);
  return new DefaultChangeService({
    ...parts,
    gitops,
    checker,
    runner,
    loop,
    portalUrl: options.portalUrl.replace(/\/+$/, ''),
  });
}

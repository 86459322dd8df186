import type {
  LakeFSAddress,
  LakeFSBranchView,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { lakehouseChangeCreatePermission } from '@lakefront/backstage-plugin-lakehouse-common';
import type { Request, Router } from 'express';
import type { LakeFSAsker } from '../lakefs/LakeFSAsker';
import type { BranchSort } from '../lakefs/pickBranches';
import { askerOf, type RouteServices } from './RouteContext';
import { number, several, text } from './readQuery';
import { sendAnswer } from './sendAnswer';

const PAGE_SIZE = 100;
const REPOSITORY = '/lakefs/repositories/:server/:repository';

/** What is on lakeFS, as far as settings of the asker's domains name it. */
export function addLakeFSRoutes(router: Router, services: RouteServices) {
  const { repositories, branches, branch, commits } = services.lakefs;
  const { comparisons, tables, hooks, promotions } = services.lakefs;

  router.get('/lakefs/repositories', async (req, res) => {
    const asker = await lakeFSAskerOf(services, req);
    const { keys } = services.selector.select(asker.scope, {
      domain: several(req.query, 'domain'),
      kubernetesCluster: several(req.query, 'kubernetesCluster'),
    });
    sendAnswer(
      res,
      await repositories.list(asker, { within: keys, ...pageOf(req) }),
    );
  });

  router.get(REPOSITORY, async (req, res) => {
    const asker = await lakeFSAskerOf(services, req);
    sendAnswer(res, await repositories.detail(asker, addressOf(req)));
  });

  router.get(`${REPOSITORY}/branches`, async (req, res) => {
    const asker = await lakeFSAskerOf(services, req);
    const sort = text(req.query, 'sort') ?? 'branch';
    sendAnswer(
      res,
      await branches.list(asker, addressOf(req), {
        ...pageOf(req),
        view: (text(req.query, 'view') ?? 'all') as LakeFSBranchView,
        sort: sort.replace(/^-/, '') as BranchSort,
        descending: sort.startsWith('-'),
      }),
    );
  });

  router.get(`${REPOSITORY}/branches/:branch`, async (req, res) => {
    const asker = await lakeFSAskerOf(services, req);
    sendAnswer(
      res,
      await branch.detail(asker, addressOf(req), req.params.branch),
    );
  });

  router.get(`${REPOSITORY}/refs`, async (req, res) => {
    const asker = await lakeFSAskerOf(services, req);
    sendAnswer(res, await branches.refs(asker, addressOf(req), pageOf(req)));
  });

  router.get(`${REPOSITORY}/commits`, async (req, res) => {
    const asker = await lakeFSAskerOf(services, req);
    sendAnswer(
      res,
      await commits.list(asker, addressOf(req), {
        ...pageOf(req),
        ref: text(req.query, 'ref')!,
      }),
    );
  });

  router.get(`${REPOSITORY}/compare`, async (req, res) => {
    const asker = await lakeFSAskerOf(services, req);
    sendAnswer(
      res,
      await comparisons.compare(asker, addressOf(req), {
        ...{ ...pageOf(req), ...pairOf(req) },
        prefix: text(req.query, 'prefix') ?? '',
      }),
    );
  });

  router.get(`${REPOSITORY}/uncommitted`, async (req, res) => {
    const asker = await lakeFSAskerOf(services, req);
    sendAnswer(
      res,
      await comparisons.uncommitted(asker, addressOf(req), {
        ...pageOf(req),
        branch: text(req.query, 'branch')!,
        prefix: text(req.query, 'prefix') ?? '',
      }),
    );
  });

  router.get(`${REPOSITORY}/tables`, async (req, res) => {
    const asker = await lakeFSAskerOf(services, req);
    sendAnswer(res, await tables.list(asker, addressOf(req), pairOf(req)));
  });

  router.get(`${REPOSITORY}/hooks`, async (req, res) => {
    const asker = await lakeFSAskerOf(services, req);
    sendAnswer(
      res,
      await hooks.list(asker, addressOf(req), {
        ...pageOf(req),
        branch: text(req.query, 'branch'),
      }),
    );
  });

  router.get(`${REPOSITORY}/hooks/:run`, async (req, res) => {
    const asker = await lakeFSAskerOf(services, req);
    sendAnswer(res, await hooks.detail(asker, addressOf(req), req.params.run));
  });

  router.get(`${REPOSITORY}/promotion`, async (req, res) => {
    const asker = await lakeFSAskerOf(services, req);
    sendAnswer(
      res,
      await promotions.preview(asker, addressOf(req), {
        branch: text(req.query, 'branch')!,
        into: text(req.query, 'into')!,
      }),
    );
  });
}

/** Who asks, with all that answers about lakeFS depend on. */
async function lakeFSAskerOf(
  services: RouteServices,
  request: Request,
): Promise<LakeFSAsker> {
  const { access } = services;
  const { credentials, scope } = await askerOf(services, request);
  const [mayChange, claims] = await Promise.all([
    access.scope(credentials, lakehouseChangeCreatePermission),
    access.claims(credentials),
  ]);
  return { scope, mayChange, claims };
}

function addressOf({ params }: Request): LakeFSAddress {
  return { server: params.server, repository: params.repository };
}

function pairOf({ query }: Request) {
  return { from: text(query, 'from')!, to: text(query, 'to')! };
}

function pageOf({ query }: Request) {
  return {
    q: text(query, 'q')?.toLocaleLowerCase('en-US'),
    limit: number(query, 'limit') ?? PAGE_SIZE,
    cursor: text(query, 'cursor'),
  };
}

import { InputError } from '@backstage/errors';
import {
  GIT_TOKEN_HEADER,
  lakehouseChangeCreatePermission,
  type PipelineDetail,
  type PipelineVersionDetail,
  type PipelineList,
  type PipelineRow,
  type PipelineRunDetail,
  type PipelineRunRow,
  type WorkloadState,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { Request, Router } from 'express';
import type { PipelineSort } from '../kubeflow/queries/PipelineQueries';
import type { PipelineRunSort } from '../kubeflow/runs/PipelineRunLists';
import type { RunAddress } from '../kubeflow/runs/pipelineRunTable';
import type { Selection } from '../queries/PlaceSelector';
import { hashOf } from '../versions/Versions';
import {
  type Asker,
  askerOf,
  freshnessOf,
  may,
  type RouteServices,
  selectPlaces,
} from './RouteContext';
import { flag, number, several, text } from './readQuery';
import { sendAnswer } from './sendAnswer';

const PAGE_SIZE = 100;
const PIPELINE = '/pipelines/by-name/:kubernetesCluster/:namespace/:name';
const VERSION = '/pipelines/versions/:kubernetesCluster/:namespace/:name';
const RUN = '/pipelines/runs/:kubernetesCluster/:namespace/:runId';

/** What of Kubeflow Pipelines is in the asker's domains. */
export function addPipelineRoutes(router: Router, services: RouteServices) {
  const { pipelines, details, runs, run, values } = services.kubeflow;

  router.get('/pipelines', async (req, res) => {
    const { selection } = await pipelineAskerOf(services, req);
    const list = await pipelines.list(selection, {
      ...{ ...pageOf(req), ...sortOf<PipelineSort>(req, 'name') },
      owner: several(req.query, 'owner'),
      q: lowerText(req, 'q'),
    });
    sendAnswer(res, await toList<PipelineRow>(services, selection, list));
  });

  router.get('/pipelines/runs', async (req, res) => {
    const { selection } = await pipelineAskerOf(services, req);
    const list = await runs.list(selection.keys, {
      ...{ ...pageOf(req), ...sortOf<PipelineRunSort>(req, '-startedAt') },
      state: several(req.query, 'state') as WorkloadState[] | undefined,
      pipeline: text(req.query, 'pipeline'),
      version: text(req.query, 'version'),
      schedule: text(req.query, 'schedule'),
      q: lowerText(req, 'q'),
      from: timeOf(req, 'from'),
      to: timeOf(req, 'to'),
      archived: flag(req.query, 'archived'),
    });
    sendAnswer(res, await toList<PipelineRunRow>(services, selection, list));
  });

  router.get(PIPELINE, async (req, res) => {
    const asker = await askerOf(services, req);
    const { place, ...detail } = await details.pipeline(
      asker.scope,
      objectOf(req),
    );
    const selection = selectOne(services, asker, place);
    sendAnswer<PipelineDetail>(res, {
      ...detail,
      mayChange: await mayChange(services, asker, place.key),
      ...(place.owner && { domainOwner: place.owner }),
      freshness: freshnessOf(services, selection),
      kubeflow: services.kubeflow.standing.freshness(selection),
    });
  });

  router.get(VERSION, async (req, res) => {
    const asker = await askerOf(services, req);
    const { place, ...detail } = await details.version(
      asker.scope,
      objectOf(req),
    );
    const selection = selectOne(services, asker, place);
    sendAnswer<PipelineVersionDetail>(res, {
      ...detail,
      mayChange: await mayChange(services, asker, place.key),
      freshness: freshnessOf(services, selection),
    });
  });

  router.get(`${VERSION}/compare`, async (req, res) => {
    const { scope } = await askerOf(services, req);
    const before = text(req.query, 'before')!;
    sendAnswer(res, await details.compare(scope, objectOf(req), before));
  });

  router.get('/pipelines/run-comparison', async (req, res) => {
    const { scope } = await askerOf(services, req);
    const comparison = await run.compare(scope, [
      runOf(text(req.query, 'first')!),
      runOf(text(req.query, 'second')!),
    ]);
    sendAnswer(res, comparison);
  });

  router.post('/pipelines/source', async (req, res) => {
    await askerOf(services, req);
    const token = req.header(GIT_TOKEN_HEADER);
    if (!token) {
      throw new InputError(
        `A file is read with your own account on its Git host: sign in to it, so that the header ${GIT_TOKEN_HEADER} is sent, or paste the file`,
      );
    }
    sendAnswer(res, await services.kubeflow.readSource(req.body.url, token));
  });

  router.get(`${RUN}/values`, async (req, res) => {
    const { scope } = await askerOf(services, req);
    const { runId } = req.params;
    const iteration = text(req.query, 'iteration')?.split(',').map(Number);
    sendAnswer(
      res,
      await values.values(
        scope,
        { ...placeOf(req), runId },
        {
          step: text(req.query, 'step')!,
          ...(iteration && { iteration }),
        },
      ),
    );
  });

  router.get(RUN, async (req, res) => {
    const asker = await askerOf(services, req);
    const { found, ...detail } = await run.detail(asker.scope, {
      ...placeOf(req),
      runId: req.params.runId,
    });
    const selection = selectOne(services, asker, found.place);
    const answer = {
      ...detail,
      mayChange: await mayChange(services, asker, found.place.key),
      freshness: freshnessOf(services, selection),
      kubeflow: services.kubeflow.standing.freshness(selection),
    };
    sendAnswer<PipelineRunDetail>(res, { ...answer, version: hashOf(answer) });
  });
}

async function pipelineAskerOf(services: RouteServices, req: Request) {
  const asker = await askerOf(services, req);
  const selection = selectPlaces(services, asker, {
    domain: several(req.query, 'domain'),
    kubernetesCluster: several(req.query, 'kubernetesCluster'),
  });
  return { asker, selection };
}

async function toList<T>(
  services: RouteServices,
  selection: Selection,
  list: { items: T[]; nextCursor?: string; total?: number },
): Promise<PipelineList<T>> {
  const { standing } = services.kubeflow;
  const answer = {
    ...list,
    freshness: freshnessOf(services, selection),
    kubeflow: standing.freshness(selection),
    backfill: await standing.backfill(selection),
  };
  // When something was heard of last changes, though nothing was said.
  const { kubeflow, freshness, ...said } = answer;
  const states = [...kubeflow, ...freshness].map(({ state }) => state);
  return { ...answer, version: hashOf([said, states]) };
}

function selectOne(
  services: RouteServices,
  asker: Asker,
  place: { domain: string; kubernetesCluster: string },
): Selection {
  return selectPlaces(services, asker, {
    domain: [place.domain],
    kubernetesCluster: [place.kubernetesCluster],
  });
}

function mayChange(
  services: RouteServices,
  asker: Asker,
  key: Parameters<typeof may>[3],
): Promise<boolean> {
  return may(services, asker, lakehouseChangeCreatePermission, key);
}

function placeOf({ params }: Request) {
  const { kubernetesCluster, namespace } = params;
  return { kubernetesCluster, namespace };
}

function objectOf(req: Request) {
  return { ...placeOf(req), name: req.params.name };
}

/** `<kubernetesCluster>/<namespace>/<runId>` */
function runOf(address: string): RunAddress {
  const [kubernetesCluster, namespace, runId] = address.split('/');
  return { kubernetesCluster, namespace, runId };
}

function pageOf({ query }: Request) {
  return {
    limit: number(query, 'limit') ?? PAGE_SIZE,
    cursor: text(query, 'cursor'),
  };
}

function sortOf<T extends string>({ query }: Request, otherwise: string) {
  const sort = text(query, 'sort') ?? otherwise;
  return {
    sort: sort.replace(/^-/, '') as T,
    descending: sort.startsWith('-'),
  };
}

function lowerText({ query }: Request, name: string): string | undefined {
  return text(query, name)?.toLocaleLowerCase('en-US');
}

function timeOf({ query }: Request, name: string): string | undefined {
  const time = text(query, name);
  return time === undefined ? undefined : new Date(time).toISOString();
}

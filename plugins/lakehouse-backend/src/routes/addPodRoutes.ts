import { pipeline } from 'node:stream/promises';
import {
  lakehouseLogReadPermission,
  type List,
  type PodSummary,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { Request, Response, Router } from 'express';
import { notThere } from '../access/DefaultDomainAccess';
import { podsOf } from '../index/podsOf';
import { cutList } from '../queries/pageSize';
import { auditDenied } from './auditDenied';
import { findWorkload } from './findWorkload';
import { flag, number, text } from './readQuery';
import { askerOf, freshnessOf, type RouteServices } from './RouteContext';
import { sendAnswer } from './sendAnswer';

const WORKLOAD = '/workloads/:kubernetesCluster/:namespace/:kind/:name';
const TAIL_LINES = 2000;
/** Longest a log is followed in one answer; the page asks again, and is authorized again. */
const FOLLOW_MS = 15 * 60_000;
const READ_MS = 60_000;

/** A pod with the containers whose logs can be asked for. */
type PodItem = PodSummary & { containers: string[] };

export function addPodRoutes(router: Router, services: RouteServices) {
  router.get(`${WORKLOAD}/pods`, async (req, res) => {
    const asker = await askerOf(services, req);
    const { row, selection } = findWorkload(services, asker, req.params);
    const pods = podsOf(services.index, row);
    const answer: List<PodItem> = {
      ...cutList(
        pods.map(({ summary, containers }) => ({ ...summary, containers })),
      ),
      freshness: freshnessOf(services, selection),
    };
    sendAnswer(res, answer);
  });

  router.get(`${WORKLOAD}/pods/:pod/logs`, async (req, res) => {
    const asker = await askerOf(services, req);
    const { row, place } = await auditDenied(services.auditor, req, {
      eventId: 'log-read',
      meta: { ...req.params },
      run: async () => {
        const found = findWorkload(services, asker, req.params);
        await services.access.require(
          asker.credentials,
          lakehouseLogReadPermission,
          found.place,
        );
        return found;
      },
    });
    const pod = podsOf(services.index, row).find(
      ({ summary }) => summary.name === req.params.pod,
    );
    const api = services.apis.get(place.kubernetesCluster);
    if (!pod || !api) {
      throw notThere();
    }
    await streamLog(req, res, {
      open: signal =>
        api.stream(logPath(place.namespace, pod.summary.name, req), { signal }),
    });
  });
}

/** Passes the log on as it comes, and lets go of the API server when the reader leaves. */
async function streamLog(
  req: Request,
  res: Response,
  options: { open(signal: AbortSignal): Promise<NodeJS.ReadableStream> },
): Promise<void> {
  const gone = new AbortController();
  res.on('close', () => gone.abort());
  const limit = AbortSignal.timeout(
    flag(req.query, 'follow') ? FOLLOW_MS : READ_MS,
  );
  const signal = AbortSignal.any([gone.signal, limit]);
  const log = await options.open(signal);
  res.status(200);
  res.setHeader('Content-Type', 'text/plain; charset=utf-8');
  // no-transform keeps compression from holding lines back.
  res.setHeader('Cache-Control', 'no-cache, no-transform');
  res.setHeader('X-Content-Type-Options', 'nosniff');
  res.flushHeaders();
  try {
    await pipeline(log, res, { signal, end: false });
  } catch {
    // The reader left, the time is over, or the API server went away in the
    // middle: the headers are out, so that all that is left is to end.
  }
  res.end();
}

function logPath(namespace: string, pod: string, req: Request): string {
  const query = new URLSearchParams({
    tailLines: String(number(req.query, 'tailLines') ?? TAIL_LINES),
  });
  for (const name of ['follow', 'previous', 'timestamps']) {
    if (flag(req.query, name)) {
      query.set(name, 'true');
    }
  }
  for (const name of ['container', 'sinceTime']) {
    const value = text(req.query, name);
    if (value !== undefined) {
      query.set(name, value);
    }
  }
  return `/api/v1/namespaces/${encodeURIComponent(
    namespace,
  )}/pods/${encodeURIComponent(pod)}/log?${query}`;
}

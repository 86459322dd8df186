import {
  isRecord,
  mayUseRepository,
  type BranchStanding,
  type ChangeProblem,
  type KubernetesObject,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { isLakeFSStatus, type LakeFSClient } from '@lakefront/lakefs-client';
import type { KindSteps, OutsideContext } from '../../changes/KindSteps';
import { nameError } from '../../changes/nameError';
import { failureOf } from '../failureOf';
import { isPast, readDeclared } from './declaredBranch';
import { readKeptTag } from './keptTags';
import { type BranchTraces, readTraces } from './readTraces';
import { restorableText, standingText } from './removalText';
import { nameOf, restoreBranch, tooLate } from './restoreBranch';

/** A lakeFS server as it is asked here. */
export interface AskedServer {
  ask<T>(question: (client: LakeFSClient) => Promise<T>): Promise<T>;
}

type Servers = ReadonlyMap<string, AskedServer>;

/** Of a declared branch: what lakeFS knows, or why nobody knows. */
type Asked =
  | { traces: BranchTraces; why?: undefined }
  | { traces?: undefined; why: string };

/** What changes of `LakeFSBranch` objects ask lakeFS, by the names of its servers. */
export function createBranchSteps(servers: Servers): KindSteps {
  return {
    async restore(removed, context) {
      const declared = readDeclared(removed);
      if (!declared || !mayUse(declared, context)) {
        // The rules that every object is held against say so.
        return { object: removed, notes: [], problems: [] };
      }
      const { traces, why } = await askLakeFS(declared, servers);
      if (!traces) {
        const message = `Whether ${inside(
          nameOf(declared),
        )} can be restored can't be told: ${why}`;
        return { notes: [], problems: [nameError(message, 'undo')] };
      }
      return restoreBranch(removed, {
        ...{ declared, traces, ...context },
        namespace: context.place.namespace,
        live: await context.readLive(),
      });
    },
    async checkNew(object, context) {
      const declared = readDeclared(object);
      if (!declared || !mayUse(declared, context)) {
        return [];
      }
      return [
        ...dateProblems(object, declared, context),
        ...(await tagProblems(declared, context, servers)),
      ];
    },
    async removal(object, context) {
      const declared = readDeclared(object);
      return declared && mayUse(declared, context)
        ? [
            ...standingText(context.seen?.standing),
            ...(await untilText(declared, servers, context.now)),
          ]
        : [];
    },
  };
}

function mayUse(
  { server, repository }: BranchStanding,
  { settings }: OutsideContext,
): boolean {
  const { repositories = [] } = settings.lakefs ?? {};
  return mayUseRepository(repositories, { server, repository });
}

async function askLakeFS(
  declared: BranchStanding,
  servers: Servers,
): Promise<Asked> {
  const server = servers.get(declared.server);
  if (!server) {
    return {
      why: `the portal knows no lakeFS ${declared.server}. Whoever runs it names that in lakehouse.lakefs.servers`,
    };
  }
  try {
    return { traces: await server.ask(client => readTraces(client, declared)) };
  } catch (error) {
    return {
      why: isLakeFSStatus(error, 'not-found', 'gone')
        ? `lakeFS ${declared.server} has no repository ${declared.repository} any more`
        : failureOf(error, declared.server).message,
    };
  }
}

function dateProblems(
  { spec }: KubernetesObject,
  declared: BranchStanding,
  { now }: OutsideContext,
): ChangeProblem[] {
  if (!isPast(declared, now) || !isRecord(spec)) {
    return [];
  }
  const message = `${spec.expiresAt} is past: nothing is made for it. Give a later date, or none`;
  const path = 'spec.expiresAt';
  return [{ severity: 'error', code: 'expired', path, message }];
}

/** Of a branch that is to begin where a deleted one ended. */
async function tagProblems(
  declared: BranchStanding,
  { now }: OutsideContext,
  servers: Servers,
): Promise<ChangeProblem[]> {
  const { source, server, repository } = declared;
  const ended = readKeptTag(source);
  if (!ended) {
    return [];
  }
  const problem = (message: string): ChangeProblem[] => [
    { severity: 'error', code: 'source', path: 'spec.source', message },
  ];
  const was = { ...declared, branch: ended.branch };
  const { traces, why } = await askLakeFS(was, servers);
  if (!traces) {
    return problem(
      `Whether ${inside(nameOf(was))} can be restored can't be told: ${why}`,
    );
  }
  const head = traces.kept.find(({ tag }) => tag === source);
  if (!head) {
    return problem(
      `${server}/${repository} has no tag ${source}, or no longer at the commit that it was made for: somebody took it away. Nothing is restored from it`,
    );
  }
  return head.until !== undefined && head.until <= now
    ? problem(tooLate(was, head))
    : [];
}

/** How long what is deleted now could be restored; nothing of what stays. */
async function untilText(
  declared: BranchStanding,
  servers: Servers,
  now: number,
): Promise<string[]> {
  if (declared.deletionPolicy !== 'Delete') {
    return [];
  }
  const { traces, why } = await askLakeFS(declared, servers);
  return [
    traces
      ? restorableText(traces, now)
      : `Until when it could be restored then can't be told: ${why}.`,
  ];
}

/** A sentence's beginning, within another. */
function inside(text: string): string {
  return text.charAt(0).toLocaleLowerCase('en-US') + text.slice(1);
}

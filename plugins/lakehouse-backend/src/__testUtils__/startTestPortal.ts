import type { AddressInfo } from 'node:net';
import {
  type BackendFeature,
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import type { PermissionPolicy } from '@backstage/plugin-permission-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import type { JsonObject } from '@backstage/types';
import type { FreshnessState } from '@lakefront/backstage-plugin-lakehouse-common';
import { LakehousePermissionPolicy } from '@lakefront/backstage-plugin-permission-backend-module-lakehouse';
import request from 'supertest';
import { lakehousePlugin } from '../plugin';
import {
  PAT,
  permissionsByPolicy,
  platformConfig,
  sampleUserInfo,
  sampleUserInfoService,
} from './samplePeople';

/** What an event of the auditor came to. */
export interface AuditedEvent {
  eventId: string;
  meta: unknown;
  status: 'succeeded' | 'failed';
}

export interface SentSignal {
  recipients: unknown;
  channel: string;
  message: unknown;
}

/** The plugin in a test backend on some API server and some Git host, asked as the sample people. */
export async function startTestPortal(options: {
  cluster: JsonObject;
  /** Further Kubernetes clusters. */
  more?: JsonObject[];
  git?: { url: string; repository: string };
  /** More about its one Git repository. */
  repository?: JsonObject;
  policy?: PermissionPolicy;
  lakehouse?: JsonObject;
  features?: Array<BackendFeature>;
  /** State that the index is in before the test begins; default `live`. */
  until?: FreshnessState;
}) {
  const { cluster, git } = options;
  const signals: SentSignal[] = [];
  const audited: AuditedEvent[] = [];
  const auditor = mockServices.auditor.mock({
    async createEvent({ eventId, meta }) {
      const end = (status: AuditedEvent['status']) => async () => {
        audited.push({ eventId, meta, status });
      };
      return { success: end('succeeded'), fail: end('failed') };
    },
  });
  const scheduler = mockServices.scheduler();
  const policy =
    options.policy ??
    new LakehousePermissionPolicy({
      userInfo: sampleUserInfoService,
      platform: platformConfig.platform,
    });
  const clusters = [
    { name: 'west', authProvider: 'serviceAccount', ...cluster },
    ...(options.more ?? []),
  ];
  const backend = await startTestBackend({
    features: [
      ...(options.features ?? []),
      lakehousePlugin,
      sampleUserInfo,
      permissionsByPolicy(policy),
      auditor.factory,
      createServiceFactory({
        service: coreServices.scheduler,
        deps: {},
        factory: () => scheduler,
      }),
      createServiceFactory({
        service: signalsServiceRef,
        deps: {},
        factory: () => ({
          async publish(signal: SentSignal) {
            signals.push(signal);
          },
        }),
      }),
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'http://localhost:3000' },
          kubernetes: {
            clusterLocatorMethods: [{ type: 'config', clusters }],
          },
          integrations: {
            gitea: git
              ? [
                  {
                    host: new URL(git.url).host,
                    baseUrl: git.url,
                    password: 'sandbox-portal',
                  },
                ]
              : [],
          },
          lakehouse: {
            permissions: platformConfig,
            // Those of tests grow old.
            pipelineRuns: { keepDays: 36_500 },
            gitops: {
              repositories: git
                ? [
                    {
                      name: 'gitops',
                      url: git.repository,
                      targets: [{ kubernetesCluster: 'west' }],
                      ...options.repository,
                    },
                  ]
                : [],
            },
            ...options.lakehouse,
          },
        },
      }),
    ],
  });
  const call = (
    user: string | undefined,
    method: 'get' | 'post',
    path: string,
  ) =>
    request(backend.server)
      [method](`/api/lakehouse${path}`)
      .set(
        'Authorization',
        user
          ? mockCredentials.user.header(user)
          : mockCredentials.none.header(),
      );
  const { port } = backend.server.address() as AddressInfo;
  const portal = {
    ...{ signals, audited },
    server: backend.server,
    url: `http://127.0.0.1:${port}/api/lakehouse`,
    call,
    get: (user: string | undefined, path: string) => call(user, 'get', path),
    post: (user: string | undefined, path: string, body: object) =>
      call(user, 'post', path).send(body),
    /** Runs a scheduled task now. */
    runTask: (id: string) => scheduler.triggerTask(id),
    until,
    stop: () => backend.stop(),
  };
  await until(
    () => portal.get(PAT, '/freshness'),
    ({ body }) =>
      body.items?.length > 0 &&
      body.items.every(
        ({ state }: { state: string }) => state === (options.until ?? 'live'),
      ),
  );
  return portal;
}

/** Asks again until the answer passes; the index hears of changes by itself. */
async function until<T>(
  ask: () => PromiseLike<T>,
  passes: (answer: T) => boolean,
  options: { seconds?: number } = {},
): Promise<T> {
  const deadline = Date.now() + (options.seconds ?? 5) * 1000;
  for (;;) {
    const answer = await ask();
    if (passes(answer)) {
      return answer;
    }
    if (Date.now() > deadline) {
      const { body } = answer as { body?: unknown };
      throw new Error(`It did not come to that: ${JSON.stringify(body)}`);
    }
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}

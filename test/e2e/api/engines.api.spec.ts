import { expect, test } from '@playwright/test';
import { EAST, WEST } from '../../../packages/sandbox/src/seed/SeedCluster';
import type {
  ChangeRequest,
  List,
  Workload,
} from '../../../plugins/lakehouse-common/src/types';
import {
  ARGO_CD_WORDS,
  type EngineSide,
  engineStories,
  type EngineWords,
  FLUX_WORDS,
} from '../../conformance/engineStories';
import { type OwnStack, startOwnStack } from './support/ownStack';
import { freshName, sparkJob } from './support/sparkJob';

/** Both engines take their time, one story after the other. */
test.describe.configure({ mode: 'serial', timeout: 180_000 });

const ENGINES: EngineWords[] = [
  { cluster: WEST, ...FLUX_WORDS },
  { cluster: EAST, ...ARGO_CD_WORDS },
];

let stack: OwnStack;

test.beforeAll(async () => {
  stack = await startOwnStack();
});

test.afterAll(async () => {
  await stack?.stop();
});

/** The sandbox as the stories meet it; the Git host's administrator merges. */
function sideOf({ cluster }: EngineWords): EngineSide {
  const { portal, git } = stack;
  const kubernetesCluster = cluster.name;
  const mia = portal.as('mia');
  const merge = async ({ number = 0 }: ChangeRequest) => {
    await git.approve(number);
    const { status, text } = await git.merge(number);
    expect(status, text).toBe(200);
  };
  const seeded = async (state: string) => {
    const { body } = await mia.get<List<Workload>>(
      `/lakehouse/workloads?domain=sales&kubernetesCluster=${kubernetesCluster}&state=${state}`,
    );
    expect(body.items, state).not.toEqual([]);
    return body.items[0].name;
  };
  return {
    portal,
    gitUrl: git.url,
    kubernetes: stack.kubernetes[kubernetesCluster as 'west' | 'east'],
    merge,
    async addFiles(files, message) {
      const { status, text } = await git.addFiles(files, message);
      expect(status, text).toBe(201);
    },
    async removeFile(path) {
      const { status, text } = await git.removeFile(path);
      expect(status, text).toBe(200);
    },
    async bringNeighbours() {
      // More memory than is left.
      const pending = freshName('waiting');
      const object = sparkJob(pending, {
        driver: { cores: 1, memory: '52g', serviceAccount: 'spark' },
        restartPolicy: {
          type: 'OnFailure',
          onSubmissionFailureRetries: 100,
          onSubmissionFailureRetryInterval: 5,
        },
      });
      const asked = await mia.post<ChangeRequest>('/lakehouse/changes', {
        ...{ domain: 'sales', kubernetesCluster },
        objects: [{ kind: 'spark-application', object }],
      });
      expect(asked.status, asked.text).toBe(201);
      await merge(asked.body);
      return {
        failed: await seeded('failed'),
        suspended: await seeded('suspended'),
        pending,
      };
    },
  };
}

for (const engine of ENGINES) {
  test.describe(engine.title, () => {
    engineStories(engine, () => sideOf(engine));
  });
}

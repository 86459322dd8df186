import { mockCredentials } from '@backstage/backend-test-utils';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import type { TemplateAction } from '@backstage/plugin-scaffolder-node';
import type {
  ChangeCheck,
  ChangeRequest,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { LakehouseService } from '@lakefront/backstage-plugin-lakehouse-node';
import { parse } from 'yaml';
import { createBuildKubeflowPipelineAction } from './buildKubeflowPipeline';
import { createBuildKubeflowRunAction } from './buildKubeflowRun';
import { createBuildLakeFSBranchAction } from './buildLakeFSBranch';
import { createBuildSparkApplicationAction } from './buildSparkApplication';
import { createBuildSparkConnectAction } from './buildSparkConnect';
import { createCheckChangeAction } from './checkChange';
import { createProposeChangeAction } from './proposeChange';
import { createRemoveChangeAction } from './removeChange';

const credentials = mockCredentials.user('user:default/mia');

const goodCheck: ChangeCheck = {
  ok: true,
  problems: [],
  operations: [],
  fit: { fits: true, summary: 'asks for 5 CPU', problems: [] },
  consequences: ['Runs daily-orders'],
  files: [{ path: 'clusters/west/x.yaml', text: 'x' }],
};

const change = (over: Partial<ChangeRequest> = {}): ChangeRequest => ({
  id: 'c1',
  title: 'Add Spark job daily-orders to sales',
  phase: 'open',
  domain: 'sales',
  kubernetesCluster: 'west',
  requestedBy: 'user:default/mia',
  createdAt: '2026-01-01T00:00:00Z',
  updatedAt: '2026-01-01T00:00:00Z',
  repository: 'gitops',
  operations: [],
  steps: [],
  summary: 'Waits for review.',
  ...over,
});

function fakeLakehouse() {
  return {
    check: jest.fn().mockResolvedValue(goodCheck),
    propose: jest.fn().mockResolvedValue(change()),
    getChange: jest
      .fn()
      .mockResolvedValue(change({ url: 'http://git/pulls/1', number: 1 })),
    getDomain: jest.fn().mockResolvedValue({
      settings: {
        west: {
          images: [{ image: 'apache/spark:4.0.1', sparkVersion: '4.0.1' }],
          serviceAccounts: ['spark'],
          volumes: [],
          catalogs: [{ name: 'lake', sparkConf: {} }],
          storage: [],
          secrets: [],
          kubeflow: {
            starter: {
              image: 'registry.example.com/starter:1',
              serviceAccount: 'pipeline-starter',
              endpoint: 'http://kfp',
            },
            recurringRuns: true,
          },
        },
      },
      capacity: [
        {
          ...{ kubernetesCluster: 'west', namespace: 'dom-sales' },
          ...{ quotas: [], limits: {} },
        },
      ],
    }),
    getWorkload: jest.fn().mockImplementation(async ({ kind, name }) => ({
      workload: { uid: `uid-of-${kind}-${name}` },
    })),
    getPipeline: jest.fn().mockResolvedValue({
      versions: [
        { name: 'orders-features-v2' },
        { name: 'orders-features-v1' },
      ],
    }),
    getPipelineVersion: jest.fn().mockResolvedValue({
      compiled: { inputs: [{ name: 'day', type: 'string' }] },
    }),
  };
}

const asService = (fake: ReturnType<typeof fakeLakehouse>) =>
  fake as unknown as LakehouseService;

const pauses: number[] = [];
const pause = async (ms: number) => {
  pauses.push(ms);
};

function context(
  action: TemplateAction<any, any, any>,
  input: object,
  more = {},
) {
  const outputs: Record<string, unknown> = {};
  const ctx = Object.assign(createMockActionContext({ input } as any), more);
  ctx.getInitiatorCredentials = async () => credentials;
  ctx.output = (name: any, value: any) => {
    outputs[name] = value;
  };
  return { run: () => action.handler(ctx as any), outputs };
}

const inputOf = (action: TemplateAction<any, any, any>) =>
  parse(action.examples![0].example).steps[0].input;

describe('documented examples', () => {
  it.each([
    ['check', createCheckChangeAction, ['summary', 'consequences', 'paths']],
    [
      'propose',
      createProposeChangeAction,
      ['changeId', 'changeUrl', 'pullRequestUrl'],
    ],
    [
      'remove',
      createRemoveChangeAction,
      ['changeId', 'changeUrl', 'pullRequestUrl'],
    ],
    ['build', createBuildSparkApplicationAction, ['object']],
    ['build compute', createBuildSparkConnectAction, ['object']],
    ['build branch', () => createBuildLakeFSBranchAction(), ['object']],
    ['build pipeline', createBuildKubeflowPipelineAction, ['objects', 'isNew']],
    ['build run', createBuildKubeflowRunAction, ['objects', 'kind']],
  ])(
    '%s: every example runs and gives every output',
    async (_, create, names) => {
      const action = create({ lakehouse: asService(fakeLakehouse()), pause });
      for (const example of action.examples!) {
        const { steps } = parse(example.example);
        expect(steps[0].action).toBe(action.id);
        const { run, outputs } = context(action as any, steps[0].input);
        await run();
        expect(Object.keys(outputs).sort()).toEqual([...names].sort());
      }
    },
  );
});

describe("the person's own token for the Git host", () => {
  it.each([
    ['propose', createProposeChangeAction],
    ['remove', createRemoveChangeAction],
  ])('%s hands it on and tells nobody else', async (_, create) => {
    const lakehouse = fakeLakehouse();
    const action = create({ lakehouse: asService(lakehouse), pause });
    const lines: unknown[] = [];
    const { run, outputs } = context(
      action as any,
      { ...inputOf(action as any), token: 'oauth-of-mia' },
      { logger: { info: (line: string) => lines.push(line) } },
    );
    await run();

    const [[input, options]] = lakehouse.propose.mock.calls;
    expect(options.gitToken).toBe('oauth-of-mia');
    expect(JSON.stringify([input, outputs, lines])).not.toContain('oauth-');
  });
});

describe('lakehouse:change:propose', () => {
  it('asks with the credentials of who runs it and waits for the pull request', async () => {
    const lakehouse = fakeLakehouse();
    lakehouse.getChange
      .mockReset()
      .mockResolvedValueOnce(change())
      .mockResolvedValueOnce(change({ url: 'http://git/pulls/7' }));
    const action = createProposeChangeAction({
      lakehouse: asService(lakehouse),
      pause,
    });
    const { run, outputs } = context(action as any, inputOf(action as any));
    await run();
    expect(lakehouse.propose.mock.calls[0][1].credentials).toBe(credentials);
    expect(lakehouse.getChange).toHaveBeenCalledTimes(2);
    expect(outputs).toEqual({
      changeId: 'c1',
      changeUrl: '/lakehouse/changes/c1',
      pullRequestUrl: 'http://git/pulls/7',
    });
  });

  it('has one key per task, step and objects, whatever the attempt', async () => {
    const lakehouse = fakeLakehouse();
    const action = createProposeChangeAction({
      lakehouse: asService(lakehouse),
      pause,
    });
    const input = inputOf(action as any);
    const other = JSON.parse(JSON.stringify(input));
    other.objects[0].object.metadata.name = 'weekly-orders';
    for (const [task, given] of [
      ['t1', input],
      ['t1', { ...input, title: 'another title' }],
      ['t2', input],
      ['t1', other],
    ] as const) {
      await context(action as any, given, {
        task: { id: task },
        step: { id: 'propose' },
      }).run();
    }
    const keys = lakehouse.propose.mock.calls.map(
      call => call[1].idempotencyKey,
    );
    expect(keys[0]).toBe(keys[1]);
    expect(new Set(keys).size).toBe(3);
  });

  it('only checks in a dry run', async () => {
    const lakehouse = fakeLakehouse();
    const action = createProposeChangeAction({
      lakehouse: asService(lakehouse),
      pause,
    });
    const { run, outputs } = context(action as any, inputOf(action as any), {
      isDryRun: true,
    });
    await run();
    expect(lakehouse.propose).not.toHaveBeenCalled();
    expect(Object.keys(outputs)).toEqual([
      'changeId',
      'changeUrl',
      'pullRequestUrl',
    ]);
  });

  it('says why a change failed', async () => {
    const lakehouse = fakeLakehouse();
    lakehouse.propose.mockResolvedValue(
      change({
        phase: 'failed',
        message: 'The Git host refuses: no write access',
      }),
    );
    const action = createProposeChangeAction({
      lakehouse: asService(lakehouse),
      pause,
    });
    await expect(
      context(action as any, inputOf(action as any)).run(),
    ).rejects.toThrow('The Git host refuses: no write access');
  });

  it('gives up waiting, but says that the change goes on', async () => {
    const lakehouse = fakeLakehouse();
    lakehouse.getChange.mockResolvedValue(
      change({ blocked: { reason: 'the Git host does not answer' } }),
    );
    const action = createProposeChangeAction({
      lakehouse: asService(lakehouse),
      pause,
    });
    await expect(
      context(action as any, inputOf(action as any)).run(),
    ).rejects.toThrow(
      /does not answer.*goes on by itself: see \/lakehouse\/changes\/c1/,
    );
  });

  it('refuses an expression that was left unrendered, and says where', async () => {
    const lakehouse = fakeLakehouse();
    const action = createProposeChangeAction({
      lakehouse: asService(lakehouse),
      pause,
    });
    const input = inputOf(action as any);
    input.objects[0].object.spec.arguments = ['${{ parameters.x | nope }}'];
    await expect(context(action as any, input).run()).rejects.toThrow(
      /input\.objects\.0\.object\.spec\.arguments\.0.*unrendered/,
    );
    expect(lakehouse.propose).not.toHaveBeenCalled();
  });
});

describe('lakehouse:change:remove', () => {
  it('asks for removals, under keys of their own', async () => {
    const lakehouse = fakeLakehouse();
    const options = { lakehouse: asService(lakehouse), pause };
    const remove = createRemoveChangeAction(options);
    const same = { task: { id: 't1' }, step: { id: 'step' } };
    await context(remove as any, inputOf(remove as any), same).run();
    expect(lakehouse.propose.mock.calls[0][0]).toMatchObject({
      domain: 'sales',
      objects: [
        { kind: 'spark-application', name: 'daily-orders', action: 'delete' },
      ],
    });
    const propose = createProposeChangeAction(options);
    await context(propose as any, inputOf(propose as any), same).run();
    const [first, second] = lakehouse.propose.mock.calls.map(
      call => call[1].idempotencyKey,
    );
    expect(first).not.toBe(second);
  });
});

describe('lakehouse:change:check', () => {
  it('fails with every error, each with its path', async () => {
    const lakehouse = fakeLakehouse();
    lakehouse.check.mockResolvedValue({
      ...goodCheck,
      ok: false,
      problems: [
        {
          severity: 'error',
          code: 'name',
          path: 'metadata.name',
          message: 'is taken',
        },
        {
          severity: 'error',
          code: 'limit',
          path: 'spec.driver',
          message: 'is too big',
        },
        { severity: 'warning', code: 'quota', message: 'waits' },
      ],
    });
    const action = createCheckChangeAction({ lakehouse: asService(lakehouse) });
    await expect(
      context(action as any, inputOf(action as any)).run(),
    ).rejects.toThrow('metadata.name: is taken\nspec.driver: is too big');
  });
});

describe('lakehouse:lakefs-branch:build', () => {
  it('makes of days the same date, on whatever day the task is tried again', async () => {
    const kept = new Map<string, unknown>();
    const checkpoint = async ({ key, fn }: { key: string; fn(): unknown }) => {
      if (!kept.has(key)) kept.set(key, await fn());
      return kept.get(key);
    };
    const daysOf = async (now: string) => {
      const action = createBuildLakeFSBranchAction({
        now: () => Date.parse(now),
      });
      const { run, outputs } = context(action as any, inputOf(action as any), {
        checkpoint,
      });
      await run();
      return (outputs.object as { spec: { expiresAt: string } }).spec.expiresAt;
    };
    expect(await daysOf('2026-11-20T12:00:00Z')).toBe('2026-12-20');
    expect(await daysOf('2026-11-22T12:00:00Z')).toBe('2026-12-20');
  });

  it('names the answer that cannot be', async () => {
    const action = createBuildLakeFSBranchAction();
    const { branch } = inputOf(action as any);
    await expect(
      context(action as any, { branch: { ...branch, expires: 'soon' } }).run(),
    ).rejects.toThrow(/^expires: 'soon' is no day/);
  });
});

/** As the backend answers where something is not there. */
const notThere = () =>
  Promise.reject(Object.assign(new Error('not there'), { statusCode: 404 }));

describe('building a pipeline', () => {
  const build = async (lakehouse: ReturnType<typeof fakeLakehouse>) => {
    const action = createBuildKubeflowPipelineAction({
      lakehouse: asService(lakehouse),
    });
    const { run, outputs } = context(action, inputOf(action));
    await run();
    return outputs as { isNew: boolean; objects: Array<{ kind: string }> };
  };
  const kindsOf = ({ objects }: { objects: Array<{ kind: string }> }) =>
    objects.map(({ kind }) => kind);

  it('makes the pipeline too where there is none', async () => {
    const lakehouse = fakeLakehouse();
    lakehouse.getWorkload.mockImplementation(notThere);
    const outputs = await build(lakehouse);
    expect(outputs.isNew).toBe(true);
    expect(kindsOf(outputs)).toEqual([
      'kubeflow-pipeline',
      'kubeflow-pipeline-version',
    ]);
  });

  it('makes only the version of one that is there', async () => {
    const outputs = await build(fakeLakehouse());
    expect(outputs.isNew).toBe(false);
    expect(kindsOf(outputs)).toEqual(['kubeflow-pipeline-version']);
  });

  it('does not take one that cannot be asked for as one that is not there', async () => {
    const lakehouse = fakeLakehouse();
    lakehouse.getWorkload.mockRejectedValue(new Error('away'));
    await expect(build(lakehouse)).rejects.toThrow('away');
  });
});

describe('building a run', () => {
  const build = async (
    over: object,
    lakehouse: ReturnType<typeof fakeLakehouse> = fakeLakehouse(),
  ) => {
    const action = createBuildKubeflowRunAction({
      lakehouse: asService(lakehouse),
    });
    const input = inputOf(action);
    const { run, outputs } = context(action, {
      ...input,
      run: { ...input.run, ...over },
    });
    await run();
    return outputs as any;
  };

  it.each([
    [{}, 'kubeflow-start'],
    // As a form has what is not answered.
    [{ schedule: {} }, 'kubeflow-start'],
    [{ schedule: { cron: '0 3 * * *' } }, 'kubeflow-schedule'],
    [
      { schedule: { cron: '0 3 * * *', how: 'recurring-run' } },
      'kubeflow-recurring-run',
    ],
  ])('%j makes a %s', async (over, kind) => {
    const outputs = await build(over);
    expect(outputs.kind).toBe(kind);
    expect(outputs.objects).toEqual([
      { kind, action: 'create', object: expect.any(Object) },
    ]);
  });

  it("names what KFP's own schedule runs by the ids of its objects", async () => {
    const recurring = {
      schedule: { cron: '0 3 * * *', how: 'recurring-run' },
    };
    const newest = await build(recurring);
    expect(newest.objects[0].object.spec).toMatchObject({
      pipelineId: 'uid-of-kubeflow-pipeline-orders-features',
      pipelineVersionId: '',
    });
    const named = await build({
      ...recurring,
      what: { pipeline: 'orders-features', version: 'orders-features-v1' },
    });
    expect(named.objects[0].object.spec.pipelineVersionId).toBe(
      'uid-of-kubeflow-pipeline-version-orders-features-v1',
    );
  });

  it.each([
    [{ parameters: {} }, 'parameters: day is needed'],
    [{ parameters: { day: 3 } }, 'parameters: day must be a text'],
    [
      { parameters: { day: 'x', other: 1 } },
      'parameters: other is no parameter of the pipeline',
    ],
    [
      { what: { pipeline: 'orders-features', version: 'orders-features-v9' } },
      'has no version orders-features-v9',
    ],
  ])('refuses %j', async (over, message) => {
    await expect(build(over)).rejects.toThrow(message);
  });

  it('says that there is no such pipeline', async () => {
    const lakehouse = fakeLakehouse();
    lakehouse.getPipeline.mockImplementation(notThere);
    await expect(build({}, lakehouse)).rejects.toThrow(
      'what: sales has no pipeline orders-features on west',
    );
    const empty = fakeLakehouse();
    empty.getPipeline.mockResolvedValue({ versions: [] });
    await expect(build({}, empty)).rejects.toThrow('has no version yet');
  });
});

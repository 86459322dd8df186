import { readFileSync } from 'fs';
import path from 'path';
import { parsePipeline } from '../../pipelines/parsePipeline';
import {
  below,
  buildWorkflow,
  doneStep,
  groupNodes,
  loopNodes,
  stepNodes,
} from '../../testUtils';
import type { KubernetesObject, PipelineStepRun } from '../../types';
import { failedStep, readSteps } from './readSteps';

const graphOf = (name: string) =>
  parsePipeline(
    readFileSync(
      path.resolve(
        __dirname,
        `../../../../../test/fixtures/pipelines/${name}.yaml`,
      ),
      'utf8',
    ),
  ).compiled.graph;

/** A step in a line: `for-loop-2/fit[1] failed (out-of-memory), retries 1`. */
const line = (step: PipelineStepRun) =>
  [
    `${step.id}${step.iteration ? `[${step.iteration}]` : ''} ${step.state}`,
    step.cached ? ' cached' : '',
    step.reason ? ` (${step.reason.code})` : '',
    step.retries ? `, retries ${step.retries}` : '',
  ].join('');

const lines = (workflow: KubernetesObject) => readSteps(workflow).map(line);

const running = { phase: 'Running' };
const pending = { phase: 'Pending' };
const failed = (message: string, exitCode?: string) => ({
  ...{ phase: 'Failed', message },
  ...(exitCode && { exitCode }),
});

/** A run in which one step failed. */
const failedRun = (message: string, exitCode?: string) =>
  buildWorkflow({
    phase: 'Failed',
    nodes: {
      ...doneStep('make'),
      ...stepNodes('use', {
        step: failed("child 'orders-features-x7k2p-1' failed"),
        container: failed(message, exitCode),
      }),
    },
  });

describe('states of a step', () => {
  it.each<[string, ReturnType<typeof stepNodes>, string]>([
    [
      'waits for its driver',
      stepNodes('use', { driver: pending }),
      'use pending',
    ],
    ['is prepared', stepNodes('use', { driver: running }), 'use pending'],
    ['was prepared', stepNodes('use'), 'use pending'],
    [
      'waits for its pod',
      stepNodes('use', { step: running, container: pending }),
      'use pending',
    ],
    [
      'runs',
      stepNodes('use', { step: running, container: running }),
      'use running',
    ],
    ['succeeded', doneStep('use'), 'use succeeded'],
    [
      'was taken from an earlier run',
      stepNodes('use', {
        step: {},
        container: {
          ...{ type: 'Skipped', phase: 'Skipped' },
          message: "when 'true != true' evaluated false",
        },
      }),
      'use succeeded cached',
    ],
    [
      'was left out by its condition',
      stepNodes('use', {
        step: {
          ...{ type: 'Skipped', phase: 'Skipped' },
          message: "when 'false != false' evaluated false",
        },
      }),
      'use skipped',
    ],
    [
      'was left out after a failure',
      stepNodes('use', {
        driver: {
          ...{ type: 'Skipped', phase: 'Omitted' },
          message: 'omitted: depends condition not met',
        },
      }),
      'use skipped',
    ],
    [
      'failed as its driver did',
      stepNodes('use', {
        driver: failed('main: Error (exit code 1)', '1'),
        step: {
          ...{ type: 'Skipped', phase: 'Omitted' },
          message: 'omitted: depends condition not met',
        },
      }),
      'use failed (driver-failed)',
    ],
    [
      'waits for an image that is not there',
      stepNodes('use', {
        step: running,
        container: {
          phase: 'Pending',
          message: 'ImagePullBackOff: Back-off pulling image "x"',
        },
      }),
      'use pending (image-pull)',
    ],
    [
      'waits for room',
      stepNodes('use', {
        step: running,
        container: {
          phase: 'Pending',
          message:
            'Unschedulable: 0/3 nodes are available: 3 Insufficient cpu.',
        },
      }),
      'use pending (unschedulable)',
    ],
    [
      'is tried again',
      stepNodes('use', {
        step: running,
        tries: [failed('Error (exit code 1)', '1'), running],
      }),
      'use running, retries 1',
    ],
    [
      'succeeded at the third try',
      stepNodes('use', {
        step: {},
        tries: [
          failed('Error (exit code 1)'),
          failed('Error (exit code 1)'),
          {},
        ],
      }),
      'use succeeded, retries 2',
    ],
    [
      'failed at every try',
      stepNodes('use', {
        step: failed('No more retries left'),
        tries: [
          failed('Error (exit code 1)', '1'),
          failed('OOMKilled (exit code 137)', '137'),
        ],
      }),
      'use failed (out-of-memory), retries 1',
    ],
    [
      'is an importer',
      { use: { type: 'Pod', template: 'system-importer', ...running } },
      'use running',
    ],
    [
      'has a word nobody knows',
      stepNodes('use', { step: { phase: 'Odd' } }),
      'use unknown',
    ],
  ])('%s', (_, nodes, expected) => {
    expect(lines(buildWorkflow({ phase: 'Running', nodes }))).toEqual([
      expected,
    ]);
  });
});

describe('why a step failed', () => {
  it.each<[string, string | undefined, string, string]>([
    [
      'main: Error (exit code 2)',
      '2',
      'application-error',
      'Its program ended with exit code 2; its log says more.',
    ],
    [
      'Error (exit code 1)',
      undefined,
      'application-error',
      'Its program ended with exit code 1; its log says more.',
    ],
    [
      'main: OOMKilled (exit code 137)',
      '137',
      'out-of-memory',
      'It ran out of memory (exit 137).',
    ],
    [
      'Pod failed before main container starts due to ImagePullBackOff: Back-off pulling image',
      undefined,
      'image-pull',
      'Its image cannot be pulled.',
    ],
    [
      'Pod was active on the node longer than the specified deadline',
      undefined,
      'deadline',
      'It took longer than it may.',
    ],
    [
      'Step exceeded its deadline',
      undefined,
      'deadline',
      'It took longer than it may.',
    ],
    [
      'workflow shutdown with strategy:  Terminate',
      undefined,
      'cancelled',
      'The run was stopped while it was at work.',
    ],
    [
      'The node was low on resource: ephemeral-storage.',
      undefined,
      'evicted',
      'Its node ran short and put it out.',
    ],
    [
      'pod deleted',
      undefined,
      'pod-lost',
      'Its pod was deleted while it was at work.',
    ],
    [
      'pods "x" is forbidden: exceeded quota: domain, requested: cpu=4',
      undefined,
      'quota',
      'The quota of its domain has no room for it.',
    ],
    ['something else', undefined, 'step-failed', 'It failed.'],
  ])('%s', (message, exitCode, code, sentence) => {
    const workflow = failedRun(message, exitCode);
    const reason = { code, message: sentence, detail: message };
    expect(readSteps(workflow)[1]).toMatchObject({
      id: 'use',
      state: 'failed',
      reason,
    });
    expect(failedStep(workflow)).toEqual({ id: 'use', reason });
  });

  it('tells no credentials', () => {
    const workflow = failedRun('Error: password=hunter2 was refused');
    expect(JSON.stringify(readSteps(workflow))).not.toContain('hunter2');
  });

  it('takes a run without any time left as one that somebody stopped', () => {
    const workflow = buildWorkflow({
      phase: 'Failed',
      spec: { activeDeadlineSeconds: 0 },
      nodes: {
        ...stepNodes('a', {
          step: failed('x'),
          container: failed('Step exceeded its deadline'),
        }),
        ...stepNodes('b', {
          step: failed('x'),
          container: failed('Error (exit code 143)', '143'),
        }),
      },
    });
    expect(lines(workflow)).toEqual([
      'a failed (cancelled)',
      'b failed (cancelled)',
    ]);
    expect(failedStep(workflow)?.reason.code).toBe('cancelled');
  });

  it('names the step that failed before the ones that were stopped for it', () => {
    const workflow = buildWorkflow({
      phase: 'Failed',
      nodes: {
        ...stepNodes('a', {
          step: failed('x'),
          container: failed('workflow shutdown with strategy:  Stop'),
        }),
        ...stepNodes('b', {
          driver: { from: 5 },
          step: failed('x'),
          container: failed('Error (exit code 3)'),
        }),
      },
    });
    expect(failedStep(workflow)).toMatchObject({ id: 'b' });
  });

  it('tells a pipeline that could not be prepared at all', () => {
    const workflow = buildWorkflow({
      phase: 'Failed',
      rootDriver: failed('main: Error (exit code 1)', '1'),
      nodes: {},
    });
    expect(readSteps(workflow)).toEqual([]);
    expect(failedStep(workflow)).toMatchObject({
      id: '',
      reason: { code: 'driver-failed' },
    });
  });

  it('says nothing where nothing failed', () => {
    expect(
      failedStep(buildWorkflow({ phase: 'Running', nodes: doneStep('use') })),
    ).toBeUndefined();
  });
});

describe('groups', () => {
  it('places steps of groups, conditions and what is nested in them', () => {
    const workflow = buildWorkflow({
      phase: 'Running',
      nodes: groupNodes('greet', running, {
        ...groupNodes('say', {}, doneStep('make')),
        ...groupNodes('condition-2', {
          ...{ type: 'Skipped', phase: 'Skipped' },
          message: "when 'false != false' evaluated false",
        }),
      }),
    });
    expect(lines(workflow)).toEqual([
      'greet running',
      'greet/say succeeded',
      'greet/say/make succeeded',
      'greet/condition-2 skipped',
    ]);
  });

  it('places rounds of loops, also of one in another', () => {
    const inner = loopNodes('for-loop-3', running, [
      doneStep('measure'),
      stepNodes('measure', { step: running, container: running }),
    ]);
    const workflow = buildWorkflow({
      phase: 'Running',
      nodes: loopNodes('for-loop-2', running, [doneStep('use'), inner]),
    });
    expect(lines(workflow)).toEqual([
      'for-loop-2 running',
      'for-loop-2/use[0] succeeded',
      'for-loop-2/for-loop-3[1] running',
      'for-loop-2/for-loop-3/measure[1,0] succeeded',
      'for-loop-2/for-loop-3/measure[1,1] running',
    ]);
  });

  it('places the rounds of a step that is a loop itself', () => {
    const round = 'fit.iteration-iterations(0:0)';
    const workflow = buildWorkflow({
      phase: 'Running',
      nodes: {
        fit: { type: 'DAG', template: 'comp-fit-fit-iterator', ...running },
        'fit.iteration-driver': {
          ...{ template: 'system-dag-driver', phase: 'Succeeded' },
        },
        'fit.iteration-iterations': {
          ...{ type: 'TaskGroup', template: 'comp-fit-iteration', ...running },
        },
        [round]: { type: 'DAG', template: 'comp-fit-iteration', ...running },
        ...below(
          round,
          stepNodes('iteration-item', { step: running, container: pending }),
        ),
      },
    });
    expect(lines(workflow)).toEqual(['fit running', 'fit[0] pending']);
  });

  it('tells a loop whose list could not be read, or that was left out', () => {
    const nodes = loopNodes('for-loop-2', { phase: 'Failed' }, []);
    nodes['for-loop-2.iteration-driver'].phase = 'Failed';
    nodes['for-loop-2.iteration-iterations'].phase = 'Omitted';
    const skipped = loopNodes('for-loop-4', {}, []);
    skipped['for-loop-4.iteration-iterations'] = {
      ...{ type: 'Skipped', phase: 'Skipped' },
    };
    expect(
      lines(
        buildWorkflow({ phase: 'Failed', nodes: { ...nodes, ...skipped } }),
      ),
    ).toEqual(['for-loop-2 failed (driver-failed)', 'for-loop-4 skipped']);
  });

  it('places what runs at the end beside the group after which it runs', () => {
    const workflow = buildWorkflow({
      phase: 'Failed',
      nodes: {
        ...groupNodes(
          'exit-handler-1',
          failed("child 'x' failed"),
          stepNodes('make', {
            step: failed('x'),
            container: failed('Error (exit code 1)'),
          }),
        ),
        'exit-handler-1.onExit': {
          ...{
            type: 'DAG',
            template: 'exit-hook-root-clean-up',
            phase: 'Succeeded',
          },
        },
        ...below('exit-handler-1.onExit', doneStep('clean-up')),
      },
    });
    expect(lines(workflow)).toEqual([
      'exit-handler-1 failed',
      'exit-handler-1/make failed (application-error)',
      'clean-up succeeded',
    ]);
    const ids = new Set(graphOf('exit-handler').nodes.map(({ id }) => id));
    expect(readSteps(workflow).every(({ id }) => ids.has(id))).toBe(true);
  });

  it('takes steps that are called as what KFP adds for what they are', () => {
    const workflow = buildWorkflow({
      phase: 'Running',
      nodes: {
        ...doneStep('executor'),
        ...doneStep('iteration-item'),
        ...groupNodes('root', running, doneStep('screw-driver')),
      },
    });
    expect(lines(workflow)).toEqual([
      'executor succeeded',
      'iteration-item succeeded',
      'root running',
      'root/screw-driver succeeded',
    ]);
  });
});

describe('a run of orders-features', () => {
  const graph = graphOf('orders-features');
  const nodes = {
    ...doneStep('extract-orders', 0, 30),
    ...doneStep('clean-orders', 30, 60),
    ...doneStep('check-quality', 30, 40),
    ...loopNodes('for-loop-2', { ...running, from: 60 }, [
      stepNodes('build-features', {
        driver: { from: 60, to: 65 },
        step: { ...running, from: 65 },
        container: { ...running, from: 65 },
      }),
    ]),
  };

  it('tells every step with its graph, also those that did not begin', () => {
    const steps = readSteps(buildWorkflow({ phase: 'Running', nodes }), graph);
    expect(steps.map(line)).toEqual([
      'extract-orders succeeded',
      'check-quality succeeded',
      'clean-orders succeeded',
      'for-loop-2 running',
      'for-loop-2/build-features[0] running',
      'join-features pending',
      'compare-with-last pending',
      'condition-3 pending',
      'condition-3/publish-features pending',
      'write-report pending',
    ]);
  });

  it('takes what a condition kept from running as left out', () => {
    const skipped = {
      'condition-3-driver': {
        template: 'system-dag-driver',
        phase: 'Succeeded',
      },
      'condition-3': { type: 'Skipped', phase: 'Skipped' },
    };
    const steps = readSteps(
      buildWorkflow({ phase: 'Running', nodes: { ...nodes, ...skipped } }),
      graph,
    ).map(line);
    expect(steps).toContain('condition-3 skipped');
    expect(steps).toContain('condition-3/publish-features skipped');
    expect(steps).toContain('write-report pending');
  });

  it('tells times and pods', () => {
    const workflow = buildWorkflow({ phase: 'Running', nodes });
    const steps = readSteps(workflow);
    expect(steps.find(({ id }) => id === 'clean-orders')).toEqual({
      id: 'clean-orders',
      state: 'succeeded',
      stateDetail: 'Succeeded',
      pod: expect.stringMatching(
        /^orders-features-x7k2p-system-container-impl-\d+$/,
      ),
      startedAt: '2026-11-20T03:00:30Z',
      endedAt: '2026-11-20T03:01:00Z',
      retries: 0,
    });
    expect(
      steps.find(({ id }) => id === 'for-loop-2/build-features'),
    ).not.toHaveProperty('endedAt');
  });

  it('tells the time of all tries together, and the pod of the last', () => {
    const workflow = buildWorkflow({
      phase: 'Running',
      nodes: stepNodes('use', {
        step: { ...running, from: 10 },
        tries: [
          { ...failed('Error (exit code 1)'), from: 10, to: 20 },
          { ...running, from: 30 },
        ],
      }),
    });
    const [step] = readSteps(workflow);
    expect(step.startedAt).toBe('2026-11-20T03:00:10Z');
    const last = Object.values((workflow.status as any).nodes).find(
      (node: any) => node.name.endsWith('executor(1)'),
    ) as { id: string };
    expect(step.pod).toBe(
      `orders-features-x7k2p-retry-system-container-impl-${last.id.slice(
        'orders-features-x7k2p-'.length,
      )}`,
    );
  });

  it('takes what did not begin before the end as left out', () => {
    const steps = readSteps(
      buildWorkflow({ phase: 'Failed', nodes: {} }),
      graph,
    );
    expect(new Set(steps.map(({ state }) => state))).toEqual(
      new Set(['skipped']),
    );
  });

  it('calls pods as an old Argo did where the Workflow says so', () => {
    const workflow = buildWorkflow({
      phase: 'Running',
      nodes: doneStep('use'),
      annotations: { 'workflows.argoproj.io/pod-name-format': 'v1' },
    });
    expect(readSteps(workflow)[0].pod).toMatch(/^orders-features-x7k2p-\d+$/);
  });
});

describe('Workflows without readable nodes', () => {
  it('says that they are compressed or elsewhere', () => {
    const status = { nodes: undefined, compressedNodes: 'H4sI' };
    expect(() =>
      readSteps(buildWorkflow({ phase: 'Running', nodes: {}, status })),
    ).toThrow(
      'The steps of the workflow "orders-features-x7k2p" are compressed and cannot be read as they are',
    );
    const offloaded = { nodes: undefined, offloadNodeStatusVersion: 'fnv:1' };
    expect(() =>
      readSteps(
        buildWorkflow({ phase: 'Running', nodes: {}, status: offloaded }),
      ),
    ).toThrow(/kept in Argo's own database/);
  });

  it.each([
    undefined,
    {},
    { nodes: [] },
    {
      nodes: { a: null, b: 'x', c: { id: 7 }, d: { id: 'd', name: 'other.x' } },
    },
  ])('reads %j as no steps', status => {
    expect(
      readSteps({
        ...{ apiVersion: 'argoproj.io/v1alpha1', kind: 'Workflow' },
        metadata: { name: 'w' },
        ...(status && { status }),
      }),
    ).toEqual([]);
  });
});

import { PODS, WORKFLOWS } from '../knownResources';
import { startTestKubeflow } from '../testUtils/startTestKubeflow';
import { stepPathOf } from './argo/stepPath';
import type { ArgoNode, Workflow } from './argo/types';

jest.setTimeout(60_000);

type World = Awaited<ReturnType<typeof startTestKubeflow>>;
let world: World;

beforeEach(async () => {
  world = await startTestKubeflow();
});
afterEach(() => world.stop());

async function play(
  name: string,
  parameters: object,
  until: (workflow: Workflow) => boolean = ({ status }) =>
    ['Succeeded', 'Failed', 'Error'].includes(status?.phase ?? ''),
): Promise<{ id: string; workflow: Workflow }> {
  const { version } = world.addPipeline(name);
  const { body } = await world.startRun(version, { parameters });
  await world.until(() => until(world.workflows()[0]), 600);
  return { id: body.run_id, workflow: world.workflows()[0] };
}

/** What ran in the end, as `task` or `loop/task#round`. */
function executors({ status }: Workflow): Record<string, ArgoNode['phase']> {
  return Object.fromEntries(
    Object.values(status!.nodes!)
      .filter(({ templateName }) =>
        templateName!.endsWith('system-container-impl'),
      )
      .map(node => {
        const { tasks, iteration, retry } = stepPathOf(node);
        const round = iteration.map(index => `#${index}`).join('');
        return [
          `${tasks.join('/')}${round}${
            node.type === 'Pod' && retry ? ` again ${retry}` : ''
          }`,
          node.phase,
        ];
      }),
  );
}

describe('a run', () => {
  it('plays to its end, with its loop and its condition', async () => {
    const { id, workflow } = await play('orders-features', {
      day: '2026-03-01',
    });
    expect(workflow.status!.phase).toBe('Succeeded');
    expect(executors(workflow)).toEqual({
      'extract-orders': 'Succeeded',
      'check-quality': 'Succeeded',
      'clean-orders': 'Succeeded',
      'for-loop-2/build-features#0': 'Succeeded',
      'for-loop-2/build-features#1': 'Succeeded',
      'for-loop-2/build-features#2': 'Succeeded',
      'join-features': 'Succeeded',
      'compare-with-last': 'Succeeded',
      'condition-3/publish-features': 'Succeeded',
      'write-report': 'Succeeded',
    });
    const { body } = await world.call('GET', `/runs/${id}`);
    expect(body.state).toBe('SUCCEEDED');
    expect(body.state_history.map(one => one.state)).toEqual([
      'PENDING',
      'RUNNING',
      'SUCCEEDED',
    ]);
    expect(body.run_details.task_details).toHaveLength(
      Object.keys(workflow.status!.nodes!).length,
    );
    expect(world.warnings).toEqual([]);
  });

  it('hands on to later steps what earlier ones are said to have given', async () => {
    const { workflow } = await play('orders-features', { day: '2026-03-01' });
    const inputOf = (task: string) => {
      const { inputs } = Object.values(workflow.status!.nodes!).find(
        ({ name, type }) =>
          type === 'Pod' && name.endsWith(`.root.${task}.executor`),
      )!;
      const patch = inputs!.parameters!.find(
        ({ name }) => name === 'pod-spec-patch',
      )!;
      const { command } = JSON.parse(patch.value!).containers[0];
      return JSON.parse(command[command.indexOf('--executor_input') + 1]);
    };
    const [given] = inputOf('check-quality').outputs.artifacts.report.artifacts;
    const taking = inputOf('write-report').inputs;
    const [[taken]] = Object.values<any>(taking.artifacts)
      .map(({ artifacts }) => artifacts)
      .filter(([{ name }]) => name === 'report');
    expect(taken).toEqual({
      ...given,
      metadata: { quality: expect.any(Number), rows: expect.any(Number) },
    });
    expect(Object.values(taking.parameterValues)).toContainEqual(
      expect.any(Number),
    );
  });

  it('has a pod for every driver and executor, under the name of Argo, with a log', async () => {
    const { workflow } = await play('price-check', {});
    const pods = world.admin.list(PODS, {
      labelSelector: `workflows.argoproj.io/workflow=${workflow.metadata.name}`,
    });
    const nodes = Object.values(workflow.status!.nodes!).filter(
      ({ type }) => type === 'Pod',
    );
    expect(pods.map(({ metadata }) => metadata.name).sort()).toEqual(
      nodes
        .map(
          ({ id, templateName }) =>
            `${workflow.metadata.name}-${templateName}-${id.split('-').pop()}`,
        )
        .sort(),
    );
    const executor = pods.find(({ metadata }) =>
      metadata.name.includes('system-container-impl'),
    )!;
    const [container] = (executor.spec as any).containers;
    expect(container.image).toBe('registry.example.com/sales/prices:0.9.0');
    expect(world.logOf(executor.metadata.name).join('\n')).toMatch(
      /starting step/,
    );
  });

  it('fails at the step that fail_at names, after its retries, and leaves out what follows', async () => {
    const { id, workflow } = await play('orders-features', {
      day: '2026-03-01',
      fail_at: 'clean-orders',
    });
    expect(workflow.status!.phase).toBe('Failed');
    expect(executors(workflow)).toEqual({
      'extract-orders': 'Succeeded',
      'check-quality': 'Succeeded',
      'clean-orders': 'Failed',
      'clean-orders again 1': 'Failed',
      'clean-orders again 2': 'Failed',
    });
    const omitted = Object.values(workflow.status!.nodes!)
      .filter(({ phase }) => phase === 'Omitted')
      .map(({ displayName }) => displayName);
    expect(omitted).toContain('for-loop-2');
    expect(omitted).toContain('write-report-driver');
    const failed = Object.values(workflow.status!.nodes!).find(
      ({ displayName }) => displayName === 'executor(2)',
    )!;
    expect(failed.message).toMatch(/exit code 1/);
    const { body } = await world.call('GET', `/runs/${id}`);
    expect(body.state).toBe('FAILED');
  });

  it('runs what an exit handler names, whatever came before', async () => {
    const { workflow } = await play('payment-scores', {
      day: '2026-03-01',
      fail_at: 'score-payments:oom',
    });
    expect(workflow.status!.phase).toBe('Failed');
    expect(executors(workflow)).toEqual({
      'exit-handler-1/load-payments': 'Succeeded',
      'exit-handler-1/score-payments': 'Failed',
      'exit-handler-1/tell-reviewers': 'Succeeded',
    });
    expect(
      Object.values(workflow.status!.nodes!).some(
        ({ message }) => message === 'OOMKilled (exit code 137)',
      ),
    ).toBe(true);
  });

  it('ends when it is told to', async () => {
    const { id } = await play('orders-features', { day: 'x' }, workflow =>
      Object.values(workflow.status?.nodes ?? {}).some(
        ({ displayName, phase }) =>
          displayName === 'executor' && phase === 'Running',
      ),
    );
    expect((await world.call('POST', `/runs/${id}:terminate`)).body).toEqual(
      {},
    );
    expect((await world.call('GET', `/runs/${id}`)).body.state).toBe(
      'CANCELING',
    );
    await world.until(
      () => world.workflows()[0].status!.phase === 'Failed',
      60,
    );
    const { body } = await world.call('GET', `/runs/${id}`);
    // KFP has no word of its own for the end of such a run.
    expect(body.state_history.map(one => one.state)).toEqual([
      'PENDING',
      'RUNNING',
      'CANCELING',
      'FAILED',
    ]);
    expect(
      world.admin
        .list(PODS, { labelSelector: 'workflows.argoproj.io/workflow' })
        .map(({ status }) => (status as any).phase),
    ).not.toContain('Running');
  });

  it('is kept when its workflow is deleted after a day', async () => {
    const { id } = await play('price-check', {});
    await world.clock.advanceAsync(23 * 3600_000);
    expect(world.workflows()).toHaveLength(1);
    await world.clock.advanceAsync(2 * 3600_000);
    expect(world.admin.list(WORKFLOWS)).toEqual([]);
    expect(
      world.admin.list(PODS, {
        labelSelector: 'workflows.argoproj.io/workflow',
      }),
    ).toEqual([]);
    const { body } = await world.call('GET', `/runs/${id}`);
    expect(body.state).toBe('SUCCEEDED');
    expect(body.run_details.task_details.length).toBeGreaterThan(5);
  });
});

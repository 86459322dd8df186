import { createHash } from 'node:crypto';
import { asObject, type JsonObject } from '../../kube/json';
import {
  componentOf,
  executorOf,
  parametersOf,
  tasksOf,
  type Ir,
  type IrTask,
} from '../ir';
import {
  containerDriver,
  containerExecutor,
  dagDriver,
  importer,
} from './systemTemplates';
import {
  exitHook,
  input,
  iterationIndex,
  output,
  waitFor,
  whenTrue,
} from './taskParts';
import type {
  ArgoDagTask,
  ArgoParameter,
  ArgoTemplate,
  Workflow,
} from './types';

/** A run as it is turned into a workflow. */
export interface RunOrder {
  runId: string;
  displayName: string;
  namespace: string;
  serviceAccount: string;
  ir: Ir;
  parameters: JsonObject;
  pipelineRoot?: string;
}

class Compiler {
  private readonly templates = new Map<string, ArgoTemplate>();
  private readonly values = new Map<string, string>();

  constructor(private readonly order: RunOrder) {}

  compile(): Workflow {
    const { displayName, ir, namespace, runId, serviceAccount } = this.order;
    this.addDag('root', componentOf(ir, 'root'));
    this.addEntrypoint();
    return {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Workflow',
      metadata: {
        name: '',
        generateName: `${ir.name.split('/').pop()}-`,
        namespace,
        labels: { 'pipeline/runid': runId },
        annotations: { 'pipelines.kubeflow.org/run_name': displayName },
      },
      spec: {
        entrypoint: 'entrypoint',
        arguments: {
          parameters: [...this.values].map(([name, value]) => ({
            name,
            value,
          })),
        },
        podMetadata: {
          annotations: { 'pipelines.kubeflow.org/v2_component': 'true' },
          labels: {
            'pipelines.kubeflow.org/v2_component': 'true',
            'pipeline/runid': runId,
          },
        },
        securityContext: {
          runAsNonRoot: true,
          seccompProfile: { type: 'RuntimeDefault' },
        },
        serviceAccountName: serviceAccount,
        templates: [...this.templates.values()],
      } as Workflow['spec'],
    };
  }

  private add(template: ArgoTemplate): string {
    if (!this.templates.has(template.name)) {
      this.templates.set(template.name, template);
    }
    return template.name;
  }

  /** A text that more than one place needs, kept once among the workflow's arguments. */
  private argument(name: string, value: JsonObject): string {
    this.values.set(name, JSON.stringify(value));
    return `{{workflow.parameters.${name}}}`;
  }

  private componentArgument(name: string): string {
    const component = componentOf(this.order.ir, name);
    const { executorLabel, ...rest } = component;
    return executorLabel === undefined
      ? this.argument(`components-${name}`, component)
      : this.argument(`components-${digest(component)}`, {
          executorLabel,
          ...rest,
        });
  }

  private addEntrypoint(): void {
    const { parameters, pipelineRoot, ir } = this.order;
    const runtimeConfig = JSON.stringify({
      ...(pipelineRoot && { gcsOutputDirectory: pipelineRoot }),
      parameterValues: parametersOf(ir, parameters),
    });
    this.add({
      name: 'entrypoint',
      dag: {
        tasks: [
          this.dagDriverTask('root-driver', [
            { name: 'component', value: this.componentArgument('root') },
            { name: 'runtime-config', value: runtimeConfig },
            { name: 'driver-type', value: 'ROOT_DAG' },
          ]),
          {
            name: 'root',
            template: 'root',
            depends: 'root-driver.Succeeded',
            arguments: {
              parameters: [
                {
                  name: 'parent-dag-id',
                  value: output('root-driver', 'execution-id'),
                },
                { name: 'condition', value: '' },
              ],
            },
          },
        ],
      },
    });
  }

  private addDag(name: string, component: JsonObject): void {
    const tasks = tasksOf(component);
    const exits = new Map<string, string>();
    for (const task of tasks.filter(({ isExit }) => isExit)) {
      const template = `exit-hook-${name}-${task.name}`;
      for (const before of task.dependsOn) exits.set(before, template);
      this.add({
        name: template,
        inputs: { parameters: [{ name: 'parent-dag-id' }] },
        dag: { tasks: this.tasks(task, {}) },
      });
    }
    // First what it holds, so that a dag stands behind its parts.
    const own = tasks
      .filter(({ isExit }) => !isExit)
      .flatMap(task => this.tasks(task, { exit: exits.get(task.name) }));
    this.add({
      name,
      inputs: { parameters: [{ name: 'parent-dag-id' }] },
      dag: { tasks: own },
    });
  }

  private tasks(
    task: IrTask,
    place: { exit?: string; iteration?: string },
  ): ArgoDagTask[] {
    const { ir } = this.order;
    if (task.loop && !place.iteration) return [this.loop(task)];
    const component = componentOf(ir, task.component);
    const executor = executorOf(ir, component);
    const name = place.iteration ? 'iteration-item' : task.name;
    const before =
      place.iteration || task.isExit ? {} : waitFor(task.dependsOn);
    if (!executor) {
      this.addDag(task.component, component);
      return this.group(task, { ...place, name, before });
    }
    const shared = [
      { name: 'component', value: this.componentArgument(task.component) },
      { name: 'task', value: JSON.stringify(task.spec) },
    ];
    const implementation = this.argument(
      `implementations-${digest(component)}`,
      executor.spec,
    );
    if (executor.kind === 'importer') {
      return [
        {
          name,
          template: this.add(importer(ir.name)),
          ...before,
          arguments: {
            parameters: [
              ...shared,
              { name: 'importer', value: implementation },
              { name: 'parent-dag-id', value: input('parent-dag-id') },
            ],
          },
        },
      ];
    }
    const driver = `${name}-driver`;
    this.add(containerDriver(ir.name));
    const { outer, inner } = containerExecutor(task.maxRetries !== undefined);
    this.add(outer);
    this.add(inner);
    return [
      {
        name: driver,
        template: 'system-container-driver',
        ...before,
        arguments: {
          parameters: [
            ...shared,
            { name: 'container', value: implementation },
            { name: 'task-name', value: task.name },
            { name: 'parent-dag-id', value: input('parent-dag-id') },
            ...iterationIndex(place.iteration),
          ],
        },
      },
      {
        name,
        template: outer.name,
        depends: `${driver}.Succeeded`,
        ...whenTrue(task, driver),
        arguments: {
          parameters: [
            { name: 'pod-spec-patch', value: output(driver, 'pod-spec-patch') },
            {
              name: 'cached-decision',
              value: output(driver, 'cached-decision'),
              default: 'false',
            },
            ...(task.maxRetries === undefined
              ? []
              : [{ name: 'retry-max-count', value: String(task.maxRetries) }]),
          ],
        },
        ...exitHook(place.exit),
      },
    ];
  }

  private group(
    task: IrTask,
    place: {
      name: string;
      exit?: string;
      iteration?: string;
      before: { depends?: string };
    },
  ): ArgoDagTask[] {
    const { name } = place;
    const driver = `${name}-driver`;
    return [
      {
        ...this.dagDriverTask(driver, [
          { name: 'component', value: this.componentArgument(task.component) },
          ...iterationIndex(place.iteration),
          { name: 'parent-dag-id', value: input('parent-dag-id') },
          { name: 'task', value: JSON.stringify(task.spec) },
          { name: 'task-name', value: task.name },
        ]),
        ...place.before,
      },
      {
        name,
        template: task.component,
        depends: `${driver}.Succeeded`,
        ...whenTrue(task, driver),
        arguments: {
          parameters: [
            { name: 'parent-dag-id', value: output(driver, 'execution-id') },
            { name: 'condition', value: output(driver, 'condition') },
          ],
        },
        ...exitHook(place.exit),
      },
    ];
  }

  private loop(task: IrTask): ArgoDagTask {
    const items = this.add({
      name: `${task.component}-iteration`,
      inputs: {
        parameters: [{ name: 'parent-dag-id' }, { name: 'iteration-index' }],
      },
      dag: { tasks: this.tasks(task, { iteration: input('iteration-index') }) },
    });
    const driver = 'iteration-driver';
    const template = this.add({
      name: `${task.component}-${task.name}-iterator`,
      inputs: { parameters: [{ name: 'parent-dag-id' }] },
      ...(task.loop?.parallel && { parallelism: task.loop.parallel }),
      dag: {
        tasks: [
          this.dagDriverTask(driver, [
            {
              name: 'component',
              value: this.componentArgument(task.component),
            },
            { name: 'parent-dag-id', value: input('parent-dag-id') },
            { name: 'task', value: JSON.stringify(task.spec) },
            { name: 'task-name', value: task.name },
          ]),
          {
            name: 'iteration-iterations',
            template: items,
            depends: `${driver}.Succeeded`,
            ...whenTrue(task, driver),
            withSequence: { count: output(driver, 'iteration-count') },
            arguments: {
              parameters: [
                {
                  name: 'parent-dag-id',
                  value: output(driver, 'execution-id'),
                },
                { name: 'iteration-index', value: '{{item}}' },
              ],
            },
          },
        ],
      },
    });
    return {
      name: task.name,
      template,
      ...waitFor(task.dependsOn),
      arguments: {
        parameters: [{ name: 'parent-dag-id', value: input('parent-dag-id') }],
      },
    };
  }

  private dagDriverTask(
    name: string,
    parameters: ArgoParameter[],
  ): ArgoDagTask {
    return {
      name,
      template: this.add(dagDriver(this.order.ir.name)),
      arguments: { parameters },
    };
  }
}

/**
 * The workflow that KFP makes of a run: of each step a driver, that decides,
 * and an executor, that runs; of each dag a driver and a template of its own.
 */
export function compileWorkflow(order: RunOrder): Workflow {
  return new Compiler(order).compile();
}

function digest(value: object): string {
  return createHash('sha256')
    .update(JSON.stringify(asObject(value)))
    .digest('hex');
}

import { InputError } from '@backstage/errors';
import { PIPELINE_MAX_BYTES, parsePipeline } from './parsePipeline';
import { readCompiledPipeline } from './readCompiledPipeline';

const SECRET = 'hunter2';

/** The shortest pipeline that runs. */
const minimal = (): Record<string, any> => ({
  schemaVersion: '2.1.0',
  pipelineInfo: { name: 'echo' },
  components: { 'comp-echo': { executorLabel: 'exec-echo' } },
  deploymentSpec: {
    executors: {
      'exec-echo': { container: { image: 'busybox', command: ['echo'] } },
    },
  },
  root: {
    dag: {
      tasks: {
        echo: {
          componentRef: { name: 'comp-echo' },
          taskInfo: { name: 'echo' },
        },
      },
    },
  },
});

const changed = (change: (ir: Record<string, any>) => void) => {
  const ir = minimal();
  change(ir);
  return ir;
};

const problemOf = (read: () => unknown): string => {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as Error).message;
  }
  throw new Error('Nothing was refused');
};

it('reads the shortest pipeline, as YAML and as JSON', () => {
  const { spec, platform, compiled } = parsePipeline(JSON.stringify(minimal()));
  expect(spec).toEqual(minimal());
  expect(platform).toBeUndefined();
  expect(compiled).toMatchObject({ name: 'echo', images: ['busybox'] });
});

describe('texts that are no pipeline', () => {
  const json = JSON.stringify(minimal());
  it.each<[string, string, RegExp]>([
    ['nothing', ' \n', /is empty/],
    ['only comments', '# a\n---\n# b\n', /There is no pipeline/],
    ['no YAML', `root: [${SECRET}\nb: {`, /^Line \d+: this is no valid YAML/],
    ['a tab', `root:\n\t${SECRET}: 1`, /^Line 2: this is no valid YAML/],
    ['a scalar', SECRET, /^Line 1: this is neither a pipeline/],
    ['a list', `- ${SECRET}`, /^Line 1: this is neither a pipeline/],
    [
      'a v1 pipeline',
      `apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata: {name: ${SECRET}}`,
      /^Line 1: this is a v1 pipeline: compile it with kfp >= 2$/,
    ],
    [
      'a manifest',
      'apiVersion: pipelines.kubeflow.org/v2beta1\nkind: PipelineVersion',
      /^Line 1: this is an object of Kubernetes/,
    ],
    ['a job', 'pipelineSpec: {}', /^Line 1: this is a pipeline job/],
    [
      'two pipelines',
      `${json}\n---\n${json}`,
      /^Line 3: this is a second pipeline document/,
    ],
    [
      'two platforms',
      `${json}\n---\nplatforms: {}\n---\nplatforms: {}`,
      /^Line 5: this is a second platform document/,
    ],
    ['only a platform', 'platforms: {}', /There is no pipeline/],
    [
      'another document',
      `${json}\n---\nfoo: ${SECRET}`,
      /^Line 3: this is neither/,
    ],
    [
      'a platform with a field too many',
      `${json}\n---\nplatforms:\n  kubernetes:\n    ${SECRET}: 1`,
      /^Line 5: unknown field$/,
    ],
    ['an alias', 'root: &a {}\ncomponents: *a', /^Line 1: anchors and aliases/],
    [
      'an alias bomb',
      'a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nroot: [*c, *c]',
      /anchors and aliases/,
    ],
    [
      'a tag',
      'root: !!python/object:os.system {}',
      /^Line 1: tags are not read/,
    ],
    ['a key twice', 'root: {}\nroot: {}', /^Line 2: a key that its map has/],
    ['a map as a key', '? {a: 1}\n: 2', /^Line 1: this is no valid YAML/],
    [
      'a number that JSON has not',
      'root: {}\nschemaVersion: 2.1.0\npipelineInfo: {name: .inf}',
      /^Line 3: text is expected here/,
    ],
  ])('%s', (_, text, message) => {
    const problem = problemOf(() => parsePipeline(text));
    expect(problem).toMatch(message);
    expect(problem).not.toContain(SECRET);
  });

  it.each([
    ['flow lists', '['.repeat(400_000)],
    ['flow lists that end', `root: ${'['.repeat(5000)}${']'.repeat(5000)}`],
    ['flow maps', '{a: '.repeat(200_000)],
    ['block lists', '- '.repeat(400_000)],
    [
      'block maps',
      Array.from({ length: 1000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
    ],
  ])('%s that are nested too deeply', (_, text) => {
    expect(problemOf(() => parsePipeline(text))).toMatch(
      /maps and lists may be nested 64 deep/,
    );
  });

  it('5 MB, counted in bytes, before anything is parsed', () => {
    const tooLarge = /larger than 1000000 bytes/;
    expect(problemOf(() => parsePipeline('['.repeat(5_000_000)))).toMatch(
      tooLarge,
    );
    const wide = 'ü'.repeat(PIPELINE_MAX_BYTES / 2);
    expect(problemOf(() => parsePipeline(`${wide}a`))).toMatch(tooLarge);
    expect(problemOf(() => parsePipeline(wide))).not.toMatch(tooLarge);
  });

  it('thousands of keys or documents', () => {
    const keys = Array.from({ length: 20_000 }, (_, i) => `k${i}:`).join('\n');
    expect(problemOf(() => parsePipeline(keys))).toMatch(/^Line 1: this is/);
    expect(problemOf(() => parsePipeline('---\na\n'.repeat(100_000)))).toMatch(
      /too many YAML documents/,
    );
  });

  it.each([undefined, null, 7, {}])('%p in place of a text', text => {
    expect(problemOf(() => parsePipeline(text as string))).toMatch(/is empty/);
  });
});

const task = (ir: Record<string, any>) => ir.root.dag.tasks.echo;

describe('pipelines that break a rule', () => {
  it.each<[string, (ir: Record<string, any>) => void, string]>([
    [
      'an old schema',
      ir => {
        ir.schemaVersion = '2.0.0';
      },
      'pipelineSpec.schemaVersion: schemaVersion must be 2.1.0',
    ],
    [
      'no schema',
      ir => {
        delete ir.schemaVersion;
      },
      'pipelineSpec.schemaVersion: schemaVersion must be 2.1.0',
    ],
    [
      'no root',
      ir => {
        delete ir.root;
      },
      'pipelineSpec: root is missing',
    ],
    [
      'a root that is a step',
      ir => {
        ir.root = { executorLabel: 'exec-echo' };
      },
      'pipelineSpec.root: root must have a dag',
    ],
    [
      'no tasks',
      ir => {
        ir.root.dag.tasks = {};
      },
      'pipelineSpec.root.dag.tasks: a dag needs a task',
    ],
    [
      'an unknown field',
      ir => {
        task(ir)[SECRET] = 1;
      },
      'pipelineSpec.root.dag.tasks.*.*: unknown field',
    ],
    [
      'a field under both of its names',
      ir => {
        ir.schema_version = '2.1.0';
      },
      'pipelineSpec.*: a field that is there twice',
    ],
    [
      'two of which one may be',
      ir => {
        ir.components['comp-echo'].dag = { tasks: {} };
      },
      'pipelineSpec.components.*: only one of dag, executorLabel may be said here',
    ],
    [
      'a list for a map',
      ir => {
        ir.components = [SECRET];
      },
      'pipelineSpec.components: a map is expected here',
    ],
    [
      'a word that is none',
      ir => {
        task(ir).triggerPolicy = { strategy: SECRET };
      },
      'pipelineSpec.root.dag.tasks.*.triggerPolicy.strategy: a word that KFP does not know',
    ],
    [
      'a number that is none',
      ir => {
        task(ir).retryPolicy = { maxRetryCount: SECRET };
      },
      'pipelineSpec.root.dag.tasks.*.retryPolicy.maxRetryCount: a whole number is expected here',
    ],
    [
      'a component that is not there',
      ir => {
        task(ir).componentRef.name = SECRET;
      },
      'pipelineSpec.root.dag.tasks.*.componentRef: components has none of the name that this task is to run',
    ],
    [
      'a component that is a name of objects',
      ir => {
        task(ir).componentRef.name = 'toString';
      },
      'pipelineSpec.root.dag.tasks.*.componentRef: components has none of the name that this task is to run',
    ],
    [
      'an executor that is not there',
      ir => {
        ir.deploymentSpec = {};
      },
      'pipelineSpec.components.*.executorLabel: deploymentSpec has no executor of this label',
    ],
    [
      'an executor of Vertex AI',
      ir => {
        ir.deploymentSpec.executors['exec-echo'] = { customJob: {} };
      },
      'pipelineSpec.deploymentSpec.executors.*: only containers and importers run on Kubeflow Pipelines; what other platforms run (custom jobs of Vertex AI, resolvers) is not read',
    ],
    [
      'a container without an image',
      ir => {
        ir.deploymentSpec.executors['exec-echo'] = { container: {} };
      },
      'pipelineSpec.deploymentSpec.executors.*: a container needs an image',
    ],
    [
      'a task that waits for none there',
      ir => {
        task(ir).dependentTasks = [SECRET];
      },
      'pipelineSpec.root.dag.tasks.*.dependentTasks.*: its dag has no task of the name that this one waits for',
    ],
    [
      'a task that waits for itself',
      ir => {
        task(ir).dependentTasks = ['echo'];
      },
      'pipelineSpec.root.dag.tasks.*: tasks wait for each other in a circle',
    ],
    [
      'tasks in a circle',
      ir => {
        const input = {
          taskOutputParameter: { producerTask: 'b', outputParameterKey: 'x' },
        };
        task(ir).inputs = { parameters: { x: input } };
        ir.root.dag.tasks.b = {
          componentRef: { name: 'comp-echo' },
          dependentTasks: ['echo'],
        };
      },
      'pipelineSpec.root.dag.tasks.*: tasks wait for each other in a circle',
    ],
    [
      'components in a circle',
      ir => {
        ir.components.a = {
          dag: { tasks: { b: { componentRef: { name: 'b' } } } },
        };
        ir.components.b = {
          dag: { tasks: { a: { componentRef: { name: 'a' } } } },
        };
      },
      'pipelineSpec.components.*: components call each other in a circle',
    ],
    [
      'a name of a task with a slash',
      ir => {
        ir.root.dag.tasks['a/b'] = task(ir);
      },
      'pipelineSpec.root.dag.tasks.*: the name of a task must be letters, digits and "-" and have at most 121 characters',
    ],
    [
      'a loop over artifacts',
      ir => {
        task(ir).artifactIterator = { itemInput: 'x' };
      },
      'pipelineSpec.root.dag.tasks.*.artifactIterator: Kubeflow Pipelines does not run loops over artifacts',
    ],
    [
      'a loop over what is no list',
      ir => {
        task(ir).parameterIterator = { items: { raw: SECRET } };
      },
      'pipelineSpec.root.dag.tasks.*.parameterIterator.items.raw: the items of a loop must be a list as JSON text',
    ],
  ])('%s', (_, change, message) => {
    const ir = changed(change);
    expect(problemOf(() => readCompiledPipeline(ir))).toBe(message);
    const inText = problemOf(() => parsePipeline(JSON.stringify(ir, null, 2)));
    expect(inText).toMatch(/^Line \d+: /);
    expect(inText).not.toContain(SECRET);
  });

  it.each(['', 'Echo', '-echo', 'echo_', 'a..b', '<b>', 'a'.repeat(129)])(
    'the name %p',
    name => {
      const ir = changed(({ pipelineInfo }) => {
        pipelineInfo.name = name;
      });
      expect(problemOf(() => readCompiledPipeline(ir))).toMatch(
        /^pipelineSpec.pipelineInfo.name: pipelineInfo.name must be/,
      );
    },
  );

  it('says the line', () => {
    const text = JSON.stringify(
      changed(ir => {
        task(ir).extra = 1;
      }),
      null,
      2,
    );
    const at = text.split('\n').findIndex(line => line.includes('extra')) + 1;
    expect(problemOf(() => parsePipeline(text))).toBe(
      `Line ${at}: unknown field`,
    );
  });

  it('components that use each other twice, forty levels deep', () => {
    const twice = (name: string) => ({
      dag: {
        tasks: {
          a: { componentRef: { name } },
          b: { componentRef: { name } },
        },
      },
    });
    const levels = (count: number) =>
      changed(ir => {
        for (let i = 0; i < count; i += 1) {
          ir.components[`c${i}`] = twice(i === 0 ? 'comp-echo' : `c${i - 1}`);
        }
        task(ir).componentRef.name = `c${count - 1}`;
      });
    expect(problemOf(() => readCompiledPipeline(levels(25)))).toMatch(
      /written out, the pipeline has more than 2000 steps/,
    );
    expect(problemOf(() => readCompiledPipeline(levels(40)))).toMatch(
      /written out|nested 32 deep/,
    );
    expect(readCompiledPipeline(levels(5)).graph.nodes).toHaveLength(63);
  });

  it('a long text in a component that is used a thousand times', () => {
    const ir = changed(({ root, deploymentSpec }) => {
      deploymentSpec.executors['exec-echo'].container.args = [
        'x'.repeat(500_000),
      ];
      for (let i = 0; i < 1000; i += 1) {
        root.dag.tasks[`t${i}`] = root.dag.tasks.echo;
      }
    });
    expect(problemOf(() => readCompiledPipeline(ir))).toMatch(
      /or 4000000 characters/,
    );
  });
});

describe('what the server takes too', () => {
  it('names as the schema has them, and null for what is not there', () => {
    const { schemaVersion, pipelineInfo, ...rest } = minimal();
    const { compiled } = parsePipeline(
      JSON.stringify({
        ...rest,
        schema_version: schemaVersion,
        pipeline_info: pipelineInfo,
        defaultPipelineRoot: null,
      }),
    );
    expect(compiled.name).toBe('echo');
  });

  it('fields of executors that it does not know', () => {
    const ir = changed(({ deploymentSpec }) => {
      deploymentSpec['@type'] = 'type.googleapis.com/x';
      deploymentSpec.executors['exec-echo'].container.news = 1;
    });
    expect(readCompiledPipeline(ir).images).toEqual(['busybox']);
  });

  it('inputs that are one of few, deprecated types, and a default of null', () => {
    const ir = changed(({ root }) => {
      root.inputDefinitions = {
        parameters: {
          mode: { parameterType: 'STRING', literals: ['fast', 'exact'] },
          old: { type: 'INT' },
          none: { parameterType: 'STRUCT', defaultValue: null },
          number: { parameterType: 2 },
        },
        artifacts: {
          data: {
            artifactType: { schemaTitle: 'system.Dataset' },
            isOptional: true,
          },
        },
      };
    });
    expect(readCompiledPipeline(ir).inputs).toEqual([
      { name: 'mode', type: 'string', options: ['fast', 'exact'] },
      { name: 'old', type: 'integer' },
      { name: 'none', type: 'struct', optional: true, default: null },
      { name: 'number', type: 'integer' },
      {
        name: 'data',
        type: 'artifact',
        artifactType: 'system.Dataset',
        optional: true,
      },
    ]);
  });

  it('a step that is a loop itself', () => {
    const ir = changed(({ root }) => {
      root.dag.tasks.echo.parameterIterator = {
        items: { raw: '[1, 2, 3]' },
        itemInput: 'x',
      };
    });
    const { graph, footprint } = readCompiledPipeline(ir);
    expect(graph.nodes).toMatchObject([
      { id: 'echo', type: 'step', loop: { over: '[1, 2, 3]' } },
    ]);
    expect(footprint.parts).toMatchObject([{ count: 3, minCount: 0 }]);
  });

  it('HTML and template syntax in names and descriptions, as plain text', () => {
    const ir = changed(({ pipelineInfo, root }) => {
      pipelineInfo.description = '<script>${{ x }}</script>';
      root.dag.tasks.echo.taskInfo.name = '{{<b>echo</b>}}';
    });
    const { description, graph } = readCompiledPipeline(ir);
    expect(description).toBe('<script>${{ x }}</script>');
    expect(graph.nodes[0].title).toBe('{{<b>echo</b>}}');
  });
});

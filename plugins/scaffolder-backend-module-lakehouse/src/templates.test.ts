import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type BuiltManifest,
  buildKubeflowPipeline,
  buildKubeflowRun,
  checkPolicy,
  computeFit,
  dayAfter,
  formAnswers,
  type KubeflowPipelineInput,
  kubeflowPipelineKind,
  kubeflowPipelineVersionKind,
  kubeflowRecurringRunKind,
  type KubeflowRunInput,
  kubeflowRunKindOf,
  kubeflowScheduleKind,
  kubeflowStartKind,
  lakefsBranchKind,
  sparkApplicationKind,
  sparkConnectKind,
  withLakefrontMetadata,
  type WorkloadKind,
} from '@lakefront/backstage-plugin-lakehouse-common';
import {
  domainCapacityFixture,
  settingsFixture,
} from '@lakefront/backstage-plugin-lakehouse-common/testUtils';
import { parse } from 'yaml';

const context = {
  settings: settingsFixture,
  now: Date.parse('2026-11-20T10:00:00Z'),
  capacity: domainCapacityFixture,
};

/** What each template makes. */
const kinds = {
  'spark-job': sparkApplicationKind,
  'spark-connect': sparkConnectKind,
  'lakefs-branch': lakefsBranchKind,
};

interface Template {
  spec: {
    parameters: Array<{
      required?: string[];
      properties: Record<string, unknown>;
      dependencies?: unknown;
    }>;
    steps: Array<{
      id: string;
      action: string;
      input: {
        job?: object;
        compute?: object;
        branch?: object;
        pipeline?: object;
        run?: object;
        objects?: Array<{ action: string }>;
      };
    }>;
  };
}

/** Whole values only, as the template has them; what is missing leaves its key out. */
function render(value: unknown, parameters: unknown): unknown {
  if (typeof value === 'string') {
    const [, path] = /^\$\{\{ parameters\.([\w.]+) \}\}$/.exec(value) ?? [];
    return path
      ? path
          .split('.')
          .reduce<unknown>((at, key) => (at as never)?.[key], parameters)
      : value;
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, item]) => [key, render(item, parameters)])
      .filter(([, item]) => item !== undefined),
  );
}

/** Days are a day once they are in Git. */
function asReviewed(answers: Record<string, unknown>) {
  const [, days] = /^P(\d+)D$/.exec(String(answers.expires)) ?? [];
  return days
    ? { ...answers, expires: dayAfter(context.now, Number(days)) }
    : answers;
}

function readTemplate(name: string): Template {
  const file = join(__dirname, '../../../templates', name, 'template.yaml');
  return parse(readFileSync(file, 'utf8'));
}

function readExamples(
  name: string,
): Array<[file: string, values: Record<string, unknown>]> {
  const directory = join(__dirname, '../../../templates', name, 'examples');
  return readdirSync(directory).map(file => [
    file,
    parse(readFileSync(join(directory, file), 'utf8')),
  ]);
}

const templatesOfTasks = ['kubeflow-pipeline', 'kubeflow-run'];

describe.each([...Object.keys(kinds), ...templatesOfTasks])(
  'templates/%s',
  name => {
    const { spec } = readTemplate(name);

    it('has three steps at most', () => {
      expect(spec.parameters.length).toBeLessThanOrEqual(3);
    });

    it('pastes no text: each expression is a whole value', () => {
      const expressions = JSON.stringify(spec.steps).match(
        /"[^"]*\$\{\{[^"]*"/g,
      );
      expect(expressions?.length).toBeGreaterThan(0);
      for (const expression of expressions ?? []) {
        expect(expression).toMatch(/^"\$\{\{ [\w.]+ \}\}"$/);
      }
    });

    it.each(readExamples(name))(
      'examples/%s answers what is asked',
      (_file, values) => {
        const required = spec.parameters.flatMap(step => step.required ?? []);
        const known = JSON.stringify(spec.parameters);
        expect(Object.keys(values)).toEqual(expect.arrayContaining(required));
        for (const key of Object.keys(values)) {
          expect(known).toContain(`"${key}":`);
        }
      },
    );
  },
);

/** Builds as the action does, and holds the result against the rules. */
function expectSound(kind: WorkloadKind, manifest: BuiltManifest) {
  const object = withLakefrontMetadata(
    { ...manifest },
    { kind, namespace: 'dom-sales' },
  );
  expect(
    checkPolicy({
      ...{ object, kind, settings: settingsFixture },
      ...{ domain: 'sales', namespace: 'dom-sales' },
    }),
  ).toEqual([]);
  expect(kind.validate(object)).toEqual([]);
  expect(
    computeFit({
      ...{ footprint: kind.footprint(object), domain: 'sales' },
      capacity: domainCapacityFixture,
    }).problems,
  ).toEqual([]);
  return object;
}

describe('templates/kubeflow-pipeline', () => {
  const build = readTemplate('kubeflow-pipeline').spec.steps[0];

  it.each(readExamples('kubeflow-pipeline'))(
    'examples/%s may be proposed',
    (_file, values) => {
      const built = buildKubeflowPipeline(
        render(build.input.pipeline, values) as KubeflowPipelineInput,
      );
      const { kind, spec } = expectSound(
        kubeflowPipelineVersionKind,
        built.version,
      );
      expect(kind).toBe('PipelineVersion');
      expect(spec).toMatchObject({ pipelineName: values.name });
      expectSound(kubeflowPipelineKind, built.pipeline);
    },
  );
});

describe('templates/kubeflow-run', () => {
  const build = readTemplate('kubeflow-run').spec.steps[0];
  const kindsById = {
    'kubeflow-start': kubeflowStartKind,
    'kubeflow-schedule': kubeflowScheduleKind,
    'kubeflow-recurring-run': kubeflowRecurringRunKind,
  };

  it.each(readExamples('kubeflow-run'))(
    'examples/%s may be proposed',
    (_file, values) => {
      const input = render(build.input.run, values) as KubeflowRunInput;
      const kind = kindsById[kubeflowRunKindOf(input)];
      const object = expectSound(kind, buildKubeflowRun(input, context));
      // What is in Git opens in the form again, every answer where it was.
      const answers = formAnswers(object, {
        ...{ ...context, kind, namespace: 'dom-sales' },
      });
      expect(answers).toEqual(input);
      expect(render(build.input.run, answers)).toEqual(input);
    },
  );
});

describe.each(Object.entries(kinds))('templates/%s', (name, kind) => {
  const directory = join(__dirname, '../../../templates', name);
  const template: Template = parse(
    readFileSync(join(directory, 'template.yaml'), 'utf8'),
  );

  const build = template.spec.steps.find(({ id }) => id === 'build');
  const { job, compute, branch } = build?.input ?? {};
  const answersIn = (parameters: object) =>
    render(job ?? compute ?? branch, parameters) as Record<string, unknown>;

  it('says in each step whether it is new, which the form does not ask', () => {
    const hidden = template.spec.parameters[0].properties.action;
    expect(hidden).toMatchObject({
      enum: ['create', 'update'],
      default: 'create',
      'ui:widget': 'hidden',
    });
    const said = template.spec.steps.flatMap(({ input }) =>
      (input.objects ?? []).map(({ action }) => action),
    );
    expect(said).toEqual([
      '${{ parameters.action }}',
      '${{ parameters.action }}',
    ]);
  });

  it.each(readdirSync(join(directory, 'examples')))(
    'examples/%s may be proposed',
    file => {
      const values: Record<string, unknown> = parse(
        readFileSync(join(directory, 'examples', file), 'utf8'),
      );
      const manifest = kind.form!.build(answersIn(values), context);
      const object = withLakefrontMetadata(
        { ...manifest },
        { kind, namespace: 'dom-sales' },
      );
      // What is in Git opens in the form again, every answer where it was.
      const answers = formAnswers(object, {
        ...context,
        kind,
        namespace: 'dom-sales',
      });
      expect(answers).toMatchObject(asReviewed(answersIn(values)));
      expect(answersIn(answers!)).toEqual(answers);
      expect(
        checkPolicy({
          object,
          kind,
          settings: settingsFixture,
          domain: 'sales',
          namespace: 'dom-sales',
        }),
      ).toEqual([]);
      expect(kind.validate(object)).toEqual([]);
      expect(
        computeFit({
          footprint: kind.footprint(object),
          capacity: domainCapacityFixture,
          domain: 'sales',
        }).problems,
      ).toEqual([]);
    },
  );
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  checkPolicy,
  computeFit,
  sparkApplicationKind,
  sparkConnectKind,
  withLakefrontMetadata,
} from '@lakefront/backstage-plugin-lakehouse-common';
import {
  domainCapacityFixture,
  settingsFixture,
} from '@lakefront/backstage-plugin-lakehouse-common/testUtils';
import { parse } from 'yaml';
import { buildSparkApplication } from './sparkApplication/buildSparkApplication';
import type { SparkApplicationInput } from './sparkApplication/SparkApplicationInput';
import { buildSparkConnect } from './sparkConnect/buildSparkConnect';
import type { SparkConnectInput } from './sparkConnect/SparkConnectInput';

const context = {
  settings: settingsFixture,
  capacity: domainCapacityFixture,
};

/** What makes the manifest of each template out of its answers. */
const builders = {
  'spark-job': {
    kind: sparkApplicationKind,
    build: (job: object) =>
      buildSparkApplication(job as SparkApplicationInput, context),
  },
  'spark-connect': {
    kind: sparkConnectKind,
    build: (compute: object) =>
      buildSparkConnect(compute as SparkConnectInput, context),
  },
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
      input: { job?: object; compute?: object };
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

describe.each(Object.entries(builders))('templates/%s', (name, builder) => {
  const { kind } = builder;
  const directory = join(__dirname, '../../../templates', name);
  const template: Template = parse(
    readFileSync(join(directory, 'template.yaml'), 'utf8'),
  );

  it('has three steps at most', () => {
    expect(template.spec.parameters.length).toBeLessThanOrEqual(3);
  });

  it('pastes no text: each expression is a whole value', () => {
    const expressions = JSON.stringify(template.spec.steps).match(
      /"[^"]*\$\{\{[^"]*"/g,
    );
    expect(expressions?.length).toBeGreaterThan(0);
    for (const expression of expressions ?? []) {
      expect(expression).toMatch(/^"\$\{\{ [\w.]+ \}\}"$/);
    }
  });

  it.each(readdirSync(join(directory, 'examples')))(
    'examples/%s may be proposed',
    file => {
      const values: Record<string, unknown> = parse(
        readFileSync(join(directory, 'examples', file), 'utf8'),
      );
      const required = template.spec.parameters.flatMap(
        step => step.required ?? [],
      );
      const known = JSON.stringify(template.spec.parameters);
      expect(Object.keys(values)).toEqual(expect.arrayContaining(required));
      for (const key of Object.keys(values)) {
        expect(known).toContain(`"${key}":`);
      }
      const build = template.spec.steps.find(({ id }) => id === 'build');
      const { job, compute } = build?.input ?? {};
      const manifest = builder.build(render(job ?? compute, values) as object);
      const object = withLakefrontMetadata(
        { ...manifest },
        { kind, namespace: 'dom-sales' },
      );
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

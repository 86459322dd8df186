import { stringify } from 'yaml';
import { ANNOTATION_OWNER } from '../../annotations';
import { kubeflowPipelineKind } from '../../kinds/kubeflow-pipeline';
import { kubeflowPipelineVersionKind } from '../../kinds/kubeflow-pipeline-version';
import { checkPolicy } from '../../policy';
import { pipelineSpecFixture, settingsFixture } from '../../testUtils';
import {
  buildKubeflowPipeline,
  pipelineVersionProblem,
} from './buildKubeflowPipeline';

const text = stringify(pipelineSpecFixture());
const least = { name: 'orders-features', version: 'v1', source: { text } };

describe('buildKubeflowPipeline', () => {
  it('makes the least', () => {
    expect(buildKubeflowPipeline(least)).toEqual({
      pipeline: {
        apiVersion: 'pipelines.kubeflow.org/v2beta1',
        kind: 'Pipeline',
        metadata: { name: 'orders-features' },
        spec: {},
      },
      version: {
        apiVersion: 'pipelines.kubeflow.org/v2beta1',
        kind: 'PipelineVersion',
        metadata: { name: 'orders-features-v1' },
        spec: {
          pipelineName: 'orders-features',
          displayName: 'v1',
          pipelineSpec: pipelineSpecFixture(),
        },
      },
    });
  });

  it('makes all of it, platform document included', () => {
    const platform = { platforms: { kubernetes: { deploymentSpec: {} } } };
    const { pipeline, version } = buildKubeflowPipeline({
      ...least,
      title: ' Orders features ',
      description: 'Features of orders',
      codeSource: 'https://git.example.com/features',
      owner: 'group:default/sales-data',
      source: { text: `${text}---\n${stringify(platform)}` },
    });
    expect(pipeline).toMatchObject({
      metadata: {
        annotations: { [ANNOTATION_OWNER]: 'group:default/sales-data' },
      },
      spec: {
        displayName: 'Orders features',
        description: 'Features of orders',
      },
    });
    expect(version.spec).toMatchObject({
      description: 'Features of orders',
      codeSourceURL: 'https://git.example.com/features',
      platformSpec: platform,
    });
  });

  it('says where it was read, if nothing else is said', () => {
    const url = 'https://git.example.com/features/src/pipeline.yaml';
    const { version } = buildKubeflowPipeline({
      ...least,
      source: { text, url, commit: 'abc' },
    });
    expect(version.spec.codeSourceURL).toBe(url);
  });

  it('makes what may be written', () => {
    const { pipeline, version } = buildKubeflowPipeline(least);
    for (const [kind, object] of [
      [kubeflowPipelineKind, pipeline],
      [kubeflowPipelineVersionKind, version],
    ] as const) {
      expect(kind.validate({ ...object })).toEqual([]);
      expect(
        checkPolicy({
          ...{ object, kind, settings: settingsFixture },
          ...{ domain: 'sales', namespace: 'dom-sales' },
        }),
      ).toEqual([]);
    }
  });

  it.each([
    [{ name: 'Orders' }, /^name: /],
    [{ version: 'V 1' }, /^version: /],
    [{ version: '' }, /^version: /],
    [{ version: 'x'.repeat(60) }, /^version: .* 63 together/],
    [{ codeSource: 'see wiki' }, /^codeSource: /],
    [{ source: { text: '' } }, /^source: /],
    [{ source: { text: 'a: [' } }, /^source: .*[Ll]ine 1/],
    [{ source: { text: 'kind: Workflow' } }, /^source: /],
  ])('refuses %j', (over, message) => {
    expect(() => buildKubeflowPipeline({ ...least, ...over })).toThrow(message);
  });

  it('never says what stands in a source that it refuses', () => {
    const build = () =>
      buildKubeflowPipeline({ ...least, source: { text: 'secret-word: [' } });
    expect(build).toThrow(/^source: /);
    expect(build).not.toThrow('secret-word');
  });
});

describe('pipelineVersionProblem', () => {
  it('leaves room for the name of the pipeline', () => {
    expect(pipelineVersionProblem('a', 'v2')).toBeUndefined();
    expect(pipelineVersionProblem('a'.repeat(60), 'v2')).toBeUndefined();
    expect(pipelineVersionProblem('a'.repeat(61), 'v2')).toMatch(/64/);
  });
});

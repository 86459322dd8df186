import { checkPolicy } from '../policy';
import { settingsFixture } from '../testUtils';
import { createKindRegistry } from './KindRegistry';
import { kubeflowRunKind } from './kubeflow-run';
import { kubeflowStartKind } from './kubeflow-start';

const registry = createKindRegistry();
const object = (
  [apiVersion, kind]: [string, string],
  labels?: Record<string, string>,
) => ({
  apiVersion,
  kind,
  metadata: { name: 'x', ...(labels && { labels }) },
});

describe('kinds of Kubeflow', () => {
  it.each<[string, [string, string], Record<string, string> | undefined]>([
    [
      'kubeflow-pipeline',
      ['pipelines.kubeflow.org/v2beta1', 'Pipeline'],
      undefined,
    ],
    [
      'kubeflow-pipeline-version',
      ['pipelines.kubeflow.org/v2beta1', 'PipelineVersion'],
      undefined,
    ],
    [
      'kubeflow-recurring-run',
      ['kubeflow.org/v1beta1', 'ScheduledWorkflow'],
      undefined,
    ],
    [
      'kubeflow-start',
      ['batch/v1', 'Job'],
      { 'app.kubernetes.io/component': 'pipeline-starter' },
    ],
    [
      'kubeflow-schedule',
      ['batch/v1', 'CronJob'],
      { 'app.kubernetes.io/component': 'pipeline-starter' },
    ],
    [
      'kubeflow-run',
      ['argoproj.io/v1alpha1', 'Workflow'],
      { 'pipeline/runid': 'r-1' },
    ],
  ])('%s is known by its object', (id, of, labels) => {
    expect(registry.byObject(object(of, labels))?.id).toBe(id);
    expect(registry.byObject(object(of))?.id).toBe(labels ? undefined : id);
  });

  it('come with versions after pipelines, as admission wants it', () => {
    expect(
      registry
        .all()
        .filter(({ stage }) => stage === 2)
        .map(({ id }) => id),
    ).toEqual(['kubeflow-pipeline-version']);
  });
});

describe('policy', () => {
  const place = { settings: settingsFixture, domain: 'sales' };
  const pathsOf = (kind: typeof kubeflowRunKind, value: object) =>
    checkPolicy({
      ...{ ...place, kind, object: value, namespace: 'dom-sales' },
    }).map(({ path }) => path);

  it('lets nobody write a run', () => {
    expect(
      pathsOf(
        kubeflowRunKind,
        object(['argoproj.io/v1alpha1', 'Workflow'], { 'pipeline/runid': 'x' }),
      ),
    ).toEqual(['kind']);
  });

  it('wants the label by which a kind is known', () => {
    expect(pathsOf(kubeflowStartKind, object(['batch/v1', 'Job']))).toContain(
      'metadata.labels',
    );
  });
});

import {
  builtInKinds,
  createKindRegistry,
  type KubernetesObject,
  type Workload,
} from '@lakefront/backstage-plugin-lakehouse-common';
import {
  buildPipeline,
  buildPipelineVersion,
} from '@lakefront/backstage-plugin-lakehouse-common/testUtils';
import { MIA } from './__testUtils__/startWritePath';
import { useWritePath } from './__testUtils__/useWritePath';
import { toYaml } from './toYaml';

const kinds = createKindRegistry(builtInKinds);

jest.setTimeout(60_000);

describe('a pipeline of Kubeflow that is in Git with a version', () => {
  const own = useWritePath();
  const pipeline = buildPipeline();
  const version = buildPipelineVersion();

  const place = async (object: KubernetesObject, directory: string) => {
    const kind = kinds.byObject(object)!;
    const { name } = object.metadata;
    await own.write(`${directory}/${kind.id}/${name}.yaml`, toYaml(object));
    own.path.reader.indexed.set(`west/dom-sales/${kind.id}/${name}`, {
      ...kind.summarize(object),
      ...{ kubernetesCluster: 'west', namespace: 'dom-sales' },
      ...{ kind: kind.id, role: kind.role, name },
    } as Workload);
  };

  beforeEach(async () => {
    await place(pipeline, 'clusters/west/domains/sales');
    await place(version, 'clusters/west/domains-after/sales');
  });

  const remove = (...names: Array<[kind: string, name: string]>) =>
    own.service.check(
      {
        ...{ domain: 'sales', kubernetesCluster: 'west' },
        objects: names.map(([kind, name]) => ({
          ...{ kind, name, action: 'delete' as const },
        })),
      },
      MIA,
    );

  it('is not removed alone', async () => {
    const { ok, problems } = await remove([
      'kubeflow-pipeline',
      'orders-features',
    ]);
    expect(ok).toBe(false);
    expect(problems).toEqual([
      {
        ...{ severity: 'error', code: 'removal', path: 'object' },
        message: expect.stringMatching(
          /^Version orders-features-v1 of orders-features would stay in Git/,
        ),
      },
    ]);
  });

  it('is removed with its version, whichever is named first', async () => {
    const both = [
      ['kubeflow-pipeline', 'orders-features'],
      ['kubeflow-pipeline-version', 'orders-features-v1'],
    ] as Array<[string, string]>;
    for (const names of [both, [...both].reverse()]) {
      const { ok, problems, operations } = await remove(...names);
      expect(problems).toEqual([]);
      expect(ok).toBe(true);
      expect(operations).toHaveLength(2);
    }
  });

  it('may lose its version alone', async () => {
    const { problems } = await remove([
      'kubeflow-pipeline-version',
      'orders-features-v1',
    ]);
    expect(problems).toEqual([]);
  });
});

import {
  CoreV1Api,
  CustomObjectsApi,
  KubeConfig,
  KubernetesObjectApi,
  Log,
  PatchStrategy,
  Watch,
} from '@kubernetes/client-node';
import { Writable } from 'node:stream';
import { KubeServer } from '../types';
import {
  CONFIG_MAPS,
  configMap,
  pod,
  PODS,
  sparkApplication,
} from './testUtils/manifests';
import { startServer } from './testUtils/startServer';

/** The official JavaScript client against the kubeconfig that the server writes. */
describe('@kubernetes/client-node', () => {
  let server: KubeServer;
  let kubeConfig: KubeConfig;
  let kube: ReturnType<KubeServer['as']>;

  beforeEach(async () => {
    ({ server, kube } = await startServer());
    kubeConfig = new KubeConfig();
    kubeConfig.loadFromString(server.kubeconfig('sandbox-admin'));
  });

  afterEach(() => server.close());

  it('lists in pages and reads typed objects', async () => {
    ['a', 'b', 'c'].forEach(name =>
      kube.create(CONFIG_MAPS, configMap(name, { name })),
    );
    const core = kubeConfig.makeApiClient(CoreV1Api);
    const first = await core.listNamespacedConfigMap({
      namespace: 'dom-sales',
      limit: 2,
    });
    const second = await core.listNamespacedConfigMap({
      namespace: 'dom-sales',
      limit: 2,
      _continue: first.metadata?._continue,
    });
    expect(
      [...first.items, ...second.items].map(item => item.data?.name),
    ).toEqual(['a', 'b', 'c']);
  });

  it('applies on the server, and hears why not', async () => {
    const objects = KubernetesObjectApi.makeApiClient(kubeConfig);
    const apply = (spec?: Record<string, unknown>) => {
      const text = JSON.stringify(sparkApplication('daily', spec));
      return objects.patch(
        JSON.parse(text),
        undefined,
        undefined,
        'test',
        true,
        PatchStrategy.ServerSideApply,
      );
    };
    expect((await apply()).metadata).toMatchObject({ generation: 1 });
    await expect(apply({ type: 'Perl' })).rejects.toMatchObject({
      code: 422,
      body: expect.stringContaining('supported values: \\"Java\\"'),
    });
    const custom = kubeConfig.makeApiClient(CustomObjectsApi);
    const list = await custom.listNamespacedCustomObject({
      group: 'sparkoperator.k8s.io',
      version: 'v1beta2',
      namespace: 'dom-sales',
      plural: 'sparkapplications',
    });
    expect(list.items).toHaveLength(1);
  });

  it('watches', async () => {
    const seen: string[] = [];
    await new Promise<void>((resolve, reject) => {
      new Watch(kubeConfig)
        .watch(
          '/api/v1/namespaces/dom-sales/configmaps',
          {},
          (type, object) => {
            seen.push(`${type} ${object.metadata.name}`);
            if (type === 'DELETED') {
              resolve();
            }
          },
          error => error && reject(error),
        )
        .then(() => {
          kube.create(CONFIG_MAPS, configMap('a'));
          kube.delete(CONFIG_MAPS, 'dom-sales', 'a');
        }, reject);
    });
    expect(seen).toEqual(['ADDED a', 'DELETED a']);
  });

  it('follows a log to its end', async () => {
    kube.create(PODS, pod('driver'));
    server.appendLog('dom-sales', 'driver', 'main', 'one');
    let text = '';
    const sink = new Writable({
      write(chunk, _, done) {
        text += chunk;
        if (text === 'one\n') {
          server.appendLog('dom-sales', 'driver', 'main', 'two');
          kube.patch(
            PODS,
            'dom-sales',
            'driver',
            { status: { phase: 'Succeeded' } },
            { type: 'merge', subresource: 'status' },
          );
        }
        done();
      },
    });
    await new Log(kubeConfig).log('dom-sales', 'driver', 'main', sink, {
      follow: true,
    });
    await new Promise(resolve => sink.on('finish', resolve));
    expect(text).toBe('one\ntwo\n');
  });
});

import { ManualClock } from '../../clock';
import { seededRandom } from '../../random';
import { KubeObject } from '../../types';
import { createKubeServer } from '../createKubeServer';
import { admin, LIMITS, namespace, pod, PODS } from '../testUtils/manifests';

function start(...limits: object[]) {
  const server = createKubeServer({
    clock: new ManualClock(),
    random: seededRandom(1),
  });
  server.seed(namespace('dom-sales'));
  const kube = server.as(admin);
  kube.create(LIMITS, {
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: { name: 'domain-defaults', namespace: 'dom-sales' },
    spec: { limits },
  });
  const resourcesOf = (object: KubeObject) =>
    (object.spec as { containers: Array<{ resources: object }> }).containers[0]
      .resources;
  return { kube, resourcesOf };
}

const container = {
  type: 'Container',
  defaultRequest: { cpu: '250m', memory: '512Mi' },
  default: { memory: '1Gi' },
  max: { cpu: '16', memory: '128Gi' },
};

describe('limit ranges', () => {
  it('fill in what a container does not say; a maximum is the default limit', () => {
    const { kube, resourcesOf } = start(container);
    expect(resourcesOf(kube.create(PODS, pod('silent')))).toEqual({
      requests: { cpu: '250m', memory: '512Mi' },
      limits: { cpu: '16', memory: '1Gi' },
    });
    expect(
      resourcesOf(
        kube.create(PODS, pod('limited', { limits: { memory: '4Gi' } })),
      ),
    ).toEqual({
      requests: { cpu: '250m', memory: '4Gi' },
      limits: { cpu: '16', memory: '4Gi' },
    });
  });

  it('count for the quality of service', () => {
    const { kube } = start(container);
    expect(kube.create(PODS, pod('silent')).status).toMatchObject({
      qosClass: 'Burstable',
    });
  });

  it.each<[string, object, Parameters<typeof pod>[1], string]>([
    [
      'a limit above the maximum',
      container,
      { limits: { cpu: '20' } },
      'pods "p" is forbidden: maximum cpu usage per Container is 16, but limit is 20',
    ],
    [
      'two at once',
      container,
      { limits: { cpu: '20', memory: '200Gi' } },
      'pods "p" is forbidden: [maximum cpu usage per Container is 16, but limit is 20, maximum memory usage per Container is 128Gi, but limit is 200Gi]',
    ],
    [
      'a request above the default limit',
      { type: 'Container', default: { cpu: '2' } },
      { requests: { cpu: '4' } },
      'Pod "p" is invalid: spec.containers[0].resources.requests: Invalid value: "4": must be less than or equal to cpu limit of 2',
    ],
    [
      'a request below the minimum',
      { type: 'Container', min: { cpu: '100m' } },
      { requests: { cpu: '50m' } },
      'pods "p" is forbidden: minimum cpu usage per Container is 100m, but request is 50m',
    ],
    [
      'too much room between request and limit',
      { type: 'Container', maxLimitRequestRatio: { cpu: '2' } },
      { requests: { cpu: '1' }, limits: { cpu: '4' } },
      'pods "p" is forbidden: cpu max limit to request ratio per Container is 2, but provided ratio is 4.000000',
    ],
    [
      'a pod that is too big as a whole',
      { type: 'Pod', max: { memory: '1Gi' } },
      { limits: { memory: '2Gi' } },
      'pods "p" is forbidden: maximum memory usage per Pod is 1Gi, but limit is 2Gi',
    ],
    [
      'a pod that does not say',
      { type: 'Pod', max: { memory: '1Gi' } },
      {},
      'pods "p" is forbidden: maximum memory usage per Pod is 1Gi.  No limit is specified',
    ],
  ])('refuse %s', (_, item, resources, message) => {
    const { kube } = start(item);
    expect(() => kube.create(PODS, pod('p', resources))).toThrow(message);
  });

  it('refuse a quantity that is none', () => {
    const { kube } = start(container);
    expect(() =>
      kube.create(PODS, pod('p', { limits: { cpu: 'many' } })),
    ).toThrow('quantities must match the regular expression');
  });
});

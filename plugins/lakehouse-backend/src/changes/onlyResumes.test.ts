import {
  sparkApplicationKind,
  sparkConnectKind,
  type KubernetesObject,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { onlyResumes } from './onlyResumes';

const job = (spec: Record<string, unknown>): KubernetesObject => ({
  apiVersion: 'sparkoperator.k8s.io/v1beta2',
  kind: 'SparkApplication',
  metadata: { name: 'daily' },
  spec: { type: 'Python', ...spec },
});

describe('onlyResumes', () => {
  it.each<[string, KubernetesObject, KubernetesObject, boolean]>([
    ['resumed', job({ suspend: true }), job({ suspend: false }), true],
    ['as before the suspension', job({ suspend: true }), job({}), true],
    [
      'resumed with another image',
      job({ suspend: true }),
      job({ image: 'b' }),
      false,
    ],
    ['another image', job({}), job({ image: 'b' }), false],
    ['suspended', job({}), job({ suspend: true }), false],
    ['nothing that runs', job({}), job({ suspend: false }), false],
  ])('%s', (_title, previous, next, expected) => {
    expect(onlyResumes(previous, next, sparkApplicationKind)).toBe(expected);
  });

  it('is never so of what can not be suspended', () => {
    const [before, after] = [job({ suspend: true }), job({})];
    expect(onlyResumes(before, after, sparkConnectKind)).toBe(false);
  });
});

import { ConfigReader } from '@backstage/config';
import { readKubeflowConfig } from './readKubeflowConfig';

const WEST = {
  kubernetesCluster: 'west',
  endpoint: 'https://kfp.example.com/pipeline',
  credentials: { token: 'canary' },
};
const read = (...kubeflow: object[]) =>
  readKubeflowConfig(new ConfigReader({ lakehouse: { kubeflow } } as never), [
    ...['west', 'east'],
  ]);

describe('readKubeflowConfig', () => {
  it('reads what it is told, and has defaults for the rest', () => {
    expect(read(WEST)).toEqual([
      {
        ...{ ...WEST, url: 'https://kfp.example.com/pipeline' },
        refreshIntervalMs: 60_000,
      },
    ]);
    expect(readKubeflowConfig(new ConfigReader({}), [])).toEqual([]);
    expect(
      read({
        ...{
          ...WEST,
          endpoint: 'http://localhost:7074',
          credentials: undefined,
        },
        userHeader: { name: 'kubeflow-userid', value: 'portal@example.com' },
        url: 'https://ui.example.com/',
        refreshInterval: { seconds: 5 },
      }),
    ).toMatchObject([
      { url: 'https://ui.example.com', refreshIntervalMs: 5_000 },
    ]);
  });

  it.each([
    [{ ...WEST, kubernetesCluster: 'north' }, /'north', which kubernetes\./],
    [{ ...WEST, endpoint: 'http://kfp.example.com' }, /must be https/],
    [{ ...WEST, endpoint: 'nowhere' }, /is no URL/],
    [{ ...WEST, endpoint: 'https://me:canary@kfp.example.com' }, /no user/],
    [{ ...WEST, url: 'javascript:alert(1)' }, /must be http or https/],
    [{ ...WEST, credentials: {} }, /must have credentials\.token or/],
    [{ ...WEST, userHeader: { name: 'a b', value: 'x' } }, /userHeader/],
    [{ ...WEST, refreshInterval: { milliseconds: 1 } }, /a second at least/],
  ])('refuses %j, without a secret', (server, message) => {
    expect(() => read(server)).toThrow(message);
    try {
      read(server);
    } catch (error) {
      expect(String(error)).not.toContain('canary');
    }
  });

  it('refuses two of one Kubernetes cluster', () => {
    expect(() => read(WEST, WEST)).toThrow(/has 'west' twice/);
  });
});

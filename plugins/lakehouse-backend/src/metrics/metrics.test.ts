import { readFileSync } from 'node:fs';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { metricsServiceMock } from '@backstage/backend-test-utils/alpha';
import type {
  MetricsService,
  MetricsServiceObservableCallback,
} from '@backstage/backend-plugin-api/alpha';
import { driverOf } from '../__testUtils__/lakehouseObjects';
import { PAT } from '../__testUtils__/samplePeople';
import { useTestLakehouse } from '../__testUtils__/useTestLakehouse';

jest.setTimeout(60_000);

type Labels = Record<string, unknown> | undefined;

/** Keeps what it is given, as a collector would. */
class MemoryMetrics {
  readonly measured: Array<{ name: string; value: number; labels: Labels }> =
    [];
  readonly instruments = new Map<
    string,
    { type: string; unit: string | undefined }
  >();
  readonly #callbacks = new Map<MetricsServiceObservableCallback, string>();

  readonly service: Partial<MetricsService> = {
    createCounter: (name, options) => {
      this.instruments.set(name, { type: 'counter', unit: options?.unit });
      return { add: (value, labels) => this.#keep(name, value, labels) };
    },
    createHistogram: (name, options) => {
      this.instruments.set(name, { type: 'histogram', unit: options?.unit });
      return { record: (value, labels) => this.#keep(name, value, labels) };
    },
    createObservableGauge: (name, options) => {
      this.instruments.set(name, { type: 'gauge', unit: options?.unit });
      return {
        addCallback: look => {
          this.#callbacks.set(look as MetricsServiceObservableCallback, name);
        },
        removeCallback: look => {
          this.#callbacks.delete(look as MetricsServiceObservableCallback);
        },
      };
    },
  };

  get observed(): number {
    return this.#callbacks.size;
  }

  async collect(): Promise<void> {
    for (const [look, name] of this.#callbacks) {
      await look({
        observe: (value, labels) => this.#keep(name, value, labels),
      });
    }
  }

  of(name: string) {
    return this.measured.filter(one => one.name === name);
  }

  #keep(name: string, value: number, labels: Labels) {
    this.measured.push({ name, value, labels });
  }
}

describe('metrics', () => {
  const metrics = new MemoryMetrics();
  const lakehouse = useTestLakehouse({
    features: [metricsServiceMock.mock(metrics.service).factory],
  });

  it('counts what the index does', async () => {
    const pods = { kubernetes_cluster: 'west', resource: 'pods' };
    expect(metrics.of('lakehouse.kubernetes.requests')).toContainEqual(
      expect.objectContaining({
        value: 1,
        labels: { ...pods, request: expect.stringMatching(/stream|watch/) },
      }),
    );
    expect(metrics.of('lakehouse.index.list.duration')).toContainEqual(
      expect.objectContaining({ labels: pods }),
    );
    lakehouse.kubernetes.put(driverOf('sales', 'sales-daily'));
    await lakehouse.until(
      async () => metrics.of('lakehouse.index.watch_events'),
      events =>
        events.some(
          ({ labels }) =>
            labels?.resource === 'pods' && labels.type === 'modified',
        ),
    );
  });

  it('knows rows, lag and changes when somebody collects', async () => {
    await metrics.collect();
    const labels = {
      kubernetes_cluster: 'west',
      resource: 'namespaces',
      state: 'live',
    };
    expect(metrics.of('lakehouse.index.rows')).toContainEqual(
      expect.objectContaining({ value: 4, labels }),
    );
    const [lag] = metrics
      .of('lakehouse.index.lag')
      .filter(one => one.labels?.resource === 'namespaces');
    expect(lag.value).toBeGreaterThanOrEqual(0);
    expect(lag.value).toBeLessThan(60);
    expect(metrics.of('lakehouse.changes')).toEqual([]);
  });

  it('counts wake-ups and reads of single objects', async () => {
    await lakehouse.get(PAT, '/workloads').expect(200);
    lakehouse.kubernetes.put(driverOf('sales', 'sales-daily'));
    await lakehouse.until(
      async () => metrics.of('lakehouse.wakeups'),
      sent => sent.some(({ value }) => value === 1),
    );
    await lakehouse
      .get(
        PAT,
        '/workloads/west/dom-sales/spark-application/sales-daily/manifest',
      )
      .expect(200);
    expect(metrics.of('lakehouse.kubernetes.requests')).toContainEqual(
      expect.objectContaining({
        labels: { kubernetes_cluster: 'west', request: 'read' },
      }),
    );
  });

  it('counts failures and lists after the first, and ends with the plugin', async () => {
    await lakehouse.kubernetes.stop();
    await lakehouse.until(
      async () => metrics.of('lakehouse.index.failures'),
      failures =>
        failures.some(({ labels }) => labels?.reason === 'unreachable'),
    );
    await lakehouse.kubernetes.start();
    await lakehouse.stop();
    expect(metrics.observed).toBe(0);
  });

  it('names no user, no domain and no object', () => {
    const told = JSON.stringify(metrics.measured.map(({ labels }) => labels));
    expect(told).not.toMatch(/user:|sales|risk|marketing|dom-|daily/);
  });

  it('are all in the README, with type and unit', () => {
    const readme = readFileSync(
      resolvePackagePath(
        '@lakefront/backstage-plugin-lakehouse-backend',
        'README.md',
      ),
      'utf8',
    ).replace(/ +/g, ' ');
    for (const [name, { type, unit }] of metrics.instruments) {
      expect(readme).toContain(`| \`${name}\` | ${type} | \`${unit}\` |`);
    }
  });
});

import { ManualClock } from '../clock';
import { createKubeServer } from '../kube';
import { SPARK_APPLICATIONS } from '../knownResources';
import { seededRandom } from '../random';
import { bootstrapObjects } from '../seed/bootstrapObjects';
import { buildPlatform } from '../seed/buildPlatform';
import { WEST, type SeedCluster } from '../seed/SeedCluster';
import type { SparkApplication, SparkSpec } from '../spark/SparkApplication';
import type { KubeObject, ResourceRef } from '../types';

export const START = Date.parse('2026-03-02T08:00:00Z');

const ADMIN = { name: 'admin', groups: ['system:masters'] };

/** An API server with the platform of one domain, `sales`, and nothing running. */
export async function createTestCluster(
  options: {
    quota?: Record<string, string>;
    /** What it stands for; `west` by default. */
    cluster?: SeedCluster;
    gitUrl?: string;
  } = {},
) {
  const clock = new ManualClock(START);
  const random = seededRandom(7);
  const warnings: string[] = [];
  const logger = {
    info: () => {},
    warn: (message: string) => void warnings.push(message),
  };
  const kube = await createKubeServer({ clock, random, logger, tokens: {} });
  const admin = kube.as(ADMIN);
  const { cluster = WEST, gitUrl = 'http://localhost:1' } = options;
  const { engine } = cluster;
  const [sales] = cluster.domains;
  const site = {
    ...{ cluster: cluster.name, engine, gitUrl },
    ...(cluster.kubeflow && { kubeflowUrl: 'http://localhost:7074' }),
  };
  const domain = { ...sales, quota: options.quota ?? sales.quota };
  for (const object of [
    ...bootstrapObjects({ cluster: cluster.name, engine, gitUrl }),
    ...Object.values(buildPlatform(domain, site)).flat(),
  ]) {
    kube.seed(object);
  }

  const lines = new Map<string, string[]>();
  const appendLog = kube.appendLog.bind(kube);
  kube.appendLog = (namespace, pod, container, line) => {
    lines.set(pod, [...(lines.get(pod) ?? []), line]);
    appendLog(namespace, pod, container, line);
  };

  return {
    clock,
    random,
    kube,
    admin,
    warnings,
    logger,
    domain,
    logOf: (pod: string) => lines.get(pod) ?? [],
    app(name: string): SparkApplication | undefined {
      return admin.get(SPARK_APPLICATIONS, 'dom-sales', name) as
        | SparkApplication
        | undefined;
    },
    apply(object: KubeObject): KubeObject {
      const resource = admin.resourceFor(object.apiVersion, object.kind);
      const { namespace, name } = object.metadata;
      return admin.patch(resource as ResourceRef, namespace, name, object, {
        type: 'apply',
      });
    },
    /**
     * Moves time on, a second at a time, until something holds. `settled`
     * resolves when nothing is under way that takes real time.
     */
    async until(
      what: () => boolean,
      seconds = 120,
      settled: () => Promise<void> = async () => {},
    ): Promise<void> {
      for (let i = 0; i < seconds; i++) {
        if (what()) return;
        await clock.advanceAsync(1000);
        await settled();
      }
      throw new Error(`not within ${seconds} s: ${what}`);
    },
  };
}

/** A small job of `sales`. */
export function testJob(
  name: string,
  spec: Partial<SparkSpec> = {},
): SparkApplication {
  return {
    apiVersion: 'sparkoperator.k8s.io/v1beta2',
    kind: 'SparkApplication',
    metadata: { name, namespace: 'dom-sales' },
    spec: {
      type: 'Scala',
      sparkVersion: '4.0.1',
      image: 'apache/spark:4.0.1',
      mainClass: 'com.example.Main',
      mainApplicationFile: 'local:///opt/app/main.jar',
      driver: { cores: 1, memory: '2g', serviceAccount: 'spark' },
      executor: { cores: 1, memory: '1g', instances: 2 },
      ...spec,
    },
  };
}
